using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>A fact with the ticket as it stands after it.</summary>
/// <param name="At">When it happened.</param>
/// <param name="ByTime">Time brought it, not a command.</param>
public readonly record struct MetricMoment(
    Instant At, Instant RecordedAt, TicketState Ticket, TicketEvent Fact, bool ByTime)
{
    /// <summary>A person did it.</summary>
    internal bool IsByHand => !Fact.Auto && !Tickets.Ticket.IsCoordinator(Fact.By);
}

/// <summary>What is open when the report is taken.</summary>
public readonly record struct StandingTicket(Priority Priority, string? Team, string? Person, Duration Age);
