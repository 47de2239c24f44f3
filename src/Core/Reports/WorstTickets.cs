using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>How bad it was for one ticket.</summary>
/// <param name="Over">The most that the resolution clock showed beyond its target in a cycle that breached.</param>
/// <param name="Bounces">Reassignments in the sense of E3.</param>
public readonly record struct TicketScore(TicketId Ticket, Duration Over, int Escalations, int Bounces)
{
    public bool IsSpotless => Over == Duration.Zero && Escalations == 0 && Bounces == 0;
}

/// <summary>
/// Ranks tickets by time over the resolution target, then escalations, then bounces, then the order of opening.
/// Bounded by a few figures a ticket.
/// </summary>
public sealed class WorstTickets
{
    private readonly OrderedDictionary<TicketId, TicketScore> scores = [];

    public void Fact(TicketState? before, TicketState ticket, TicketEvent fact, bool bounced)
    {
        if (fact is TicketOpened)
            Change(ticket.Id, score => score);
        if (before is not null && before.Resolution.Cycle != ticket.Resolution.Cycle)
            CycleEnded(before, before.Resolution.Banked);
        if (fact is TicketEscalated)
            Change(ticket.Id, score => score with { Escalations = score.Escalations + 1 });
        if (bounced)
            Change(ticket.Id, score => score with { Bounces = score.Bounces + 1 });
    }

    /// <summary>Judges the present cycle of a ticket at the end of the replay.</summary>
    public void Finish(TicketState ticket, Instant now) => CycleEnded(ticket, ticket.Resolution.Elapsed(now));

    /// <summary>The worst first; tickets without anything to complain of are left out.</summary>
    public ImmutableArray<TicketScore> Take(int most) =>
    [
        .. scores.Values.Where(score => !score.IsSpotless)
            .OrderByDescending(score => score.Over)
            .ThenByDescending(score => score.Escalations)
            .ThenByDescending(score => score.Bounces)
            .Take(most),
    ];

    private void CycleEnded(TicketState ticket, Duration elapsed)
    {
        var over = elapsed - ticket.Resolution.Target;
        if (ticket.Resolution.HasBreached && over > Duration.Zero)
            Change(ticket.Id, score => score with { Over = Duration.Max(score.Over, over) });
    }

    private void Change(TicketId ticket, Func<TicketScore, TicketScore> change) => scores[ticket] =
        change(scores.TryGetValue(ticket, out var score) ? score : new TicketScore(ticket, Duration.Zero, 0, 0));
}
