using Muster.Core.Calendars;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// One ticket of a replay, and where it stands among the others. A log of ten million lines has a million of them, and
/// each line goes to another one: they are kept small.
/// </summary>
internal sealed class Place(TicketState ticket, int order, PackedTickets packing)
{
    private static readonly Duration AlmostAMillisecond = Duration.FromNanoseconds(999_999);

    // The ticket, or its bytes once it is closed and at rest.
    private object ticket = ticket;
    private Chain? chain;
    private Stamp next;
    private Stamp agendaAt;

    public TicketId Id { get; } = ticket.Id;

    public TicketState Ticket
    {
        get => ticket as TicketState ?? packing.Unpack(Id, (byte[])ticket);
        set => ticket = value;
    }

    /// <summary>A closed one that is packed is not open, and need not be unpacked to say so.</summary>
    public bool IsOpen => ticket is TicketState { IsOpen: true };

    /// <summary>Tickets are judged in the order of opening (S8).</summary>
    public int Order { get; } = order;

    /// <summary>
    /// When time brings something to it if nobody does anything before; null for never. Kept as a whole millisecond,
    /// never an earlier one.
    /// </summary>
    public Instant? Next { get => next; set => next = value + AlmostAMillisecond; }

    /// <summary>The instant for which it stands in the agenda, <see cref="Next"/> or earlier; null for none.</summary>
    public Instant? AgendaAt { get => agendaAt; set => agendaAt = value; }

    /// <summary>Something was said to it, or to its child, at the present instant; Next is not known.</summary>
    public bool IsTouched { get; set; }

    /// <summary>It was not touched, and <see cref="Next"/> has come.</summary>
    public bool IsDue { get; set; }

    /// <summary>The first ticket of its chain of follow-ups, and the next (L4).</summary>
    public Place? First { get => chain?.First; set => Chained.First = value; }
    public Place? FollowUp { get => chain?.Next; set => Chained.Next = value; }
    public int FollowUps { get => chain?.Count ?? 0; set => Chained.Count = value; }

    private Chain Chained => chain ??= new Chain();

    /// <summary>Keeps a closed ticket as bytes until somebody speaks to it again.</summary>
    public void Pack()
    {
        if (ticket is TicketState { Status: TicketStatus.Closed, Major: null } closed)
            ticket = packing.Pack(closed);
    }

    /// <summary>Most tickets stand in none.</summary>
    private sealed class Chain
    {
        public Place? First;
        public Place? Next;
        public int Count;
    }
}

/// <summary>All tickets of a replay and how they hang together.</summary>
internal sealed class Desk : INeighbours
{
    private readonly Dictionary<string, Place> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Place> inOrder = [];
    private readonly PackedTickets packing = new();

    public TicketGraph Graph { get; } = new();

    public int Count => places.Count;

    public IEnumerable<Place> Places => places.Values;

    public Place? At(string name) => places.GetValueOrDefault(name);

    public Place Add(TicketState ticket)
    {
        var place = new Place(ticket, places.Count, packing);
        places.Add(ticket.Id.Value, place);
        inOrder.Add(place);
        return place;
    }

    public TicketId? Find(string name) => places.TryGetValue(name, out var place) ? place.Id : null;

    public bool HasOpenChild(TicketId ticket) =>
        Graph.Across(ticket, LinkKind.Child).Any(child => places[child.Value].IsOpen);

    public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => Graph.AreLinked(from, kind, to);

    public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) => Graph.WouldCycle(from, kind, to);

    public UrgentTickets UrgentOn(string service, TicketId but, Instant since, Instant until)
    {
        var (count, hasMajor) = (0, false);
        for (var index = inOrder.Count - 1; index >= 0 && inOrder[index].Ticket is var ticket; index--)
        {
            if (ticket.OpenedAt < since)
                break;
            if (ticket.OpenedAt > until || ticket.Service != service || ticket.Id == but
                || !MajorDetection.IsUrgent(ticket))
                continue;
            count++;
            hasMajor |= ticket.Major is { Phase: MajorPhase.Candidate } or { IsActive: true };
        }
        return new UrgentTickets(count, hasMajor);
    }

    /// <summary>The tickets that may have waited for this one: its parents (L2).</summary>
    public IEnumerable<Place> ParentsOf(TicketId ticket) =>
        Graph.Across(ticket, LinkKind.Parent).Select(parent => places[parent.Value]);
}
