using System.Collections.Immutable;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Core.Sla;

/// <summary>The two clocks that every ticket has.</summary>
public enum ClockKind
{
    Response,
    Resolution,
}

/// <summary>How a clock's cycle came to its end.</summary>
public enum ClockEnd
{
    None,

    /// <summary>By the act it waits for.</summary>
    Met,

    /// <summary>By closing the open ticket; cancelled where it had not breached (S7).</summary>
    Closed,
}

/// <summary>A run of the clock that is over, half-open, and the calendar in which it counted.</summary>
public readonly record struct ClockRun(Instant From, Instant To, BusinessCalendar Calendar, Duration Counted);

/// <summary>
/// One of a ticket's clocks in its present cycle (S1–S7). It keeps the facts, when it ran and in which calendar, and
/// derives everything else from them.
/// </summary>
/// <param name="Cycle">From 1; a later reopening begins the next.</param>
/// <param name="Runs">The runs of this cycle that are over, in order.</param>
/// <param name="Banked">What those runs counted together.</param>
/// <param name="RunsSince">Null while paused or ended.</param>
/// <param name="Warned">The highest level warned of in this cycle, in hundredths; 0 for none.</param>
/// <param name="BreachedDue">The due that was missed in this cycle; stays until the cycle ends (S4).</param>
/// <param name="MetDue">The due under which it was met; null where it was paused then.</param>
public sealed record SlaClock(
    int Cycle,
    Duration Target,
    BusinessCalendar Calendar,
    ImmutableArray<ClockRun> Runs,
    Duration Banked,
    Instant? RunsSince,
    int Warned,
    Instant? BreachedDue,
    ClockEnd End,
    Instant? MetDue)
{
    private readonly Stamp runsSince = RunsSince;
    private readonly Stamp breachedDue = BreachedDue;
    private readonly Stamp metDue = MetDue;

    public Instant? RunsSince { get => runsSince; init => runsSince = value; }

    public Instant? BreachedDue { get => breachedDue; init => breachedDue = value; }

    public Instant? MetDue { get => metDue; init => metDue = value; }

    /// <summary>A fresh cycle that does not run yet.</summary>
    public static SlaClock Begin(int cycle, Duration target, BusinessCalendar calendar) =>
        new(cycle, target, calendar, [], Duration.Zero, null, 0, null, ClockEnd.None, null);

    public bool HasEnded => End != ClockEnd.None;

    /// <summary>It waits for its act. One that had breached when its ticket was closed still does (S7).</summary>
    public bool MayBeMet => End == ClockEnd.None || (End == ClockEnd.Closed && HasBreached);

    public bool IsRunning => runsSince != default;

    public bool HasBreached => breachedDue != default;

    /// <summary>It went past a target that was set when it was too late to judge it (S4).</summary>
    public bool IsPastUnjudged => !HasEnded && !HasBreached && Banked > Target;

    /// <summary>
    /// What it has counted by <paramref name="now"/>; pauses and hours out of the calendar are left out.
    /// </summary>
    public Duration Elapsed(Instant now) =>
        RunsSince is { } since ? Banked + Calendar.Elapsed(since, now) : Banked;

    /// <summary>
    /// When a running clock reaches <paramref name="limit"/> if nothing changes: where it was reached before this run
    /// began, the beginning of the run (S3). Null while it does not run, or where the calendar never gets there.
    /// </summary>
    public Instant? Reaches(Duration limit) =>
        RunsSince is not { } since ? null : limit <= Banked ? since : Calendar.Due(since, limit - Banked);

    /// <summary>When the target is reached if nothing changes; null while it does not run.</summary>
    public Instant? Due => Reaches(Target);

    /// <summary>
    /// The first instant at which <paramref name="limit"/> was reached, in any run of this cycle (S2, S4), the end of a
    /// run included: that a limit waits for the next run there (S3) is for one that stood when the clock stopped.
    /// </summary>
    public Instant? FirstReached(Duration limit)
    {
        var before = Duration.Zero;
        foreach (var run in Runs)
        {
            var after = before + run.Counted;
            if (after >= limit)
                return run.Calendar.Due(run.From, limit - before);
            before = after;
        }
        return Reaches(limit);
    }

    public SlaClock Run(Instant at) => this with { RunsSince = at };

    public SlaClock Pause(Instant at)
    {
        if (RunsSince is not { } since)
            return this;
        var run = RunUntil(at, since);
        return this with { Runs = Runs.Add(run), Banked = Banked + run.Counted, RunsSince = null };
    }

    /// <summary>Runs or pauses, as it should from here on; a clock that has ended stays as it is (S3).</summary>
    public SlaClock Paced(bool paused, Instant at) =>
        HasEnded || IsRunning != paused ? this : paused ? Pause(at) : Run(at);

    /// <summary>Keeps the elapsed time and changes what it is measured against, at once (S4).</summary>
    public SlaClock Retarget(Instant at, Duration target, BusinessCalendar calendar)
    {
        if (ReferenceEquals(calendar, Calendar))
            return this with { Target = target };
        var clock = IsRunning ? Pause(at).Run(at) : this;
        return clock with { Target = target, Calendar = calendar };
    }

    // met in the instant of a new target that was reached before, or of a run that a limit waited for, it has the
    // instant at which that was reached as its due (S3, S4)
    public SlaClock Meet(Instant at) => Ended(at, ClockEnd.Met, IsRunning ? FirstReached(Target) : null);

    public SlaClock CloseUnmet(Instant at) => Ended(at, ClockEnd.Closed, MetDue);

    private SlaClock Ended(Instant at, ClockEnd end, Instant? metDue)
    {
        if (RunsSince is not { } since)
            return this with { End = end, MetDue = metDue };
        var run = RunUntil(at, since);
        return this with
        {
            Runs = Runs.Add(run),
            Banked = Banked + run.Counted,
            RunsSince = null,
            End = end,
            MetDue = metDue,
        };
    }

    private ClockRun RunUntil(Instant at, Instant since) => new(since, at, Calendar, Calendar.Elapsed(since, at));

    /// <summary>The cycle that had ended goes on with the time it had (S7).</summary>
    public SlaClock GoOn() => this with { End = ClockEnd.None, MetDue = null };
}
