using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>A fact of a ticket's story, with the ticket as it stands after it.</summary>
/// <param name="At">By its record.</param>
/// <param name="ByTime">Time brought it, not a command.</param>
/// <param name="Under">The policy that it was decided by.</param>
public readonly record struct MetricMoment(
    Instant At, Instant RecordedAt, TicketState Ticket, TicketEvent Fact, bool ByTime, Policy Under)
{
    /// <summary>A person or a sender did it.</summary>
    internal bool IsByHand => !Fact.Auto && !Tickets.Ticket.IsCoordinator(Fact.By);
}
