using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

public sealed partial class TicketDesk
{
    /// <summary>Bound of the blocked tickets whose people are told of one end; the pages show it of all.</summary>
    private const int MostFreed = 200;

    /// <summary>
    /// L9: what is to be told, in the same commit, to the people of tickets that this one blocked until now. Whether
    /// something else still blocks them is looked up when they are told.
    /// </summary>
    private async Task<List<OutboxMessage>> Freed(TicketWork? work, StoredNeighbours? neighbours, Instant at)
    {
        var told = new List<OutboxMessage>();
        if (work is null || neighbours is null)
            return told;
        if (work.Ended is { } ended)
        {
            foreach (var blocked in neighbours.BlockedBy(work.State.Id).Take(MostFreed))
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
