using Muster.Engine.Hosting;
using Muster.Storage;

namespace Muster.Engine;

/// <summary>
/// The epoch under which this process writes. One that is over is claimed anew, and the batch sent again: what it was
/// decided upon is for the expected versions to settle.
/// </summary>
public sealed class WriterEpoch(IEventStore store, string node)
{
    /// <summary>
    /// How often a batch is sent again; another process that claims the same name all the time has a bug.
    /// </summary>
    private const int MostAttempts = 5;

    private long current;

    /// <summary>Names this process; whoever had the name before writes no more.</summary>
    public string Node => node;

    public async ValueTask<long> Current()
    {
        var known = Interlocked.Read(ref current);
        return known != 0 ? known : await Renew(0).ConfigureAwait(false);
    }

    /// <summary>Claims a new epoch where <paramref name="stale"/> is still the known one.</summary>
    public async ValueTask<long> Renew(long stale)
    {
        if (Interlocked.Read(ref current) is var known && known != stale)
            return known;
        var claimed = await store.ClaimEpoch(node).ConfigureAwait(false);
        Interlocked.Exchange(ref current, claimed);
        return claimed;
    }

    /// <param name="batch">Makes the batch under an epoch.</param>
    /// <exception cref="StoreFailedException">The commit failed, or nobody knows.</exception>
    public async Task<AppendResult> Append(Func<long, Batch> batch)
    {
        using var span = Measures.Spans.StartActivity("append");
        for (var attempt = 1; ; attempt++)
        {
            var epoch = await Current().ConfigureAwait(false);
            var result = await store.Append(batch(epoch)).ConfigureAwait(false);
            if (result is not AppendResult.StaleEpoch || attempt == MostAttempts)
                return result;
            await Renew(epoch).ConfigureAwait(false);
        }
    }
}
