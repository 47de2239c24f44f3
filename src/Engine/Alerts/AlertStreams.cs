using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Muster.Storage;

namespace Muster.Engine.Alerts;

/// <summary>Where things stand under one key, as it was read last.</summary>
internal sealed class KnownAlert(AlertState state, long count)
{
    public AlertState State => state;

    /// <summary>How often the latest episode was told, the first time included; 0 before the first.</summary>
    public long Count { get; set; } = count;

    /// <summary>When the store was last asked whether somebody else wrote, in milliseconds since 1970.</summary>
    public long CheckedAt { get; set; }
}

/// <summary>
/// Alerts, folded from their streams. What was folded once is kept and only continued; a cache and never truth, since
/// the store refuses whoever decided upon an old version. Bound: 20,000 alerts.
/// </summary>
internal sealed class AlertStreams(IEventStore store, RepeatCounts counts)
{
    public const string Kind = "alert";

    /// <summary>An alert that comes and goes for years is still read in one page or two.</summary>
    public const int SnapshotEvery = 50;

    private const int MostKept = 20_000;
    private const int PageSize = 500;

    private readonly Remembered<StreamId, KnownAlert> kept = new(MostKept);

    /// <summary>The stream of a sender's key, which may be of any length and hold any text.</summary>
    public static StreamId Of(string source, string key) => new(
        $"{Kind}/{source}/{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 24))}");

    /// <summary>The integration that a stream belongs to.</summary>
    public static string SourceOf(StreamId stream) => stream.Value.Split('/')[1];

    public KnownAlert? Recall(StreamId stream) => kept.Get(stream);

    /// <summary>As the store has it now.</summary>
    public async Task<KnownAlert> Load(StreamId stream)
    {
        var before = kept.Get(stream);
        var state = before?.State ?? await Begin(stream).ConfigureAwait(false);
        while (true)
        {
            var page = await store.ReadStream(stream, state.Version, PageSize).ConfigureAwait(false);
            foreach (var stored in page)
                state = state.Evolve(AlertEventFormat.Read(stored));
            if (page.Count < PageSize)
                break;
        }
        return before is not null && before.State.Version == state.Version
            ? before
            : await Keep(stream, state).ConfigureAwait(false);
    }

    /// <summary>As it stood at the end of the episode that a ticket was opened for.</summary>
    public async Task<AlertState> ReadEpisode(StreamId stream, string ticket)
    {
        var state = AlertState.None;
        while (await store.ReadStream(stream, state.Version, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var fact in page.Select(AlertEventFormat.Read))
            {
                if (fact is AlertOpened && state.Ticket == ticket)
                    return state;
                state = state.Evolve(fact);
            }
        }
        return state;
    }

    public async Task<KnownAlert> Keep(StreamId stream, AlertState state)
    {
        var count = state.Ticket is { } ticket ? await counts.Of(ticket).ConfigureAwait(false) : 0;
        return Keep(stream, state, count);
    }

    public KnownAlert Keep(StreamId stream, AlertState state, long count)
    {
        var known = new KnownAlert(state, count);
        kept.Keep(stream, known);
        return known;
    }

    public void Forget(StreamId stream) => kept.Forget(stream);

    private async Task<AlertState> Begin(StreamId stream) =>
        await store.ReadSnapshot(stream).ConfigureAwait(false) is { } snapshot
            ? AlertEventFormat.ReadSnapshot(snapshot)
            : AlertState.None;
}
