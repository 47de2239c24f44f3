using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Reports;

/// <summary>
/// Whether a ticket had an open child at an instant, for an explanation: from the streams of those that are its
/// children by now. A child that was taken away since is not seen.
/// </summary>
internal sealed class PastNeighbours : INeighbours
{
    private readonly HashSet<TicketId> withOpenChild = [];

    private PastNeighbours() { }

    public static async Task<PastNeighbours> Load(
        IEventStore store, PolicyBook policies, StreamId ticket, Instant at)
    {
        var past = new PastNeighbours();
        foreach (var link in await store.ReadLinks(ticket).ConfigureAwait(false))
        {
            if (link.Kind != LinkKind.Child)
                continue;
            var child = await Fold(store, policies, link.To, at).ConfigureAwait(false);
            if (child is { State.IsOpen: true })
                past.withOpenChild.Add(new TicketId(ticket.Id));
        }
        return past;
    }

    public TicketId? Find(string name) => null;

    public bool HasOpenChild(TicketId ticket) => withOpenChild.Contains(ticket);

    public UrgentTickets UrgentOn(string service, TicketId but, Instant since, Instant until) => default;

    public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => false;

    public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) => false;

    private static async Task<LoadedTicket?> Fold(IEventStore store, PolicyBook policies, StreamId stream, Instant at)
    {
        LoadedTicket? ticket = null;
        await foreach (var stored in TicketStreams.All(store, stream).ConfigureAwait(false))
        {
            if (stored.HappenedAt > at)
                break;
            ticket = TicketStreams.Next(stream, ticket, stored, policies);
        }
        return ticket;
    }
}
