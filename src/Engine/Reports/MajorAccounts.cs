using Muster.Core.Reports;
using Muster.Engine.Tickets;
using Muster.Storage;

namespace Muster.Engine.Reports;

/// <summary>Majors as their rooms and reports tell them, from the store.</summary>
public static class MajorAccounts
{
    /// <summary>All that happened to the ticket so far; costs what its story is long.</summary>
    public static async Task<MajorAccount> Read(IEventStore store, TicketAt ticket)
    {
        var facts = new List<DatedFact>();
        await foreach (var stored in TicketStreams.All(store, StreamId.Ticket(ticket.State.Id.Value))
            .ConfigureAwait(false))
        {
            if (stored.Version > ticket.Version)
                break;
            facts.Add(new DatedFact(stored.HappenedAt, TicketEventFormat.Read(stored)));
        }
        return MajorAccount.Of(ticket.State, facts);
    }
}
