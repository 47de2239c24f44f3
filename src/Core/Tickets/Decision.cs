using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>All that a decision may know of the world beside the ticket itself.</summary>
/// <param name="Now">The moment, to the millisecond.</param>
/// <param name="Neighbours">The other tickets, as far as links ask after them.</param>
public sealed record Context(Instant Now, Policy Policy, INeighbours Neighbours);

/// <summary>What a ticket may ask of the other tickets (L9).</summary>
public interface INeighbours
{
    /// <summary>The ticket that goes by this name, as it was opened; null when there is none.</summary>
    TicketId? Find(string name);

    bool HasOpenChild(TicketId ticket);

    /// <summary>The two are linked so already, said from either side.</summary>
    bool AreLinked(TicketId from, LinkKind kind, TicketId to);

    /// <summary>The link would close a ring of parents or of blocks.</summary>
    bool WouldCycle(TicketId from, LinkKind kind, TicketId to);
}

/// <summary>Why a command was refused; nothing was written.</summary>
public enum RejectionCode
{
    /// <summary>Something is wrong in what was said.</summary>
    Invalid,

    /// <summary>The ticket's present state does not allow it.</summary>
    NotAllowed,

    /// <summary>A child is still open.</summary>
    ChildOpen,
}

/// <param name="Text">What is wrong and what to do next.</param>
public sealed record Rejection(RejectionCode Code, string Text);

/// <summary>The answer to a command: what happened, or why not.</summary>
/// <param name="Ticket">The ticket after it; null only where an opening was refused.</param>
/// <param name="Events">In order; none where there was nothing to change.</param>
/// <param name="FollowUpWanted">A reply came too late to reopen: a new ticket is to follow this one (L4).</param>
public sealed record Decision(
    TicketState? Ticket, IReadOnlyList<TicketEvent> Events, Rejection? Rejection = null, bool FollowUpWanted = false);

/// <summary>One command's, or one instant's, turn at a ticket: writes facts and keeps the state they make.</summary>
internal sealed class Turn(TicketState ticket, Context context)
{
    private readonly List<TicketEvent> events = [];

    public TicketState Ticket { get; private set; } = ticket;

    public Context Context => context;

    public Instant Now => context.Now;

    public Policy Policy => context.Policy;

    public IReadOnlyList<TicketEvent> Events => events;

    public void Write(TicketEvent fact)
    {
        Ticket = Ticket.Evolve(fact, Now, Policy);
        events.Add(fact);
    }

    /// <summary>The fact that made this ticket, already in its state.</summary>
    public void Begin(TicketOpened opened) => events.Add(opened);
}
