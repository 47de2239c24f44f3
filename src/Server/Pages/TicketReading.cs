using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Reads what the page of a ticket shows, out of its events.</summary>
internal static class TicketReading
{
    private const int PageSize = 1_000;

    /// <summary>Events of one ticket that a page reads and shows; of a longer story the end is left untold.</summary>
    private const int MostRead = 20_000;
    private const int MostShown = 300;
    private const int MostOffered = 50;

    /// <summary>Null where there is no such ticket for whoever asks.</summary>
    public static async Task<TicketView?> Read(Call call, string name)
    {
        var house = call.House;
        if (await house.Desk.Find(name).ConfigureAwait(false) is not { } found || !call.Sees(found.State))
            return null;
        var stream = StreamId.Ticket(found.State.Id.Value);
        var stored = await Events(house.Store, stream).ConfigureAwait(false);
        var neighbours = await StoredNeighbours.Load(house.Store, found.State.Id).ConfigureAwait(false);
        // a ticket may stand a millisecond ahead of the clock, so that what was said follows what time brought
        var now = Instant.Max(house.Now, stored[^1].HappenedAt);
        var facts = stored.ConvertAll(fact => new DatedFact(fact.HappenedAt, TicketEventFormat.Read(fact)));
        var explained = Explanation.Of(found.State.Id, facts, now, house.Policies.Current, neighbours);
        var told = Happenings.OfTicket(stored, facts).Reverse().ToList();
        var links = await house.Store.ReadLinks(stream).ConfigureAwait(false);
        return new TicketView(
            now, found.State, explained, VerbChoice.For(found.State, call.Caller.Role), links,
            [.. told.Take(MostShown)], Math.Max(0, told.Count - MostShown), house.Policies.Current)
        {
            Offered = [.. Offered(call, found.State, links)],
        };
    }

    // L8
    private static IEnumerable<(string, VerbChoice)> Offered(
        Call call, TicketState ticket, IReadOnlyList<StoredLink> links) =>
        ticket.Status != TicketStatus.Resolved || (Permissions.AllowedTo("resolve") & call.Caller.Role) == 0
            ? []
            : TicketJson.OpenChildrenOf(links).Take(MostOffered)
                .Select(child => (child, VerbChoice.ResolvingAs(ticket, child)));

    private static async Task<List<StoredEvent>> Events(IEventStore store, StreamId stream)
    {
        var events = new List<StoredEvent>();
        while (events.Count < MostRead)
        {
            var page = await store.ReadStream(stream, events.Count, PageSize).ConfigureAwait(false);
            events.AddRange(page);
            if (page.Count < PageSize)
                break;
        }
        return events;
    }
}
