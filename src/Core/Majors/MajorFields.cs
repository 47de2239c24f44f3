using System.Collections.Immutable;
using System.Diagnostics;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>A field of a major's fact as journal and store write it.</summary>
/// <param name="Value">A text, a number, an instant or a list of texts; null is not written.</param>
/// <param name="IsPersonal">What people wrote, or who they are: the store keeps it apart.</param>
public readonly record struct MajorField(string Name, object? Value, bool IsPersonal = false);

/// <summary>What each fact of a major says beside who, when and why, in the journal's order.</summary>
public static class MajorFields
{
    /// <summary>The fact's name in the journal; the store's has a version behind it.</summary>
    public static string NameOf(MajorEvent fact) => fact switch
    {
        CandidateRaised => "candidate-raised",
        CandidateRejected => "candidate-rejected",
        SeverityChanged => "severity-changed",
        RoleOffered => "role-offered",
        RoleAccepted => "role-accepted",
        BridgeOpened => "bridge-opened",
        BoxStarted => "box-started",
        BoxEnded => "box-ended",
        BoxUnanswered => "box-unanswered",
        StatusPosted => "status-posted",
        StatusDue => "status-due",
        StatusMissed => "status-missed",
        DecisionMade => "decided",
        DecisionDue => "decision-due",
        Noted => "noted",
        TaskAdded => "task-added",
        TaskEnded => "task-ended",
        MilestoneStated => "milestone-stated",
        ServiceRestored => "restored",
        WatchEnded => "watch-ended",
        Relapsed => "relapsed",
        WhyStated => "why-stated",
        LessonAdded => "lesson-added",
        ActionAdded => "action-added",
        ActionChanged => "action-changed",
        ActionDue => "action-due",
        ReportAccepted => "report-accepted",
        ClusterJudged => "cluster-judged",
        RoleStillOpen => "role-still-open",
        _ => throw new UnreachableException($"{fact.GetType().Name} has no name"),
    };

    public static ImmutableArray<MajorField> Of(MajorEvent fact) => fact switch
    {
        CandidateRaised f => [new("trigger", f.Trigger), new("severity", f.Severity), new("reason", f.Reason)],
        CandidateRejected f => [Said("reason", f.Reason)],
        SeverityChanged f => [new("from", f.From), new("to", f.To), Said("reason", f.Reason)],
        RoleOffered f => [new("role", f.Role), Said("to", f.To), Said("from", f.From)],
        RoleAccepted f => [new("role", f.Role), Said("to", f.To)],
        BridgeOpened f => [new("link", f.Link), new("channel", f.Channel)],
        BoxStarted f => [new("until", f.Until)],
        BoxEnded f => [new("until", f.Until)],
        BoxUnanswered f => [Said("to", f.To)],
        StatusPosted f => [new("phase", f.Phase), Said("text", f.Text), new("next", f.Next)],
        StatusDue f => [new("next", f.Next)],
        StatusMissed f => [new("due", f.Due), new("next", f.Next)],
        DecisionMade f =>
        [
            new("decision", f.Number), Said("text", f.Text), new("options", f.Options, IsPersonal: true),
            Said("reason", f.Reason), Said("effect", f.Effect), new("until", f.Until), new("box", f.Box?.Name()),
        ],
        DecisionDue f => [new("decision", f.Number), Said("text", f.Text)],
        Noted f => [Said("text", f.Text)],
        TaskAdded f => [new("task", f.Number), Said("text", f.Text), Said("to", f.To), new("until", f.Until)],
        TaskEnded f => [new("task", f.Number), new("state", f.Cancelled ? "cancelled" : "done")],
        MilestoneStated f =>
        [
            new("milestone", f.Milestone.Name()), new("reached", f.At), Said("reason", f.Reason), Said("text", f.Text),
        ],
        ServiceRestored f =>
            [Said("confirmedBy", f.ConfirmedBy), Said("text", f.Text), new("until", f.Until)],
        Relapsed f => [Said("reason", f.Reason)],
        WhyStated f =>
        [
            new("why", f.Number), new("answers", f.Answers), Said("text", f.Text), Said("evidence", f.Evidence),
            new("confidence", Lower(f.Confidence)),
        ],
        LessonAdded f => [new("kind", f.WentWell ? "well" : "improve"), Said("text", f.Text)],
        ActionAdded f =>
        [
            new("action", f.Number), Said("text", f.Text), Said("to", f.To), new("until", f.Until),
            new("priority", f.Priority?.ToString()), new("class", f.Class), new("horizon", Lower(f.Horizon)),
        ],
        ActionChanged f =>
        [
            new("action", f.Number), new("state", Lower<ActionStatus>(f.Status)),
            Said("verification", f.Verification),
        ],
        ActionDue f => [new("action", f.Number), Said("to", f.To)],
        RoleStillOpen f => [new("role", f.Role)],
        WatchEnded or ReportAccepted or ClusterJudged => [],
        _ => throw new UnreachableException($"{fact.GetType().Name} has no fields"),
    };

    private static MajorField Said(string name, string? text) => new(name, text, IsPersonal: true);

    private static string? Lower<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();
}
