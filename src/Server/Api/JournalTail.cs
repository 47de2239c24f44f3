using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>Where the journal ends, and a word to those who wait there when it goes on.</summary>
internal sealed class JournalTail(WriterEpoch epoch)
{
    /// <summary>Beats when something was written. Forgetting it delays readers by a second and loses nothing.</summary>
    public Pulse Written { get; } = new();

    /// <summary>The position of the last event; null where too much waits to be written.</summary>
    public async Task<long?> End(Instant now)
    {
        // an empty batch goes behind all that was promised before it
        var result = await epoch.Append(current => new Batch { Epoch = current, RecordedAt = now })
            .ConfigureAwait(false);
        return result is AppendResult.Appended appended ? appended.Position : null;
    }
}
