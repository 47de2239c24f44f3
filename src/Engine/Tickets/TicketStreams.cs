using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Storage;

namespace Muster.Engine.Tickets;

/// <summary>
/// Tickets, folded from their events. What was folded once is kept and only continued; it is a cache and never truth:
/// the store refuses whoever decided upon an old version. Bound: 20,000 tickets.
/// </summary>
internal sealed class TicketStreams(IEventStore store, PolicyBook policies)
{
    private const int MostKept = 20_000;
    private const int PageSize = 1_000;

    private readonly Remembered<StreamId, LoadedTicket> kept = new(MostKept);

    /// <summary>The ticket as the store has it now; null where there is none.</summary>
    public async Task<LoadedTicket?> Load(StreamId stream)
    {
        var loaded = await Continue(stream, kept.Get(stream), long.MaxValue).ConfigureAwait(false);
        if (loaded is not null)
            Keep(loaded);
        return loaded;
    }

    /// <summary>The ticket as it stood at an earlier version.</summary>
    public Task<LoadedTicket?> At(StreamId stream, long version) => Continue(stream, null, version);

    public LoadedTicket? Recall(StreamId stream) => kept.Get(stream);

    public void Keep(LoadedTicket ticket) => kept.Keep(ticket.Stream, ticket);

    public void Forget(StreamId stream) => kept.Forget(stream);

    private async Task<LoadedTicket?> Continue(StreamId stream, LoadedTicket? from, long until)
    {
        var ticket = from;
        while (true)
        {
            var page = await store.ReadStream(stream, ticket?.Version ?? 0, PageSize).ConfigureAwait(false);
            foreach (var stored in page)
            {
                if (stored.Version > until)
                    return ticket;
                ticket = Next(stream, ticket, stored, policies);
            }
            if (page.Count < PageSize)
                return ticket;
            if (from is null && until == long.MaxValue && page[0].Version == 1)
                ticket = await Latest(stream).ConfigureAwait(false) ?? ticket;
        }
    }

    /// <summary>A long story from its snapshot on.</summary>
    private async Task<LoadedTicket?> Latest(StreamId stream) =>
        await store.ReadSnapshot(stream).ConfigureAwait(false) is { } snapshot
            ? TicketSnapshots.Read(stream, snapshot, policies)
            : null;

    /// <summary>All facts of a stream, oldest first; those after a version where one is given.</summary>
    public static async IAsyncEnumerable<StoredEvent> All(IEventStore store, StreamId stream, long version = 0)
    {
        while (await store.ReadStream(stream, version, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            foreach (var stored in page)
                yield return stored;
            version = page[^1].Version;
        }
    }

    /// <summary>The ticket after one more of its stored facts, under the policy by which that was decided.</summary>
    public static LoadedTicket Next(StreamId stream, LoadedTicket? before, StoredEvent stored, PolicyBook policies) =>
        Next(stream, before, stored, policies, out _);

    /// <param name="fact">What was stored.</param>
    public static LoadedTicket Next(
        StreamId stream, LoadedTicket? before, StoredEvent stored, PolicyBook policies, out TicketEvent fact)
    {
        var policy = policies.Of(stored.Policy);
        fact = TicketEventFormat.Read(stored);
        var state = before is null
            ? TicketState.From(new TicketId(stream.Id), (TicketOpened)fact, stored.HappenedAt, policy)
            : before.State.Evolve(fact, stored.HappenedAt, policy);
        return new LoadedTicket(
            stream, state, stored.Version, stored.HappenedAt, stored.Cause == LoadedTicket.ByTime)
        {
            HasStatedTimes = before is { HasStatedTimes: true } || fact.HappenedAt is not null,
        };
    }
}
