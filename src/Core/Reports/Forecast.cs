using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>What time alone will bring to a ticket, by the same decisions that will bring it.</summary>
public static class Forecast
{
    /// <summary>Bound: more than any ticket has ahead of it; the last steps close it.</summary>
    private const int MostSteps = 200;

    /// <summary>
    /// All facts from <paramref name="at"/> on that have not been written yet, in order, silent ones included.
    /// </summary>
    /// <param name="until">Inclusive; null for all that ever comes.</param>
    public static ImmutableArray<DatedFact> Of(
        TicketState ticket, Policy policy, Instant at, INeighbours neighbours, Instant? until = null)
    {
        var ahead = ImmutableArray.CreateBuilder<DatedFact>();
        var now = at;
        for (var step = 0; step < MostSteps && TicketDeadlines.Next(ticket, policy, neighbours) is { } next; step++)
        {
            now = Instant.Max(now, next);
            if (now > until)
                break;
            var decision = TicketDeadlines.Reach(ticket, new Context(now, policy, neighbours));
            if (decision.Events.Count == 0)
                break; // an L2 that waits for a child
            ahead.AddRange(decision.Events.Select(fact => new DatedFact(now, fact)));
            ticket = decision.Ticket!;
        }
        return ahead.ToImmutable();
    }
}
