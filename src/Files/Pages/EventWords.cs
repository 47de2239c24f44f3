using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>What a fact says, in a line of a timeline.</summary>
public static class EventWords
{
    private const int Longest = 240;

    /// <summary>Null for a fact that no journal tells.</summary>
    public static string? Of(TicketEvent fact) => fact switch
    {
        { IsSilent: true } => null,
        TicketOpened opened => With("Opened" + As(opened.Priority), opened.Title),
        TicketTriaged triaged => With("Triaged" + As(triaged.Priority), triaged.Team),
        TicketAssigned assigned => "Assigned to "
            + string.Join(
                ", ", new[] { assigned.Team, assigned.To, assigned.Tier?.Name() }.OfType<string>().Distinct()),
        WorkStarted => "Started",
        TicketUpdated updated => With(updated.Public ? "Told the requester" : "Note", updated.Text),
        RequesterAsked asked => With("Asked the requester", asked.Text),
        ReplyReceived reply => With(reply.Machine ? "Automatic reply" : "The requester replied", reply.Text),
        TicketHeld held => $"Held: waits for {held.Reason}" + (held.Until is { } until ? $" until {At(until)}" : ""),
        TicketResumed => "Resumed",
        TicketResolved resolved => With($"Resolved ({resolved.Code})", resolved.Text),
        TicketClosed closed => With("Closed" + (closed.Code is null ? "" : $" ({closed.Code})"), closed.Text),
        TicketReopened => "Reopened",
        TicketAcknowledged => "Acknowledged",
        PriorityChanged changed => With($"Priority {changed.From} to {changed.To}", changed.Reason),
        TicketLinked linked => $"Linked: {linked.Kind.Name()} {linked.To}",
        TicketUnlinked unlinked => $"Unlinked: {unlinked.Kind.Name()} {unlinked.To}",
        TicketTagged tagged => "Tagged " + string.Join(", ", tagged.Tags.Select(tag => $"{tag.Name}={tag.Value}")),
        TicketSnoozed snoozed => With($"Snoozed until {At(snoozed.Until)}", snoozed.Reason),
        ImpactStated stated => "Impact: " + string.Join(", ", stated.Facts.Select(said => $"{said.Name} {said.Json}")),
        MajorDeclared declared => With(
            "Declared a major incident" + (declared.Severity is { } severity ? $", {severity}" : ""),
            declared.Text ?? declared.Reason),
        MajorStoodDown stood => "Stood down" + (stood.Review is { } review ? $"; review {At(review)}" : ""),
        MajorEvent major => MajorEventWords.Of(major),
        TimeCorrected corrected => With(
            $"Time of entry {corrected.Number} corrected"
            + (corrected.HappenedAt is { } at ? $" to {At(at)}" : ""), corrected.Reason),
        ClocksRebased rebased => $"Clocks re-based: {rebased.Entry} of {rebased.Policy}",
        _ => Judged(fact),
    };

    private static string Judged(TicketEvent fact) => fact switch
    {
        ClockMet met => $"{Name(met.Clock)} target met after {Spell(met.Elapsed)}{Cycle(met.Cycle)}",
        ClockWarned warned => $"{Name(warned.Clock)}: {warned.Level}\u202f% of the time used ({Spell(warned.Elapsed)}"
            + (warned.Due is { } due ? $", due {At(due)})" : ")"),
        ClockBreached breached => $"{Name(breached.Clock)} target missed, due {At(breached.Due)}{Cycle(breached.Cycle)}"
            + (breached.Retroactive ? ", found when the target changed" : ""),
        WarningGiven warning => With(warning.Proposed ? "Escalation proposed" : "Warned", warning.Reason),
        TicketEscalated escalated => With(
            $"Escalated from {escalated.From.Name()} to {escalated.To.Name()}", escalated.Reason),
        EscalationWithheld withheld => With("Escalation held back", withheld.Reason),
        TicketPaged paged => With(
            paged.To.IsEmpty ? $"Nobody to page in step {paged.Step} of {paged.Plan}"
                : paged.LastResort ? $"Told the last resort: {string.Join(", ", paged.To)}"
                : $"Paged {string.Join(", ", paged.To)}", paged.Reason),
        PeopleAsked asked => With($"Asked {string.Join(" and ", asked.To)} to help", asked.Reason),
        _ => fact.GetType().Name,
    };

    /// <summary>Who did it.</summary>
    public static string Who(TicketEvent fact) => fact.Auto ? Ticket.Coordinator : fact.By ?? "";

    private static string As(Priority? priority) => priority is { } known ? $" as {known}" : "";

    private static string Cycle(int cycle) => cycle == 1 ? "" : $" (cycle {cycle})";

    internal static string With(string what, string? text) =>
        string.IsNullOrWhiteSpace(text) ? what : $"{what}: {Short(text, Longest)}";
}
