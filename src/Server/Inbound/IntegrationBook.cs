using System.Collections.Immutable;
using System.Security.Cryptography;
using Muster.Engine;
using Muster.Engine.Alerts;
using Muster.Server.Access;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Inbound;

/// <summary>
/// All integrations, folded from their stream at the start; what is created or removed is on the disk before it counts.
/// </summary>
public sealed class IntegrationBook(IEventStore store, WriterEpoch epoch, string policy, Func<Instant> clock)
    : IDisposable
{
    /// <summary>Bound: all of them are in memory.</summary>
    public const int Most = 10_000;

    private const int LongestKey = 200;
    private const int MostAttempts = 5;
    private static readonly StreamId Stream = new("access/integrations");

    private readonly SemaphoreSlim writing = new(1);
    private volatile Known known = Known.Nothing;

    /// <summary>The oldest first.</summary>
    public IEnumerable<Integration> All =>
        known.ById.Values.OrderBy(one => one.CreatedAt).ThenBy(one => one.Id, StringComparer.Ordinal);

    public int Count => known.ById.Count;

    public Integration? Find(string id) => known.ById.GetValueOrDefault(id);

    /// <summary>The integration of a key, where it is of this kind; null for none.</summary>
    public Integration? Recognise(string kind, string? key) =>
        key is { Length: > 0 and <= LongestKey } && known.ByHash.TryGetValue(Secret.HashOf(key), out var found)
        && found.Kind == kind ? found : null;

    /// <summary>Reads on from where it stands.</summary>
    public async Task Open()
    {
        var now = known;
        while (await store.ReadStream(Stream, now.Version, 500).ConfigureAwait(false) is { Count: > 0 } page)
            now = page.Aggregate(now, Fold);
        known = now;
    }

    public static string NewId() => "int_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <param name="command">What asked for it, for the audit and for repeats.</param>
    public Task<AppendResult> Create(Integration made, string by, CommandRecord command) => Write(
        at => [new StreamAppend(Stream, known.Version, [IntegrationFormat.Create(made, by, policy)]),
            .. made.Interval is null ? Array.Empty<StreamAppend>() : [AlertDesk.Await(made.Source, at, policy)]],
        command);

    public Task<AppendResult> Remove(Integration gone, string by, CommandRecord command) => Write(
        at => [new StreamAppend(Stream, known.Version, [IntegrationFormat.Remove(gone.Id, by, policy, at)])], command);

    public void Dispose() => writing.Dispose();

    private async Task<AppendResult> Write(Func<Instant, ImmutableArray<StreamAppend>> parts, CommandRecord command)
    {
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var at = clock();
                var streams = parts(at);
                var result = await epoch.Append(current => new Batch
                {
                    Epoch = current,
                    RecordedAt = at,
                    Streams = streams,
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

    private static Known Fold(Known before, StoredEvent stored)
    {
        switch (stored.Type)
        {
            case IntegrationFormat.Created:
                var made = IntegrationFormat.ReadCreated(stored);
                return new Known(
                    stored.Version, before.ByHash.SetItem(made.Hash, made), before.ById.SetItem(made.Id, made));
            case IntegrationFormat.Removed:
                var id = IntegrationFormat.ReadRemoved(stored);
                return before.ById.TryGetValue(id, out var gone)
                    ? new Known(stored.Version, before.ByHash.Remove(gone.Hash), before.ById.Remove(id))
                    : before with { Version = stored.Version };
            default:
                throw new UnknownEventException(stored.Type);
        }
    }

    private sealed record Known(
        long Version, ImmutableDictionary<string, Integration> ByHash, ImmutableDictionary<string, Integration> ById)
    {
        public static readonly Known Nothing = new(
            0, ImmutableDictionary<string, Integration>.Empty, ImmutableDictionary<string, Integration>.Empty);
    }
}
