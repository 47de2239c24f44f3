using Muster.Engine.Hosting;
using Muster.Engine.Tickets;
using NodaTime;

namespace Muster.Engine.Deadlines;

/// <summary>
/// Steps the deadline loop when something is due: sleeps until the next row, hears of earlier ones, and looks anyway
/// every 30 s, should another process have armed something. It compares the clocks once a second: what is due goes by
/// the wall, and a wall that was set forward must not wait for the end of a sleep.
/// </summary>
public sealed class DeadlineClockwork(DeadlineLoop loop, TicketDesk desk, TimeProvider time)
{
    private static readonly Duration Longest = Duration.FromSeconds(30);
    private static readonly Duration AfterFailure = Duration.FromSeconds(1);
    private static readonly Duration Glance = Duration.FromSeconds(1);

    private readonly Pulse earlier = new();
    private long sleepsUntil;

    /// <summary>Told of a step that failed; the loop goes on a second later.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Told how far the clock on the wall was set, forward above zero.</summary>
    public Action<Duration>? OnClockStep { get; init; }

    /// <summary>What counts as having been set; above zero.</summary>
    public Duration ClockStep { get; init; } = Duration.FromSeconds(2);

    /// <summary>Told of every step.</summary>
    public WatchedLoop? Watch { get; init; }

    /// <summary>Runs until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        desk.Armed += Hear;
        desk.DueAtOnce += loop.Prefer;
        try
        {
            var steps = new ClockSteps(time, ClockStep);
            while (!stop.IsCancellationRequested)
            {
                var beat = earlier.Next;
                var wait = await Step().ConfigureAwait(false);
                await Sleep(beat, wait, steps, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // told to stop
        }
        finally
        {
            desk.Armed -= Hear;
            desk.DueAtOnce -= loop.Prefer;
        }
    }

    /// <summary>Until the beat, the end of the wait, or the moment at which the clock was set.</summary>
    private async Task Sleep(Task beat, Duration wait, ClockSteps steps, CancellationToken stop)
    {
        var end = time.Passed() + wait;
        while (true)
        {
            if (steps.Look() is { } step)
            {
                OnClockStep?.Invoke(step);
                return;
            }
            var left = end - time.Passed();
            if (left <= Duration.Zero || beat.IsCompleted)
                return;
            await Pulse.Wait(beat, Duration.Min(left, Glance).ToTimeSpan(), time, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Brings about what is due; returns how long to sleep then, zero for not at all.</summary>
    private async Task<Duration> Step()
    {
        Interlocked.Exchange(ref sleepsUntil, long.MaxValue); // whatever is armed from here on is heard
        Watch?.Begin();
        try
        {
            var wait = await loop.Step().ConfigureAwait(false) > 0 ? Duration.Zero : await Wait().ConfigureAwait(false);
            Watch?.End(wait);
            return wait;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Watch?.Fail();
            OnFailure?.Invoke(failure);
            return AfterFailure;
        }
    }

    private async Task<Duration> Wait()
    {
        if (await loop.Next().ConfigureAwait(false) is not { } next)
            return Longest;
        Interlocked.Exchange(ref sleepsUntil, next.ToUnixTimeMilliseconds());
        var left = next - Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return Duration.Min(Longest, Duration.Max(left, Duration.FromMilliseconds(1)));
    }

    private void Hear(Instant due)
    {
        if (due.ToUnixTimeMilliseconds() < Interlocked.Read(ref sleepsUntil))
            earlier.Beat();
    }
}
