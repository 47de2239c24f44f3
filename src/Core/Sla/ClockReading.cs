using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Sla;

/// <summary>What a clock shows to somebody who looks at it.</summary>
public enum ClockState
{
    Running,
    OutOfHours,
    Paused,
    Breached,
    Met,
    Cancelled,
}

/// <param name="Due">
/// Null where a paused or cancelled clock has none; a breached one always shows the due it missed.
/// </param>
/// <param name="Elapsed">What an ended clock had at its end; a breached one that runs goes on counting.</param>
public readonly record struct ClockReading(ClockState State, int Cycle, Instant? Due, Duration Elapsed)
{
    /// <summary>
    /// Reads a ticket's clock at <paramref name="now"/>, after everything that falls on that instant.
    /// </summary>
    public static ClockReading Of(TicketState ticket, ClockKind kind, Instant now) => Of(ticket.Clock(kind), now);

    /// <inheritdoc cref="Of(TicketState, ClockKind, Instant)"/>
    public static ClockReading Of(SlaClock clock, Instant now)
    {
        var elapsed = clock.Elapsed(now);
        if (clock.BreachedDue is { } missed)
            return new(ClockState.Breached, clock.Cycle, missed, elapsed);
        return clock.End switch
        {
            ClockEnd.Met => new(ClockState.Met, clock.Cycle, clock.MetDue, elapsed),
            ClockEnd.Closed => new(ClockState.Cancelled, clock.Cycle, null, elapsed),
            _ when !clock.IsRunning => new(ClockState.Paused, clock.Cycle, null, elapsed),
            _ => new(
                clock.Calendar.Counts(now) ? ClockState.Running : ClockState.OutOfHours,
                clock.Cycle, clock.Due, elapsed),
        };
    }
}
