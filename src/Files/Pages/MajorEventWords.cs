using Muster.Core.Majors;
using static Muster.Files.Pages.EventWords;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>What a major's fact says, in a line of a timeline.</summary>
internal static class MajorEventWords
{
    public static string Of(MajorEvent fact) => fact switch
    {
        CandidateRaised raised => With($"May be a major incident, {raised.Severity}", raised.Reason),
        CandidateRejected rejected => With("No major incident", rejected.Reason),
        SeverityChanged changed => With($"Severity {changed.From} to {changed.To}", changed.Reason),
        RoleOffered offered => $"{offered.To} is asked to be {Name(offered.Role)}"
            + (offered.From is { } from ? $", in place of {from}" : ""),
        RoleAccepted accepted => $"{accepted.To} is {Name(accepted.Role)}",
        BridgeOpened bridge => With("Bridge open", bridge.Channel ?? bridge.Link),
        BoxStarted box => $"Rapid diagnosis until {At(box.Until)}",
        BoxEnded ended =>
            $"The time for the rapid diagnosis is over: go on, widen or raise? Asked until {At(ended.Until)}",
        BoxUnanswered unanswered => With("Nobody said what comes after the diagnosis; paged", unanswered.To),
        StatusPosted posted => With($"Status update ({posted.Phase})", posted.Text),
        StatusDue due => $"A status update is promised for {At(due.Next)}",
        StatusMissed missed => $"The status update promised for {At(missed.Due)} did not come; next {At(missed.Next)}",
        DecisionMade decision => With($"Decision {decision.Number}", Why(decision.Text, decision.Reason)),
        DecisionDue due => With($"Did decision {due.Number} work", due.Text),
        Noted note => note.Text,
        TaskAdded task => With(
            $"Task {task.Number}" + (task.To is { } to ? $" for {to}" : ""), task.Text),
        TaskEnded ended => $"Task {ended.Number} {(ended.Cancelled ? "cancelled" : "done")}",
        MilestoneStated stated => With(
            $"{Name(stated.Milestone.Name())} at {At(stated.At)}",
            stated.Text is { } text ? Why(text, stated.Reason) : stated.Reason),
        ServiceRestored restored => With($"Restored, confirmed by {restored.ConfirmedBy}", restored.Text),
        WatchEnded => "Stayed well while it was watched; stand down?",
        Relapsed relapsed => With("Relapsed", relapsed.Reason),
        _ => OfReport(fact),
    };

    private static string OfReport(MajorEvent fact) => fact switch
    {
        WhyStated why => With($"Why {why.Number}" + (why.Answers is { } of ? $", of {of}" : ""), why.Text),
        LessonAdded lesson => With(lesson.WentWell ? "Went well" : "Could be better", lesson.Text),
        ActionAdded action => With(
            $"Action {action.Number}" + (action.To is { } to ? $" for {to}" : "")
            + (action.Until is { } until ? $", due {At(until)}" : ""), action.Text),
        ActionChanged changed => With(
            $"Action {changed.Number} {changed.Status.ToString().ToLowerInvariant()}", changed.Verification),
        ActionDue due => With($"Action {due.Number} is overdue", due.To),
        ReportAccepted => "Report accepted",
        _ => fact.GetType().Name,
    };

    private static string Why(string text, string? reason) => reason is null ? text : $"{text}, because {reason}";

    private static string Name(string name) => name.Replace('-', ' ');
}
