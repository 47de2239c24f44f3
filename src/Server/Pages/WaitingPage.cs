using Muster.Core.Escalation;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Somebody is to answer for a ticket, and nobody has.</summary>
/// <param name="Whom">Who is asked: a person, a team or a tier.</param>
/// <param name="Why">What made it be asked.</param>
/// <param name="Since">When it was asked.</param>
public sealed record WaitingPage(
    string Ticket, string? Title, Priority Priority, string Whom, string Why, Instant Since)
{
    /// <summary>Looked through, the newest first; shown are no more than a dozen.</summary>
    private const int MostLooked = 100;
    private const int MostShown = 12;

    /// <summary>
    /// The open tickets that were escalated, or are P1, and that nobody has acknowledged or answered since: the one
    /// place that knows where pages waiting for an answer come from.
    /// </summary>
    internal static async Task<IReadOnlyList<WaitingPage>> Read(NowReading reading)
    {
        var rows = await reading.Rows(
            filter => filter with { Priorities = reading.PrioritiesOr(Priority.P1, Priority.P2), Limit = MostLooked })
            .ConfigureAwait(false);
        var tickets = await reading.Load(rows.Select(row => row.Stream.Id)).ConfigureAwait(false);
        return [.. tickets.Select(Of).OfType<WaitingPage>().OrderBy(page => page.Since).Take(MostShown)];
    }

    private static WaitingPage? Of(TicketState ticket)
    {
        if (!ticket.IsOpen || !ticket.AcknowledgedBy.IsEmpty)
            return null;
        var tier = ticket.Tier.Name();
        if (ticket.Escalation.EscalatedAt is { } escalated && ticket.LastActivityAt <= escalated)
            return new WaitingPage(ticket.Id.Value, ticket.Title, ticket.Priority, tier,
                "escalated", escalated);
        return ticket.Priority == Priority.P1 && !ticket.Response.HasEnded
            ? new WaitingPage(ticket.Id.Value, ticket.Title, ticket.Priority,
                ticket.Person ?? ticket.Team ?? tier, "opened as P1", ticket.OpenedAt)
            : null;
    }
}
