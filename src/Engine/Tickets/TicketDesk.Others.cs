using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

public sealed partial class TicketDesk
{
    /// <summary>Bound of the other tickets whose people are told of one fact; the pages show it of all.</summary>
    private const int MostOthers = 200;

    /// <summary>What is to be told, in the same commit, to the people of other tickets.</summary>
    private async Task<List<OutboxMessage>> OfOthers(TicketWork? work, StoredNeighbours? neighbours, Instant at) =>
        work is null || neighbours is null
            ? []
            :
            [
                .. await Freed(work, neighbours, at).ConfigureAwait(false),
                .. await OfChildren(work, neighbours, at).ConfigureAwait(false),
            ];

    // L8: a child's requesters hear what the parent's do
    private async Task<List<OutboxMessage>> OfChildren(TicketWork work, StoredNeighbours neighbours, Instant at)
    {
        if (work.ForRequesters.Count == 0)
            return [];
        var requesters = new HashSet<string>(StringComparer.Ordinal);
        foreach (var child in neighbours.ChildrenOf(work.State.Id).Take(MostOthers))
        {
            var row = await store.FindTicket(StreamId.Ticket(child.Value)).ConfigureAwait(false);
            if (row?.Requester is { } requester && requester != work.State.Requester?.Name)
                requesters.Add(requester);
        }
        return
        [
            .. work.ForRequesters.SelectMany(version =>
                TicketReactions.ToRequesters(requesters, work.State.Id, version, policies.Current))
                .Select(message => MessageFormat.Write(message, work.State, at)),
        ];
    }

    /// <summary>
    /// L9: those of tickets that this one blocked until now. Whether something else still blocks them is looked up
    /// when they are told.
    /// </summary>
    private async Task<List<OutboxMessage>> Freed(TicketWork work, StoredNeighbours neighbours, Instant at)
    {
        var told = new List<OutboxMessage>();
        if (work.Ended is { } ended)
        {
            foreach (var blocked in neighbours.BlockedBy(work.State.Id).Take(MostOthers))
                await Add(blocked, ended.Version, ended.By).ConfigureAwait(false);
        }
        foreach (var (fact, version) in work.Unblocked)
        {
            var (blocker, blocked) = fact.Kind == LinkKind.Blocks
                ? (work.State.Id, fact.To)
                : (fact.To, work.State.Id);
            var blockerIsOpen = blocker == work.State.Id ? work.State.IsOpen
                : await Row(blocker).ConfigureAwait(false) is { IsOpen: true };
            if (blockerIsOpen)
                await Add(blocked, version, fact.By).ConfigureAwait(false);
        }
        return told;

        async Task Add(TicketId blocked, long version, string? by)
        {
            var (person, team) = blocked == work.State.Id && work.State.IsOpen ? (work.State.Person, work.State.Team)
                : await Row(blocked).ConfigureAwait(false) is { IsOpen: true } row ? (row.Person, row.Team)
                : default;
            var message = TicketReactions.Freed(
                work.State.Id, version, blocked, person, team, by, policies.Current);
            if (message is not null)
                told.Add(MessageFormat.Write(message, work.State, at));
        }

        Task<TicketRow?> Row(TicketId ticket) => store.FindTicket(StreamId.Ticket(ticket.Value));
    }
}
