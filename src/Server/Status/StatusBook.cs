using System.Collections.Immutable;
using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>How a component does, by somebody's word.</summary>
/// <param name="Until">Exclusive.</param>
internal sealed record SetHealth(Health Health, Instant Until);

/// <summary>
/// What was set by hand for the status page, folded from its stream at the start; what is set is on the disk before it
/// counts.
/// </summary>
internal sealed class StatusBook(IEventStore store, WriterEpoch epoch, Func<string> policy, Func<Instant> clock)
    : IDisposable
{
    public static readonly StreamId Stream = new("access/status");

    private const int MostAttempts = 5;

    private readonly SemaphoreSlim writing = new(1);
    private volatile Known known = new(0, ImmutableDictionary<string, SetHealth>.Empty);

    /// <summary>What was set and is not over; null for what is derived.</summary>
    public SetHealth? Find(string component, Instant now) =>
        known.Set.GetValueOrDefault(component) is { } set && now < set.Until ? set : null;

    /// <summary>Reads on from where it stands.</summary>
    public async Task Open()
    {
        var now = known;
        while (await store.ReadStream(Stream, now.Version, 500).ConfigureAwait(false) is { Count: > 0 } page)
            now = page.Aggregate(now, Fold);
        known = now;
    }

    /// <param name="set">Null for what follows from the majors again.</param>
    /// <param name="command">What asked for it, for the audit.</param>
    public async Task<AppendResult> Set(string component, SetHealth? set, string by, CommandRecord command)
    {
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var at = clock();
                var result = await epoch.Append(current => new Batch
                {
                    Epoch = current,
                    RecordedAt = at,
                    Streams =
                    [
                        new StreamAppend(
                            Stream, known.Version, [StatusFormat.Set(component, set, by, policy(), at)]),
                    ],
                    Command = command,
                }).ConfigureAwait(false);
                await Open().ConfigureAwait(false);
                if (result is not AppendResult.VersionConflict || attempt == MostAttempts)
                    return result;
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose() => writing.Dispose();

    private static Known Fold(Known before, StoredEvent stored)
    {
        if (stored.Type != StatusFormat.ComponentSet)
            throw new UnknownEventException(stored.Type);
        var (component, set) = StatusFormat.ReadSet(stored);
        return new Known(
            stored.Version, set is null ? before.Set.Remove(component) : before.Set.SetItem(component, set));
    }

    private sealed record Known(long Version, ImmutableDictionary<string, SetHealth> Set);
}
