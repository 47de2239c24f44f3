using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>
/// Where commands become facts: loads the ticket, lets the core decide, commits what came of it, all else is the
/// caller's. Commands to one ticket are taken one after another; what two processes say at once is settled by the
/// store. Knows no network and no thread of its own, so a simulation drives this very class.
/// </summary>
public sealed class TicketDesk(IEventStore store, PolicyBook policies, WriterEpoch epoch, Func<Instant> clock)
{
    /// <summary>Applies a command; <see cref="TicketAnswer.Done"/> comes only when it is on the disk.</summary>
    /// <exception cref="StoreFailedException">The disk failed; the command may have happened.</exception>
    public Task<TicketAnswer> Say(TicketRequest request) => throw new NotImplementedException();

    /// <summary>Lets time do to the ticket what is due strictly before now; harmless where nothing is.</summary>
    public Task Reach(StreamId stream) => throw new NotImplementedException();

    /// <summary>
    /// The ticket of this name: its number in full or bare, an alias; null for none. What is due and has not been
    /// written yet is not in it.
    /// </summary>
    public Task<TicketAt?> Find(string name) => throw new NotImplementedException();
}
