using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>All that a decision may know of the world beside the ticket itself.</summary>
/// <param name="Now">The moment, to the millisecond.</param>
/// <param name="Neighbours">The other tickets, as far as links ask after them.</param>
public readonly record struct Context(Instant Now, Policy Policy, INeighbours Neighbours);

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

    /// <summary>The other tickets of P1 and P2 on a service, opened within a span with both its ends (M1).</summary>
    UrgentTickets UrgentOn(string service, TicketId but, Instant since, Instant until);
}

/// <param name="HasMajor">One of them is a major incident, or was proposed as one.</param>
public readonly record struct UrgentTickets(int Count, bool HasMajor);

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
public readonly record struct Decision(
    TicketState? Ticket, IReadOnlyList<TicketEvent> Events, Rejection? Rejection = null, bool FollowUpWanted = false);

/// <summary>One command's, or one instant's, turn at a ticket: writes facts and keeps the state they make.</summary>
internal sealed class Turn(Context context)
{
    private readonly List<TicketEvent> events = [];
    private TicketState? ticket;

    public Turn(TicketState ticket, Context context)
        : this(context) => this.ticket = ticket;

    public TicketState Ticket => ticket ?? throw new InvalidOperationException("nothing was begun in this turn");

    public Context Context { get; private set; } = context;

    public Instant Now => Context.Now;

    public Policy Policy => Context.Policy;

    public IReadOnlyList<TicketEvent> Events => events;

    /// <summary>
    /// The next turn in the place of this one, whose facts are forgotten: a replay has two of them a line, and each
    /// with its list would cost more than what it writes.
    /// </summary>
    /// <param name="of">Null where the turn begins a ticket.</param>
    public Turn Again(TicketState? of, Instant now)
    {
        events.Clear();
        ticket = of;
        Context = Context with { Now = now };
        return this;
    }

    public void Write(TicketEvent fact)
    {
        ticket = Ticket.Evolve(fact, Now, Policy);
        events.Add(fact);
    }

    /// <summary>The fact that makes a ticket.</summary>
    public void Begin(TicketId id, TicketOpened opened)
    {
        ticket = TicketState.From(id, opened, Now, Policy);
        events.Add(opened);
    }
}
