using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Reports;

/// <param name="At">When it was delivered.</param>
/// <param name="Delay">From when it could go.</param>
internal readonly record struct DeliveredMessage(StreamId? About, Instant At, Duration Delay);

/// <summary>
/// How long messages took. Each is read once more after it was settled and never again. Bound: the last 500,000
/// delivered ones; of those that wait, 10,000 are looked at each time, and settled ones are forgotten by the store.
/// </summary>
internal sealed class MessageDelays(IEventStore store)
{
    private const int PageSize = 500;
    private const int MostDelivered = 500_000;
    private const int MostWaiting = 10_000;

    private readonly SortedSet<long> waiting = [];
    private long latest;

    public Queue<DeliveredMessage> Delivered { get; } = new();

    public async Task CatchUp(CancellationToken stopped)
    {
        // those that stand near each other are read together
        foreach (var near in waiting.Take(MostWaiting).GroupBy(id => id / PageSize).ToArray())
        {
            stopped.ThrowIfCancellationRequested();
            var (first, last) = (near.First(), near.Last());
            var page = await store.ReadMessages(null, first - 1, (int)(last - first) + 1).ConfigureAwait(false);
            var found = page.ToDictionary(message => message.Id);
            foreach (var id in near)
            {
                // what is no longer there was settled and forgotten
                if (!found.TryGetValue(id, out var message) || Note(message))
                    waiting.Remove(id);
            }
        }
        while (await store.ReadMessages(null, latest, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            stopped.ThrowIfCancellationRequested();
            foreach (var message in page)
            {
                if (!Note(message))
                    waiting.Add(message.Id);
            }
            latest = page[^1].Id;
        }
    }

    /// <returns>Whether nothing becomes of it any more.</returns>
    private bool Note(StoredMessage stored)
    {
        if (stored is { State: OutboxState.Delivered, SettledAt: { } at })
        {
            Delivered.Enqueue(new DeliveredMessage(stored.Message.About, at, at - stored.Message.NotBefore));
            if (Delivered.Count > MostDelivered)
                Delivered.Dequeue();
        }
        return stored.State != OutboxState.Waiting;
    }
}
