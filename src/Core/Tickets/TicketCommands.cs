using System.Collections.Immutable;
using Muster.Core.Escalation;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>A verb said to one ticket. What it may carry is CONTRACT's "Replay log".</summary>
public abstract record TicketCommand
{
    private protected TicketCommand() { }

    /// <summary>Who said it; null where nobody is named.</summary>
    public string? By { get; init; }

    /// <summary>Taken over from another desk: applied also where the table of section 2 forbids it.</summary>
    public bool Imported { get; init; }
}

/// <summary>Who reported a ticket. Vip is null where it was not said.</summary>
public sealed record Requester(string? Name, bool? Vip);

public sealed record OpenTicket : TicketCommand
{
    public string? Title { get; init; }
    public string? Description { get; init; }
    public string? Text { get; init; }
    public Priority? Priority { get; init; }
    public string? Category { get; init; }
    public string? Service { get; init; }
    public Requester? Requester { get; init; }
    public string? Source { get; init; }
    public ImmutableArray<Tag> Tags { get; init; } = [];
    public ImmutableArray<string> Aliases { get; init; } = [];
    public int? AffectedUsers { get; init; }

    /// <summary>The state in which an import finds it (L12); null opens it in New.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>Why an imported ticket is Pending; user where it is not said.</summary>
    public string? Reason { get; init; }
}

public readonly record struct Tag(string Name, string Value);

public sealed record TriageTicket(string? Category, string? Service, Priority? Priority, string? Team) : TicketCommand;

/// <summary>At least one of the two is named (L11).</summary>
public sealed record AssignTicket(string? Team, string? To) : TicketCommand;

public sealed record StartWork : TicketCommand;

/// <param name="Auto">Written by a machine: no activity and no response.</param>
public sealed record UpdateTicket(bool Public, bool Auto, string? Text) : TicketCommand;

/// <summary>A public update that waits for the requester (L3).</summary>
public sealed record AskRequester(string? Text) : TicketCommand;

/// <summary>The requester answers. <paramref name="Auto"/>: a machine did (RFC 3834).</summary>
public sealed record ReplyToTicket(bool Auto, string? Text) : TicketCommand;

public sealed record HoldTicket(string Reason, Instant? Until) : TicketCommand;

public sealed record ResumeTicket : TicketCommand;

public sealed record ResolveTicket(string Code, string? Text) : TicketCommand;

public sealed record CloseTicket(string? Code, string? Text) : TicketCommand;

public sealed record ReopenTicket(string? Reason) : TicketCommand;

public sealed record AcknowledgeTicket : TicketCommand;

public sealed record PrioritiseTicket(Priority Priority, string? Reason) : TicketCommand;

public sealed record LinkTicket(string To, LinkKind Kind) : TicketCommand;

public sealed record UnlinkTicket(string To, LinkKind Kind) : TicketCommand;

public sealed record MergeTicket(string To, string? Text) : TicketCommand;

public sealed record TagTicket(ImmutableArray<Tag> Tags) : TicketCommand;

public sealed record SnoozeTicket(Instant Until, string? Reason) : TicketCommand;

/// <param name="To">Null is one tier up.</param>
/// <param name="AsOf">Nothing is written if the ticket has been escalated after it.</param>
public sealed record EscalateTicket(Tier? To, Instant? AsOf, string? Reason) : TicketCommand
{
    /// <summary>
    /// The vendor's own number of the case, kept as the tag <see cref="Ticket.VendorReference"/> (E9).
    /// </summary>
    public string? Reference { get; init; }
}

public sealed record StateImpact(ImmutableArray<ImpactFact> Facts) : TicketCommand;

/// <summary>
/// One thing said of what an incident did to the business, such as affectedUsers; Json is its value as written.
/// </summary>
public readonly record struct ImpactFact(string Name, string Json);

public sealed record DeclareMajor(string? Severity) : TicketCommand
{
    /// <summary>What came back, where it is declared again while it is watched (M7).</summary>
    public string? Text { get; init; }
}

public sealed record StandDown : TicketCommand;

/// <summary>Says anew when a fact happened; the instant comes beside it, as with any verb (section 1).</summary>
/// <param name="Number">The fact's place in the ticket's story, from 1.</param>
public sealed record CorrectTime(int Number, string Reason) : TicketCommand;

/// <summary>Lets the clocks run under the policy in force from now on (S9).</summary>
public sealed record RebaseClocks : TicketCommand;
