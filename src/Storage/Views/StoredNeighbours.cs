using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage;

/// <summary>
/// What a ticket may ask of the other tickets (L9), read from the store once for one decision: the names that the
/// command says, and what hangs on the tickets concerned. What it was not loaded for, it does not know.
/// </summary>
public sealed class StoredNeighbours : INeighbours
{
    /// <summary>How many tickets may hang together by parents and blocks before a decision refuses to look.</summary>
    public const int MostTogether = 10_000;

    private const int MostUrgent = 100;

    private readonly TicketGraph graph = new();
    private IReadOnlyList<TicketRow> urgent = [];
    private readonly HashSet<TicketId> withOpenChild = [];
    private readonly Dictionary<string, TicketId> names = new(StringComparer.OrdinalIgnoreCase);

    private StoredNeighbours() { }

    /// <param name="ticket">The ticket that decides.</param>
    /// <param name="said">Names of other tickets that the command says; aliases too.</param>
    /// <exception cref="StoreFailedException">More than <see cref="MostTogether"/> hang together.</exception>
    public static async Task<StoredNeighbours> Load(
        IEventStore store, TicketId ticket, params IReadOnlyList<string> said)
    {
        var neighbours = new StoredNeighbours();
        var open = new Queue<StreamId>([StreamId.Ticket(ticket.Value)]);
        foreach (var name in said.Append(ticket.Value))
        {
            if (await Named(store, name).ConfigureAwait(false) is not { } stream)
                continue;
            neighbours.names[name] = new TicketId(stream.Id);
            open.Enqueue(stream);
        }
        var seen = new HashSet<StreamId>();
        while (open.TryDequeue(out var stream))
        {
            if (!seen.Add(stream))
                continue;
            if (seen.Count > MostTogether)
                throw new StoreFailedException(
                    $"More than {MostTogether} tickets hang together with {ticket}.", mayHaveHappened: false);
            foreach (var link in await store.ReadLinks(stream).ConfigureAwait(false))
                neighbours.Add(link, open);
        }
        return neighbours;
    }

    /// <summary>The tickets whose child it is.</summary>
    public IEnumerable<TicketId> ParentsOf(TicketId ticket) => graph.Across(ticket, LinkKind.Parent);

    /// <summary>Its children, also those that have ended.</summary>
    public IEnumerable<TicketId> ChildrenOf(TicketId ticket) => graph.Across(ticket, LinkKind.Child);

    /// <summary>The tickets that it blocks.</summary>
    public IEnumerable<TicketId> BlockedBy(TicketId ticket) => graph.Across(ticket, LinkKind.Blocks);

    public TicketId? Find(string name) => names.TryGetValue(name, out var found) ? found : null;

    public bool HasOpenChild(TicketId ticket) => withOpenChild.Contains(ticket);

    /// <summary>Looks for the urgent tickets of a service, too; of a storm the latest 100 (M1).</summary>
    public async Task<StoredNeighbours> WithUrgentOn(IEventStore store, string service)
    {
        var filter = new TicketFilter
        {
            Services = [service],
            Priorities = [Priority.P1, Priority.P2],
            Limit = MostUrgent,
        };
        urgent = (await store.ListTickets(filter).ConfigureAwait(false)).Items;
        return this;
    }

    public UrgentTickets UrgentOn(string service, TicketId but, Instant since, Instant until)
    {
        var others = urgent.Where(row =>
            row.Service == service && row.OpenedAt >= since && row.OpenedAt <= until
            && row.Stream.Id != but.Value).ToList();
        return new UrgentTickets(others.Count, others.Any(row => row.Major is "candidate" or "declared" or "watched"));
    }

    public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => graph.AreLinked(from, kind, to);

    public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) => graph.WouldCycle(from, kind, to);

    private void Add(StoredLink link, Queue<StreamId> open)
    {
        var (from, to) = (new TicketId(link.From.Id), new TicketId(link.To.Id));
        graph.Add(from, link.Kind, to);
        if (link is { Kind: LinkKind.Child, ToIsOpen: true })
            withOpenChild.Add(from);
        // a ring runs along parents and blocks; the other kinds lead no further
        if (link.Kind is LinkKind.Parent or LinkKind.Child or LinkKind.Blocks or LinkKind.BlockedBy)
            open.Enqueue(link.To);
    }

    private static async Task<StreamId?> Named(IEventStore store, string name)
    {
        if (await store.FindName(name).ConfigureAwait(false) is { } claimed)
            return claimed;
        var stream = StreamId.Ticket(name);
        return stream.Value.Length <= StreamId.LongestName
            && await store.ReadHead(stream).ConfigureAwait(false) is not null ? stream : null;
    }
}
