using System.Collections.Concurrent;
using NodaTime;

namespace Muster.Engine.Tests;

/// <summary>
/// A clock whose wall can be set while time passes as it does. Timers go by what passes; whoever waits for one can be
/// waited for.
/// </summary>
internal sealed class SetClock(Instant wall) : TimeProvider, IDisposable
{
    private readonly Lock guard = new();
    private readonly List<Waiting> timers = [];
    private readonly SemaphoreSlim begun = new(0);
    private Instant wall = wall;
    private Duration passed;

    public Instant Wall
    {
        get
        {
            lock (guard)
                return wall;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Wall.ToDateTimeOffset();

    public override long GetTimestamp()
    {
        lock (guard)
            return passed.BclCompatibleTicks;
    }

    /// <summary>Somebody sets the wall; nothing passes.</summary>
    public void Set(Duration by)
    {
        lock (guard)
            wall += by;
    }

    /// <summary>Time passes, and timers that are over go off.</summary>
    public void Pass(Duration length)
    {
        List<Waiting> over;
        lock (guard)
        {
            wall += length;
            passed += length;
            over = [.. timers.Where(timer => timer.Until <= passed)];
            timers.RemoveAll(over.Contains);
        }
        foreach (var timer in over)
            timer.GoOff();
    }

    /// <summary>Ends when one more timer has been begun than were waited for before.</summary>
    public Task Sleeps() => begun.WaitAsync(TimeSpan.FromSeconds(60));

    public void Dispose() => begun.Dispose();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Waiting(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Waiting(SetClock clock, TimerCallback callback, object? state) : ITimer
    {
        public Duration Until { get; private set; }

        public void GoOff() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.guard)
            {
                clock.timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Until = clock.passed + Duration.FromTimeSpan(dueTime);
                clock.timers.Add(this);
            }
            clock.begun.Release();
            return true;
        }

        public void Dispose()
        {
            lock (clock.guard)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
