using System.Collections.Immutable;
using Muster.Core.Majors;
using static Muster.Files.Policies.Scalars;

namespace Muster.Files.Policies;

/// <summary>The keys of a policy that are about major incidents.</summary>
internal static class MajorShapes
{
    private static readonly ListShape Texts = new("texts", Text);

    private static readonly ListShape Targets = new("targets", PagingTarget);

    private static readonly MapShape Severity = new("a severity",
    [
        new("response", Text, Required: true),
        new("updates", LongDuration, Required: true),
        new("audience", new ListShape("stakeholder lists", Text), Required: true),
    ]);

    public static readonly MapShape Severities = new("severities",
        [.. MajorWords.Severities.Select(severity => new Field(severity, Severity, Required: true))]);

    private static readonly ScalarShape Act = Word("off", "propose", "declare");

    private static readonly MapShape Detect = new("detect",
    [
        new("words", Act, Required: true),
        new("users", Act, Required: true),
        new("cluster", Act, Required: true),
        new("critical", Act, Required: true),
        new("affectedUsers", Every, Required: true),
        new("clusterOf", Every, Required: true),
        new("clusterWithin", LongDuration, Required: true),
        new("phrases", Texts, Required: true),
    ]);

    private static readonly MapShape Roles = new("roles",
        [.. MajorWords.Team.Select(role => new Field(role, Targets))]);

    private static readonly MapShape Bridge = new("a bridge", [new("link", Text)]);

    private static readonly MapShape Review = new("a review", [new("at", Time, Required: true)]);

    public static readonly MapShape Majors = new("majors",
    [
        new("automatic", Flag, Required: true),
        new("detect", Detect, Required: true),
        new("roles", Roles),
        new("roleTimeout", LongDuration, Required: true),
        new("box", LongDuration, Required: true),
        new("boxAnswer", LongDuration, Required: true),
        new("remindBefore", AnyDuration, Required: true),
        new("watch", AnyDuration, Required: true),
        new("bridge", Bridge),
        new("widen", Targets),
        new("review", Review, Required: true),
        new("actionReminder", LongDuration, Required: true),
    ]);

    public static readonly MapShape Stakeholders = new("a stakeholder list",
    [
        new("to", new ListShape("targets", StakeholderTarget, AtLeast: 1), Required: true),
        new("severities", new ListShape("severities", Word([.. MajorWords.Severities]))),
        new("services", Texts),
        new("customers", Texts),
    ]);
}
