using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>Where the journal ends, and a word to those who wait there when it goes on.</summary>
internal sealed class JournalTail(IEventStore store, WriterEpoch epoch)
{
    private volatile TaskCompletionSource pulse = New();

    /// <summary>Ends at the next nudge; take it before reading, so that none is missed.</summary>
    public Task Next => pulse.Task;

    /// <summary>Something was written. Forgetting to say so delays readers by a second and loses nothing.</summary>
    public void Nudge()
    {
        var before = Interlocked.Exchange(ref pulse, New());
        before.TrySetResult();
    }

    /// <summary>The position of the last event; null where too much waits to be written.</summary>
    public async Task<long?> End(Instant now)
    {
        while (true)
        {
            var current = await epoch.Current().ConfigureAwait(false);
            // an empty batch goes behind all that was promised before it
            switch (await store.Append(new Batch { Epoch = current, RecordedAt = now }).ConfigureAwait(false))
            {
                case AppendResult.Appended appended:
                    return appended.Position;
                case AppendResult.StaleEpoch:
                    await epoch.Renew(current).ConfigureAwait(false);
                    break;
                default:
                    return null;
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
