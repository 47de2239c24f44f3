using System.Collections.Immutable;

namespace Muster.Core.Majors;

/// <summary>The names that BEHAVIOUR section 5 gives to things.</summary>
public static class MajorWords
{
    public const string Highest = "SEV-1";

    public const string Commander = "commander";
    public const string TechnicalLead = "technical-lead";
    public const string CommunicationsLead = "communications-lead";
    public const string Scribe = "scribe";

    /// <summary>Somebody who was asked to help; any number may be (M3).</summary>
    public const string Responder = "responder";

    /// <summary>From the worst down.</summary>
    public static readonly ImmutableArray<string> Severities = ["SEV-1", "SEV-2", "SEV-3"];

    /// <summary>The roles of a team, in the order in which they are filled.</summary>
    public static readonly ImmutableArray<string> Team = [Commander, TechnicalLead, CommunicationsLead, Scribe];

    public static readonly ImmutableArray<string> Roles = [.. Team, Responder];

    public static readonly ImmutableArray<string> Phases = ["investigating", "identified", "monitoring", "resolved"];

    public static readonly ImmutableArray<string> Horizons = ["short", "medium", "long"];

    public static readonly ImmutableArray<string> BoxAnswers = ["go-on", "widen", "raise"];

    public static readonly ImmutableArray<string> Milestones =
        ["started", "detected", "declared", "assembled", "diagnosed", "mitigated", "resolved", "stood-down"];

    public static string Name(this Milestone milestone) => Milestones[(int)milestone];

    public static string Name(this BoxAnswer answer) => BoxAnswers[(int)answer];

    public static string Name(this MajorPhase phase) =>
        phase is MajorPhase.StoodDown ? "stood-down" : phase.ToString().ToLowerInvariant();

    /// <summary>True where the first is the less severe of the two.</summary>
    internal static bool IsLower(string severity, string than) =>
        Severities.IndexOf(severity) > Severities.IndexOf(than);

    internal static bool Same(string? one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
