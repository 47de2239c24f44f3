using System.Collections.Concurrent;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Alerts;

/// <summary>
/// How often alerts were told again, gathered here and written at most once a second, or with the next event of their
/// ticket. What a crash loses is this second of counts and nothing else: whether a ticket is there, and how it stands,
/// is always on the disk before a sender is answered.
/// </summary>
public sealed class RepeatCounts(IEventStore store, WriterEpoch epoch, Func<Instant> clock) : IDisposable
{
    /// <summary>As many as one batch of the store takes.</summary>
    private const int MostAtOnce = 1_000;

    private readonly ConcurrentDictionary<string, long> gathered = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim writing = new(1);

    /// <summary>How often the ticket's alert was told, the first time included.</summary>
    public async Task<long> Of(string ticket)
    {
        // not while a count is on its way from here to there
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            var written = await store.ReadCounter(NameOf(ticket)).ConfigureAwait(false);
            return 1 + written + gathered.GetValueOrDefault(ticket);
        }
        finally
        {
            writing.Release();
        }
    }

    public void Add(string ticket) => gathered.AddOrUpdate(ticket, 1, static (_, count) => count + 1);

    /// <summary>Writes what was gathered; what the store does not take stays here.</summary>
    /// <exception cref="StoreFailedException">The commit failed; the counts stay here.</exception>
    public async Task Write()
    {
        if (gathered.IsEmpty)
            return;
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var some in gathered.ToArray().Chunk(MostAtOnce))
            {
                var at = clock();
                var result = await epoch.Append(now => new Batch
                {
                    Epoch = now,
                    RecordedAt = at,
                    Counters = [.. some.Select(count => new CounterChange(NameOf(count.Key), count.Value))],
                }).ConfigureAwait(false);
                if (result is not AppendResult.Appended)
                    return;
                foreach (var (ticket, count) in some)
                    Forget(ticket, count);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private void Forget(string ticket, long count)
    {
        while (gathered.TryGetValue(ticket, out var now))
        {
            if (now == count
                ? gathered.TryRemove(KeyValuePair.Create(ticket, now))
                : gathered.TryUpdate(ticket, now - count, now))
                return;
        }
    }

    private static string NameOf(string ticket) => $"repeats/{ticket}";
}
