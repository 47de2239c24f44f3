using Muster.Storage;

namespace Muster.Engine;

/// <summary>The epoch under which this process writes. One that is over is claimed anew at the next write.</summary>
public sealed class WriterEpoch(IEventStore store, string node)
{
    private long current;

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
}
