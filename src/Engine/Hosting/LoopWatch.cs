using NodaTime;

namespace Muster.Engine.Hosting;

/// <summary>How one loop goes.</summary>
/// <param name="LastStepAt">When a step last ended well; null for not yet.</param>
/// <param name="NextStepAt">When the next step begins at the latest; past while one runs.</param>
/// <param name="FailuresInARow">Steps that failed since one last ended well.</param>
/// <param name="IsStalled">No step has ended well within a minute of when one should have.</param>
public sealed record LoopState(
    string Name, Instant? LastStepAt, Instant NextStepAt, int FailuresInARow, bool IsStalled);

/// <summary>
/// Whether the loops go on, by the time that passes and not by the clock on the wall. Each loop reports each of its
/// steps; who asks learns of one that hangs, fails all the time, or has ended.
/// </summary>
public sealed class LoopWatch(TimeProvider time)
{
    /// <summary>How late a step may end.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(1);

    private readonly Lock guard = new();
    private readonly List<WatchedLoop> loops = [];

    /// <summary>A loop that is watched from now on; its first step is expected at once.</summary>
    public WatchedLoop Watch(string name)
    {
        var loop = new WatchedLoop(name, time);
        lock (guard)
            loops.Add(loop);
        return loop;
    }

    /// <summary>In the order of being watched.</summary>
    public IReadOnlyList<LoopState> Look()
    {
        lock (guard)
            return [.. loops.Select(loop => loop.Look())];
    }
}

/// <summary>What a loop reports to. Safe to look at while it reports.</summary>
public sealed class WatchedLoop
{
    private readonly TimeProvider time;
    private readonly Lock guard = new();
    private readonly string name;
    private Duration lastEnd;
    private Duration expected;
    private bool hasEnded;
    private int failures;

    internal WatchedLoop(string name, TimeProvider time)
    {
        (this.name, this.time) = (name, time);
        expected = Passed;
    }

    /// <summary>A step begins.</summary>
    public void Begin()
    {
        lock (guard)
            expected = Duration.Min(expected, Passed);
    }

    /// <summary>A step ended well; the next one begins within so long.</summary>
    public void End(Duration next)
    {
        lock (guard)
            (lastEnd, hasEnded, failures, expected) = (Passed, true, 0, Passed + next);
    }

    /// <summary>A step failed: it is still one that should have ended.</summary>
    public void Fail()
    {
        lock (guard)
            failures++;
    }

    internal LoopState Look()
    {
        lock (guard)
        {
            var (now, passed) = (Instant.FromDateTimeOffset(time.GetUtcNow()), Passed);
            return new LoopState(
                name,
                hasEnded ? now - (passed - lastEnd) : null,
                now - (passed - expected),
                failures,
                passed - expected > LoopWatch.Patience);
        }
    }

    private Duration Passed => time.Passed();
}
