using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.Logs;

/// <summary>The commands that the verbs of a major make.</summary>
internal static class MajorRules
{
    public static MajorCommand Command(LineValues said)
    {
        var major = said.Major ?? new MajorValues();
        MajorCommand command = said.Verb switch
        {
            "accept" => new AcceptCandidate(),
            "reject" => new RejectCandidate(said.Reason),
            "severity" => new ChangeSeverity(said.Severity!, said.Reason),
            "bridge" => new SetBridge(major.Link, major.Channel),
            "role" => new OfferRole(major.Role!, said.To!),
            "accept-role" => new AcceptRole(major.Role!, said.To),
            "handover" => new HandOverRole(major.Role!, said.To!),
            "post" => new PostStatus(major.Phase, said.Text, said.Has(LogField.Next) ? major.Next : null),
            "decide" => new Decide(
                said.Text!, major.Options, said.Reason, major.Effect, Until(said),
                major.Box is { } box ? (BoxAnswer)MajorWords.BoxAnswers.IndexOf(box) : null),
            "note" => new NoteOnTimeline(said.Text!),
            "task" when said.Has(LogField.Task) => new EndTask(major.Task, major.State == "cancelled"),
            "task" => new AddTask(said.Text!, said.To, Until(said)),
            "milestone" => new StateMilestone(
                (Milestone)MajorWords.Milestones.IndexOf(major.Milestone!), said.Reason, said.Text),
            "restore" => new Restore(major.ConfirmedBy!, said.Text),
            "why" => new AskWhy(
                said.Text!, said.Has(LogField.Why) ? major.Why : null, major.Evidence,
                Named<Confidence>(major.Confidence)),
            "lesson" => new AddLesson(major.Kind == "well", said.Text!),
            "action" when said.Has(LogField.Action) => new ChangeAction(
                major.Action, Named<ActionStatus>(major.State)!.Value, major.Verification),
            "action" => new AddAction(
                said.Text!, said.To, Until(said), said.Has(LogField.Priority) ? said.Priority : null, major.Class,
                Named<Horizon>(major.Horizon)),
            _ => throw new System.Diagnostics.UnreachableException(said.Verb),
        };
        return command with { HappenedAt = said.Has(LogField.HappenedAt) ? said.HappenedAt : null };
    }

    private static Instant? Until(LineValues said) => said.Has(LogField.Until) ? said.Until : null;

    private static T? Named<T>(string? name)
        where T : struct, Enum => name is null ? null : Enum.Parse<T>(name, ignoreCase: true);
}
