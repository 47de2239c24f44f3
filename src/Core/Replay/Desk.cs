using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>One ticket of a replay, and where it stands among the others.</summary>
internal sealed class Place(TicketState ticket, int order, PackedTickets packing)
{
    private TicketState? ticket = ticket;
    private byte[]? packed;

    public TicketId Id { get; } = ticket.Id;

    public TicketState Ticket
    {
        get => ticket ?? packing.Unpack(Id, packed!);
        set
        {
            ticket = value;
            packed = null;
        }
    }

    /// <summary>A closed one that is packed is not open, and need not be unpacked to say so.</summary>
    public bool IsOpen => ticket is { IsOpen: true };

    /// <summary>Tickets are judged in the order of opening (S8).</summary>
    public int Order { get; } = order;

    /// <summary>When time brings something to it if nobody does anything before; null for never.</summary>
    public Instant? Next { get; set; }

    /// <summary>The instant for which it stands in the agenda, <see cref="Next"/> or earlier; null for none.</summary>
    public Instant? AgendaAt { get; set; }

    /// <summary>Something was said to it, or to its child, at the present instant; Next is not known.</summary>
    public bool IsTouched { get; set; }

    /// <summary>It was not touched, and <see cref="Next"/> has come.</summary>
    public bool IsDue { get; set; }

    /// <summary>The first ticket of its chain of follow-ups, and the next (L4).</summary>
    public Place? First { get; set; }
    public Place? FollowUp { get; set; }
    public int FollowUps { get; set; }

    /// <summary>Keeps a closed ticket as bytes until somebody speaks to it again.</summary>
    public void Pack()
    {
        if (ticket is not { Status: TicketStatus.Closed })
            return;
        packed = packing.Pack(ticket);
        ticket = null;
    }
}

/// <summary>All tickets of a replay and how they hang together.</summary>
internal sealed class Desk : INeighbours
{
    private readonly Dictionary<string, Place> places = new(StringComparer.OrdinalIgnoreCase);
    private readonly PackedTickets packing = new();

    public TicketGraph Graph { get; } = new();

    public int Count => places.Count;

    public IEnumerable<Place> Places => places.Values;

    public Place? At(string name) => places.GetValueOrDefault(name);

    public Place Add(TicketState ticket)
    {
        var place = new Place(ticket, places.Count, packing);
        places.Add(ticket.Id.Value, place);
        return place;
    }

    public TicketId? Find(string name) => places.TryGetValue(name, out var place) ? place.Id : null;

    public bool HasOpenChild(TicketId ticket) =>
        Graph.Across(ticket, LinkKind.Child).Any(child => places[child.Value].IsOpen);

    public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => Graph.AreLinked(from, kind, to);

    public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) => Graph.WouldCycle(from, kind, to);

    /// <summary>The tickets that may have waited for this one: its parents (L2).</summary>
    public IEnumerable<Place> ParentsOf(TicketId ticket) =>
        Graph.Across(ticket, LinkKind.Parent).Select(parent => places[parent.Value]);
}
