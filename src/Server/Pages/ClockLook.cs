using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>How a clock looks: each kind has a colour, a shape and a word of its own.</summary>
public enum Looks
{
    /// <summary>Runs, with time left.</summary>
    Running,

    /// <summary>Runs, and has used three quarters of its target.</summary>
    AtRisk,
    Missed,
    Paused,
    OutOfHours,
    Met,
    Cancelled,
}

/// <summary>One clock of a ticket as a page shows it.</summary>
/// <param name="Due">When it is due, or was; null where it stands still.</param>
/// <param name="Share">Used of the target, in hundredths; more than 100 where it was missed.</param>
/// <param name="Ended">It counts no more.</param>
public sealed record ClockLook(
    ClockName Clock, Looks Looks, Instant? Due, Duration Elapsed, Duration Target, int Share, bool Ended)
{
    public static ClockLook Of(TicketState ticket, ClockName name, Instant now)
    {
        var clock = ticket.Clock(name)!;
        var reading = ClockReading.Of(clock, now);
        var share = clock.Target <= Duration.Zero ? 100 : (int)Math.Min(9_999, reading.Elapsed / clock.Target * 100);
        return new ClockLook(
            name, LooksOf(reading.State, share), reading.Due, reading.Elapsed, clock.Target, share, clock.HasEnded);
    }

    public string Name => PageWords.Name(Clock);

    /// <summary>A class of the sheet, which colours it.</summary>
    public string Style => Looks switch
    {
        Looks.Running => "running",
        Looks.AtRisk => "at-risk",
        Looks.Missed => "missed",
        Looks.Paused => "paused",
        Looks.OutOfHours => "out-of-hours",
        Looks.Met => "met",
        _ => "cancelled",
    };

    /// <summary>What it waits for counts down in the browser.</summary>
    public bool CountsDown => Due is not null && Looks is Looks.Running or Looks.AtRisk or Looks.Missed
        && !(Looks == Looks.Missed && Ended);

    /// <summary>The word before what is counted down, or all there is to say.</summary>
    public string Words(Instant now) => Looks switch
    {
        Looks.Missed when Ended => "missed",
        Looks.Running or Looks.AtRisk or Looks.Missed => Countdown(now),
        Looks.Paused => $"paused at {Spans.Even(Elapsed)} of {Spans.Even(Target)}",
        Looks.OutOfHours => $"out of hours, {Spans.Even(Target - Elapsed)} left",
        Looks.Met => "met",
        _ => "cancelled",
    };

    private string Countdown(Instant now) => Due is not { } due ? ""
        : due > now ? $"in {Spans.Short(due - now)}" : $"missed by {Spans.Short(now - due)}";

    private static Looks LooksOf(ClockState state, int share) => state switch
    {
        ClockState.Breached => Looks.Missed,
        ClockState.Met => Looks.Met,
        ClockState.Cancelled => Looks.Cancelled,
        ClockState.Paused => Looks.Paused,
        ClockState.OutOfHours => Looks.OutOfHours,
        _ => share >= TicketRows.RiskFromHundredths ? Looks.AtRisk : Looks.Running,
    };
}
