using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>What time does to a major incident, after all that it does to its ticket (ADR 0009).</summary>
internal static class MajorDeadlines
{
    /// <summary>When time has something to say; an instant that is past means at once, null never.</summary>
    public static Instant? Next(TicketState ticket, Policy policy)
    {
        if (policy.Majors is not { RunsByItself: true } majors)
            return null;
        Instant? next = MajorDetection.IsClusterDue(ticket, policy) ? ticket.OpenedAt : null;
        if (ticket.Major is not { } major)
            return next;
        if (major.IsActive)
        {
            next = Earlier(next, major.BoxUntil);
            next = Earlier(next, major.BoxAnswerBy);
            next = Earlier(next, Reminder(major, majors));
            next = Earlier(next, major.WatchUntil);
            foreach (var role in major.Roles)
                next = Earlier(next, PagesOn(role) ? role.OfferedAt + majors.RoleTimeout : null);
            foreach (var decision in major.Decisions)
                next = Earlier(next, decision.IsAsked ? null : decision.Until);
        }
        foreach (var action in major.Actions)
            next = Earlier(next, ReminderOf(action, majors));
        return next;
    }

    public static void Reach(Turn turn)
    {
        if (turn.Policy.Majors is not { RunsByItself: true } policy)
            return;
        MajorDetection.JudgeCluster(turn);
        if (turn.Ticket.Major is { IsActive: true })
        {
            EndBox(turn, policy);
            PageOn(turn, policy);
            AskOfDecisions(turn);
            RemindOfUpdate(turn, policy);
            if (turn.Ticket.Major!.WatchUntil <= turn.Now)
                turn.Write(new WatchEnded { Rule = Rule.M7, Auto = true });
        }
        foreach (var action in turn.Ticket.Major?.Actions ?? [])
        {
            if (ReminderOf(action, policy) <= turn.Now)
                turn.Write(new ActionDue(action.Number, action.To) { Rule = Rule.R4, Auto = true });
        }
    }

    // M3
    private static void EndBox(Turn turn, MajorPolicy policy)
    {
        if (turn.Ticket.Major!.BoxUntil <= turn.Now)
            turn.Write(new BoxEnded(turn.Now + policy.BoxAnswer) { Rule = Rule.M3, Auto = true });
        else if (turn.Ticket.Major!.BoxAnswerBy <= turn.Now)
            turn.Write(new BoxUnanswered(Holder(turn, MajorWords.TechnicalLead)) { Rule = Rule.M3, Auto = true });
    }

    // M4
    private static void PageOn(Turn turn, MajorPolicy policy)
    {
        foreach (var role in turn.Ticket.Major!.Roles)
        {
            if (PagesOn(role) && role.OfferedAt + policy.RoleTimeout <= turn.Now)
                MajorTeam.Offer(turn, role.Role, Rule.M4);
        }
    }

    private static bool PagesOn(RoleHolding role) => role.Holder is null && role.Role != MajorWords.Responder;

    // M5
    private static void AskOfDecisions(Turn turn)
    {
        foreach (var decision in turn.Ticket.Major!.Decisions)
        {
            if (!decision.IsAsked && decision.Until <= turn.Now)
                turn.Write(new DecisionDue(decision.Number, decision.Text) { Rule = Rule.M5, Auto = true });
        }
    }

    // M6
    private static void RemindOfUpdate(Turn turn, MajorPolicy policy)
    {
        var major = turn.Ticket.Major!;
        if (major.NextUpdateAt is not { } promised)
            return;
        if (!major.IsReminded && promised - policy.RemindBefore <= turn.Now)
            turn.Write(new StatusDue(promised) { Rule = Rule.M6, Auto = true });
        if (promised <= turn.Now)
            turn.Write(new StatusMissed(promised, promised + policy.Of(major.Severity).Updates)
            {
                Rule = Rule.M6,
                Auto = true,
            });
    }

    private static Instant? Reminder(MajorState major, MajorPolicy policy) =>
        major.IsReminded ? major.NextUpdateAt : major.NextUpdateAt - policy.RemindBefore;

    private static Instant? ReminderOf(ActionItem action, MajorPolicy policy) => action.Status != ActionStatus.Open
        ? null
        : action.RemindedAt is { } last ? last + policy.ActionReminder : action.Until;

    private static string? Holder(Turn turn, string role) =>
        turn.Ticket.Major!.Role(role) is { } held ? held.Holder ?? held.Offered : null;

    private static Instant? Earlier(Instant? one, Instant? other) =>
        one is null ? other : other is null || one < other ? one : other;
}
