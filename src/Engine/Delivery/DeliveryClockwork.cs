using Muster.Engine.Hosting;
using Muster.Engine.Tickets;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>
/// Steps the delivery loop when something may go: sleeps until the next message, hears of new ones, and looks anyway
/// every 5 s.
/// </summary>
/// <param name="more">Beaten by whoever put something into the outbox that the desk does not know of.</param>
public sealed class DeliveryClockwork(DeliveryLoop loop, TicketDesk desk, Pulse more, TimeProvider time)
{
    private static readonly Duration Longest = Duration.FromSeconds(5);
    private static readonly Duration AfterFailure = Duration.FromSeconds(1);

    /// <summary>Told of a step that failed; the loop goes on a second later.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Told of every step.</summary>
    public WatchedLoop? Watch { get; init; }

    /// <summary>Runs until it is told to stop; what was begun is ended first.</summary>
    public async Task Run(CancellationToken stop)
    {
        desk.MessagesWait += more.Beat;
        try
        {
            await loop.TakeOver().ConfigureAwait(false);
            while (!stop.IsCancellationRequested)
            {
                var beat = more.Next;
                var wait = await Step(stop).ConfigureAwait(false);
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
            desk.MessagesWait -= more.Beat;
            await loop.Settled().ConfigureAwait(false);
        }
    }

    private async Task<Duration> Step(CancellationToken stop)
    {
        Watch?.Begin();
        try
        {
            var sent = await loop.Step(stop).ConfigureAwait(false);
            var wait = sent > 0 ? Duration.Zero : await Wait().ConfigureAwait(false);
            Watch?.End(wait);
            return wait;
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or OperationCanceledException))
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
        var left = next - Instant.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        return Duration.Min(Longest, Duration.Max(left, Duration.FromMilliseconds(5)));
    }
}
