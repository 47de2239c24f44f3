using System.Collections.Immutable;
using Muster.Engine;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>What is to be written, as things stand.</summary>
/// <param name="Events">To the stream itself.</param>
internal sealed record Addition(ImmutableArray<NewEvent> Events)
{
    public static readonly Addition Nothing = new([]);

    /// <summary>To other streams, in the same commit.</summary>
    public ImmutableArray<StreamAppend> Beside { get; init; } = [];

    public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    public ImmutableArray<Erasure> Erasures { get; init; } = [];
}

/// <summary>
/// A small stream, and in memory what all of it comes to. What is written is on the disk before it counts; it is
/// decided one at a time, and anew where another process wrote meanwhile.
/// </summary>
/// <param name="nothing">What an empty stream comes to.</param>
internal sealed class FoldedStream<T>(
    IEventStore store, WriterEpoch epoch, StreamId stream, Func<Instant> clock, T nothing,
    Func<T, StoredEvent, T> fold) : IDisposable
    where T : class
{
    private const int PageSize = 500;
    private const int MostAttempts = 5;

    private readonly SemaphoreSlim writing = new(1);
    private readonly SemaphoreSlim reading = new(1);
    private volatile State known = new(0, nothing);

    /// <summary>As far as it was read or written.</summary>
    public T Now => known.Value;

    /// <summary>Of the last event of it; 0 while nothing was ever written.</summary>
    public long Version => known.Version;

    /// <summary>Reads on from where it stands.</summary>
    public async Task Open()
    {
        await reading.WaitAsync().ConfigureAwait(false);
        try
        {
            var (version, value) = (known.Version, known.Value);
            while (await store.ReadStream(stream, version, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
                (version, value) = (page[^1].Version, page.Aggregate(value, fold));
            known = new State(version, value);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <param name="decide">From what there is and the moment; null for what may not be.</param>
    /// <param name="command">What asked for it, for the audit and for repeats.</param>
    /// <returns>Null where it may not be, or there is nothing to write and no command to note.</returns>
    public async Task<AppendResult?> Write(Func<T, Instant, Addition?> decide, CommandRecord? command)
    {
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var at = clock();
                var before = known;
                if (decide(before.Value, at) is not { } wanted || (wanted.Events.IsEmpty && command is null))
                    return null;
                var result = await epoch.Append(current => new Batch
                {
                    Epoch = current,
                    RecordedAt = at,
                    Streams = wanted.Events.IsEmpty
                        ? wanted.Beside
                        : [new StreamAppend(stream, before.Version, wanted.Events), .. wanted.Beside],
                    Messages = wanted.Messages,
                    Erasures = wanted.Erasures,
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

    public void Dispose()
    {
        writing.Dispose();
        reading.Dispose();
    }

    private sealed record State(long Version, T Value);
}
