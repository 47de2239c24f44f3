using Muster.Core.Escalation;
using Muster.Core.Paging;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Somebody is to answer for a ticket, and nobody has.</summary>
/// <param name="Whom">Who was asked: people, or the team or tier that a page would go to.</param>
/// <param name="Why">What made it be asked, or how far the paging is.</param>
/// <param name="Since">When they were asked.</param>
/// <param name="NextAt">When the next step of the paging is taken; null where none is.</param>
public sealed record WaitingPage(
    string Ticket, string? Title, Priority Priority, string Whom, string Why, Instant Since, Instant? NextAt)
{
    /// <summary>Open tickets looked through, the newest first; shown are no more than a dozen.</summary>
    private const int MostLooked = 200;
    private const int MostShown = 12;

    /// <summary>Latest events of a ticket among which its page is looked for.</summary>
    private const int EventsLooked = 50;

    /// <summary>
    /// The pagings that nobody has answered, the longest wait first; under a policy that pages nobody the tickets that
    /// were escalated, or are P1, and that nobody has acknowledged. The one place that knows where they come from.
    /// </summary>
    internal static async Task<IReadOnlyList<WaitingPage>> Read(NowReading reading)
    {
        var rows = await reading.Rows(filter => filter with { Limit = MostLooked }).ConfigureAwait(false);
        var waiting = new List<WaitingPage>();
        foreach (var ticket in await reading.Load(rows.Select(row => row.Stream.Id)).ConfigureAwait(false))
        {
            if (ticket is { IsOpen: true, Paging: { AnsweredAt: null } run })
                waiting.Add(Of(ticket, run, await PagedLast(reading.Store, ticket.Id).ConfigureAwait(false)));
            else if (!reading.IsPaging && Unanswered(ticket) is { } unanswered)
                waiting.Add(unanswered);
        }
        return [.. waiting.OrderBy(page => page.Since).Take(MostShown)];
    }

    private static WaitingPage Of(TicketState ticket, PagingRun run, (Instant At, TicketPaged Fact)? last) => new(
        ticket.Id.Value, ticket.Title, ticket.Priority,
        last is { Fact.To: { IsEmpty: false } people } ? string.Join(", ", people) : Asked(ticket),
        run.IsExhausted ? "the last resort was told"
            : last is null ? $"the plan {run.Name} begins"
            : $"step {last.Value.Fact.Step}, round {last.Value.Fact.Round} of {run.Name}",
        last?.At ?? ticket.Escalation.EscalatedAt ?? ticket.OpenedAt,
        run.NextAt);

    private static async Task<(Instant At, TicketPaged Fact)?> PagedLast(IEventStore store, TicketId ticket)
    {
        var stream = StreamId.Ticket(ticket.Value);
        if (await store.ReadHead(stream).ConfigureAwait(false) is not { } head)
            return null;
        var latest = await store.ReadStream(stream, Math.Max(0, head.Version - EventsLooked), EventsLooked)
            .ConfigureAwait(false);
        return latest.Reverse().Select(stored => (At: stored.HappenedAt, Fact: TicketEventFormat.Read(stored)))
            .Where(told => told.Fact is TicketPaged)
            .Select(told => ((Instant, TicketPaged)?)(told.At, (TicketPaged)told.Fact)).FirstOrDefault();
    }

    private static WaitingPage? Unanswered(TicketState ticket)
    {
        if (!ticket.IsOpen || !ticket.AcknowledgedBy.IsEmpty)
            return null;
        if (ticket.Escalation.EscalatedAt is { } escalated && ticket.LastActivityAt <= escalated)
            return new WaitingPage(
                ticket.Id.Value, ticket.Title, ticket.Priority, ticket.Tier.Name(), "escalated", escalated, null);
        return ticket.Priority == Priority.P1 && !ticket.Response.HasEnded
            ? new WaitingPage(ticket.Id.Value, ticket.Title, ticket.Priority, ticket.Person ?? Asked(ticket),
                "opened as P1", ticket.OpenedAt, null)
            : null;
    }

    private static string Asked(TicketState ticket) => ticket.Team ?? ticket.Tier.Name();
}
