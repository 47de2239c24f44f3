using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>A ticket that is being opened, or looked at by itself, has no neighbours.</summary>
internal sealed class Alone : INeighbours
{
    public static readonly Alone Instance = new();

    public TicketId? Find(string name) => null;

    public bool HasOpenChild(TicketId ticket) => false;

    public bool AreLinked(TicketId from, LinkKind kind, TicketId to) => false;

    public bool WouldCycle(TicketId from, LinkKind kind, TicketId to) => false;

    public UrgentTickets UrgentOn(string service, TicketId but, Instant since, Instant until) => default;
}
