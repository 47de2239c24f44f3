using NodaTime;

namespace Muster.Engine.Hosting;

/// <summary>
/// Time that never goes back: the latest that the clock on the wall ever said, and what has passed since. For leases
/// and waits, which must end although somebody sets the clock back. Deadlines go by the wall.
/// </summary>
/// <remarks>
/// It follows a clock that is set forward, and stays ahead of one that is set back until the program starts anew.
/// Timers are the inner one's, which count what passes.
/// </remarks>
public sealed class SteadyTime(TimeProvider wall) : TimeProvider
{
    private readonly Lock guard = new();
    private long ahead = long.MinValue;

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    public override DateTimeOffset GetUtcNow()
    {
        lock (guard)
        {
            var passed = wall.GetElapsedTime(0, wall.GetTimestamp()).Ticks;
            ahead = Math.Max(ahead, wall.GetUtcNow().UtcTicks - passed);
            return new DateTimeOffset(ahead + passed, TimeSpan.Zero);
        }
    }

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        wall.CreateTimer(callback, state, dueTime, period);
}

/// <summary>What has passed, apart from what the wall says.</summary>
internal static class Passing
{
    /// <summary>Since some fixed moment of this process; never less than before.</summary>
    public static Duration Passed(this TimeProvider time) =>
        Duration.FromTimeSpan(time.GetElapsedTime(0, time.GetTimestamp()));
}
