using Muster.Engine.Tickets;
using NodaTime;

namespace Muster.Engine.Deadlines;

/// <summary>
/// Steps the deadline loop when something is due: sleeps until the next row, hears of earlier ones, and looks anyway
/// every 30 s, should a clock have been set or another process have armed something.
/// </summary>
public sealed class DeadlineClockwork(DeadlineLoop loop, TicketDesk desk, TimeProvider time)
{
    private static readonly Duration Longest = Duration.FromSeconds(30);
    private static readonly Duration AfterFailure = Duration.FromSeconds(1);

    private readonly Pulse earlier = new();
    private long sleepsUntil;

    /// <summary>Told of a step that failed; the loop goes on a second later.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Runs until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        desk.Armed += Hear;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var beat = earlier.Next;
                var wait = await Step().ConfigureAwait(false);
                if (wait > Duration.Zero)
                    await Pulse.Wait(beat, wait.ToTimeSpan(), time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // told to stop
        }
        finally
        {
            desk.Armed -= Hear;
        }
    }

    /// <summary>Brings about what is due; returns how long to sleep then, zero for not at all.</summary>
    private async Task<Duration> Step()
    {
        Interlocked.Exchange(ref sleepsUntil, long.MaxValue); // whatever is armed from here on is heard
        try
        {
            if (await loop.Step().ConfigureAwait(false) > 0)
                return Duration.Zero;
            if (await loop.Next().ConfigureAwait(false) is not { } next)
                return Longest;
            Interlocked.Exchange(ref sleepsUntil, next.ToUnixTimeMilliseconds());
            var left = next - Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
            return Duration.Min(Longest, Duration.Max(left, Duration.FromMilliseconds(1)));
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            OnFailure?.Invoke(failure);
            return AfterFailure;
        }
    }

    private void Hear(Instant due)
    {
        if (due.ToUnixTimeMilliseconds() < Interlocked.Read(ref sleepsUntil))
            earlier.Beat();
    }
}
