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

    private readonly FoldedStream<Known> known = new(
        store, epoch, new StreamId("access/integrations"), clock, Known.Nothing, Fold);

    /// <summary>The oldest first.</summary>
    public IEnumerable<Integration> All =>
        known.Now.ById.Values.OrderBy(one => one.CreatedAt).ThenBy(one => one.Id, StringComparer.Ordinal);

    public int Count => known.Now.ById.Count;

    public Integration? Find(string id) => known.Now.ById.GetValueOrDefault(id);

    /// <summary>The integration of a key, where it is of this kind; null for none.</summary>
    public Integration? Recognise(string kind, string? key) =>
        key is { Length: > 0 and <= LongestKey } && known.Now.ByHash.TryGetValue(Secret.HashOf(key), out var found)
        && found.Kind == kind ? found : null;

    /// <summary>Reads on from where it stands.</summary>
    public Task Open() => known.Open();

    public static string NewId() => "int_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <param name="command">What asked for it, for the audit and for repeats.</param>
    public async Task<AppendResult> Create(Integration made, string by, CommandRecord command) =>
        (await known.Write(
            (_, at) => new Addition([IntegrationFormat.Create(made, by, policy)])
            {
                Beside = made.Interval is null ? [] : [AlertDesk.Await(made.Source, at, policy)],
            },
            command).ConfigureAwait(false))!;

    public async Task<AppendResult> Remove(Integration gone, string by, CommandRecord command) =>
        (await known.Write(
            (_, at) => new Addition([IntegrationFormat.Remove(gone.Id, by, policy, at)]), command)
            .ConfigureAwait(false))!;

    public void Dispose() => known.Dispose();

    private static Known Fold(Known before, StoredEvent stored)
    {
        switch (stored.Type)
        {
            case IntegrationFormat.Created:
                var made = IntegrationFormat.ReadCreated(stored);
                return new Known(before.ByHash.SetItem(made.Hash, made), before.ById.SetItem(made.Id, made));
            case IntegrationFormat.Removed:
                var id = IntegrationFormat.ReadRemoved(stored);
                return before.ById.TryGetValue(id, out var gone)
                    ? new Known(before.ByHash.Remove(gone.Hash), before.ById.Remove(id))
                    : before;
            default:
                throw new UnknownEventException(stored.Type);
        }
    }

    private sealed record Known(
        ImmutableDictionary<string, Integration> ByHash, ImmutableDictionary<string, Integration> ById)
    {
        public static readonly Known Nothing = new(
            ImmutableDictionary<string, Integration>.Empty, ImmutableDictionary<string, Integration>.Empty);
    }
}
