namespace Muster.Core.Tickets;

/// <summary>
/// What hangs on what (L9): the links of several tickets. A parent's link and its child's are one fact, so are blocks
/// and blocked-by, and relates has no direction; the other kinds read from the ticket that carries them. Grows with
/// links, not with tickets.
/// </summary>
public sealed class TicketGraph
{
    private static readonly IReadOnlyList<Link> None = [];

    private readonly Dictionary<TicketId, List<Link>> links = [];

    /// <summary>
    /// The links of a ticket as read from it, those said at the other end included for parents and blocks.
    /// </summary>
    public IReadOnlyList<Link> Of(TicketId ticket) =>
        links.Count > 0 && links.TryGetValue(ticket, out var list) ? list : None;

    public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => Of(from).Contains(new Link(kind, to));

    /// <summary>Nothing where the two are linked so already.</summary>
    public void Add(TicketId from, LinkKind kind, TicketId to)
    {
        if (AreLinked(from, kind, to))
            return;
        Ends(from).Add(new Link(kind, to));
        if (kind.Inverse() is { } inverse)
            Ends(to).Add(new Link(inverse, from));
    }

    public void Remove(TicketId from, LinkKind kind, TicketId to)
    {
        Ends(from).Remove(new Link(kind, to));
        if (kind.Inverse() is { } inverse)
            Ends(to).Remove(new Link(inverse, from));
    }

    /// <summary>The tickets at the other end of one kind of link.</summary>
    public IEnumerable<TicketId> Across(TicketId from, LinkKind kind)
    {
        var all = Of(from);
        return all.Count == 0 ? [] : Filtered(all, kind); // most tickets have none, and this is asked at every instant
    }

    private static IEnumerable<TicketId> Filtered(IReadOnlyList<Link> links, LinkKind kind) =>
        links.Where(link => link.Kind == kind).Select(link => link.To);

    /// <summary>The link would close a ring of parents or of blocks.</summary>
    public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) =>
        kind is LinkKind.Parent or LinkKind.Child or LinkKind.Blocks or LinkKind.BlockedBy && Leads(to, kind, from);

    private bool Leads(TicketId from, LinkKind kind, TicketId to)
    {
        var seen = new HashSet<TicketId>();
        var open = new Stack<TicketId>([from]);
        while (open.TryPop(out var ticket))
        {
            if (ticket == to)
                return true;
            if (!seen.Add(ticket))
                continue;
            foreach (var next in Across(ticket, kind))
                open.Push(next);
        }
        return false;
    }

    private List<Link> Ends(TicketId ticket)
    {
        if (!links.TryGetValue(ticket, out var list))
            links[ticket] = list = [];
        return list;
    }
}
