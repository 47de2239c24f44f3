using Muster.Engine.Tickets;
using NodaTime;

namespace Muster.Engine.Deadlines;

/// <summary>
/// Steps the deadline loop when something is due: sleeps until the next row, hears of earlier ones, and looks anyway
/// every 30 s, should a clock have been set or another process have armed something.
/// </summary>
public sealed class DeadlineClockwork : IDisposable
{
    private static readonly Duration Longest = Duration.FromSeconds(30);
    private static readonly Duration AfterFailure = Duration.FromSeconds(1);

    private readonly DeadlineLoop loop;
    private readonly TicketDesk desk;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim earlier = new(0, 1);
    private readonly Lock gate = new();
    private Instant? sleepsUntil;
    private long steppedAt;

    public DeadlineClockwork(DeadlineLoop loop, TicketDesk desk, TimeProvider time)
    {
        (this.loop, this.desk, this.time) = (loop, desk, time);
        steppedAt = time.GetTimestamp();
        desk.Armed += Hear;
    }

    /// <summary>How long the loop has not come round; healthy under twice its longest sleep, 30 s.</summary>
    public TimeSpan Stalled => time.GetElapsedTime(Interlocked.Read(ref steppedAt));

    /// <summary>Told of a step that failed; the loop goes on a second later.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Runs until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var wait = await Step().ConfigureAwait(false);
            if (wait > Duration.Zero)
                await Sleep(wait, stop).ConfigureAwait(false);
        }
    }

    private async Task Sleep(Duration wait, CancellationToken stop)
    {
        try
        {
            await earlier.WaitAsync(wait.ToTimeSpan(), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // told to stop
        }
    }

    public void Dispose()
    {
        desk.Armed -= Hear;
        earlier.Dispose();
    }

    /// <summary>Brings about what is due; returns how long to sleep then, zero for not at all.</summary>
    private async Task<Duration> Step()
    {
        lock (gate)
            sleepsUntil = null;
        try
        {
            var woken = await loop.Step().ConfigureAwait(false);
            Interlocked.Exchange(ref steppedAt, time.GetTimestamp());
            if (woken > 0)
                return Duration.Zero;
            var now = Now();
            var next = await loop.Next().ConfigureAwait(false) ?? Instant.MaxValue;
            lock (gate)
                sleepsUntil = next;
            return next <= now ? Duration.FromMilliseconds(1) : next - now > Longest ? Longest : next - now;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            OnFailure?.Invoke(failure);
            return AfterFailure;
        }
    }

    private void Hear(Instant due)
    {
        lock (gate)
        {
            if (sleepsUntil is { } until && until <= due)
                return;
            if (earlier.CurrentCount == 0)
                earlier.Release();
        }
    }

    private Instant Now() => Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
