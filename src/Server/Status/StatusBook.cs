using System.Collections.Immutable;
using Muster.Engine;
using Muster.Server.Access;
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

    private readonly FoldedStream<ImmutableDictionary<string, SetHealth>> known = new(
        store, epoch, Stream, clock, ImmutableDictionary<string, SetHealth>.Empty, Fold);

    /// <summary>What was set and is not over; null for what is derived.</summary>
    public SetHealth? Find(string component, Instant now) =>
        known.Now.GetValueOrDefault(component) is { } set && now < set.Until ? set : null;

    /// <summary>Reads on from where it stands.</summary>
    public Task Open() => known.Open();

    /// <param name="set">Null for what follows from the majors again.</param>
    /// <param name="command">What asked for it, for the audit.</param>
    public async Task<AppendResult> Set(string component, SetHealth? set, string by, CommandRecord command) =>
        (await known.Write(
            (_, at) => new Addition([StatusFormat.Set(component, set, by, policy(), at)]), command)
            .ConfigureAwait(false))!;

    public void Dispose() => known.Dispose();

    private static ImmutableDictionary<string, SetHealth> Fold(
        ImmutableDictionary<string, SetHealth> before, StoredEvent stored)
    {
        if (stored.Type != StatusFormat.ComponentSet)
            throw new UnknownEventException(stored.Type);
        var (component, set) = StatusFormat.ReadSet(stored);
        return set is null ? before.Remove(component) : before.SetItem(component, set);
    }
}
