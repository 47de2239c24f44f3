using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Sla;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>A fact about one ticket; its instant stands beside it, in the stream or the journal.</summary>
public abstract record TicketEvent
{
    private protected TicketEvent() { }

    private string? by;
    private bool forced;

    /// <summary>Who did it; null where a line named nobody or the coordinator did it.</summary>
    public string? By { get => by; init => by = value; }

    /// <summary>Why the coordinator did it; None for what a person or agent did by hand.</summary>
    public Rule Rule { get; init; }

    /// <summary>The coordinator did it by itself.</summary>
    public bool Auto { get; init; }

    /// <summary>An import did what the table of section 2 forbids.</summary>
    public bool Forced { get => forced; init => forced = value; }

    /// <summary>
    /// When it happened by the word of whoever told it, where that was earlier; nothing is decided by it.
    /// </summary>
    public Instant? HappenedAt { get; init; }

    /// <summary>A fact that the ticket must remember and that no journal line tells.</summary>
    public virtual bool IsSilent => false;

    /// <summary>Says of a fact that was made just now, and that nobody has seen, whose command made it.</summary>
    internal TicketEvent Of(TicketCommand command, bool isForced)
    {
        (by, forced) = (command.By, isForced);
        return this;
    }
}

public sealed record TicketOpened : TicketEvent
{
    public string? Title { get; init; }
    public string? Description { get; init; }

    /// <summary>Null where nobody set one: the policy's default stands in, provisionally.</summary>
    public Priority? Priority { get; init; }
    public string? Category { get; init; }
    public string? Service { get; init; }
    public Requester? Requester { get; init; }
    public string? Source { get; init; }
    public ImmutableArray<Tag> Tags { get; init; } = [];
    public ImmutableArray<string> Aliases { get; init; } = [];
    public int? AffectedUsers { get; init; }
    public TicketStatus? Status { get; init; }
    public string? HoldReason { get; init; }

    /// <summary>What the requester wrote beside it, which is read for words (E4) and stands in no journal.</summary>
    public string? Text { get; init; }
}

public sealed record TicketTriaged(string? Category, string? Service, Priority? Priority, string? Team) : TicketEvent;

/// <summary>Team and To are what was said; Tier is there only where the team brought another one along (L11).</summary>
public sealed record TicketAssigned(string? Team, string? To, Tier? Tier) : TicketEvent;

public sealed record WorkStarted : TicketEvent;

public sealed record TicketUpdated(bool Public, bool Machine, string? Text) : TicketEvent;

public sealed record RequesterAsked(string? Text) : TicketEvent;

public sealed record ReplyReceived(bool Machine, string? Text) : TicketEvent;

public sealed record TicketHeld(string Reason, Instant? Until) : TicketEvent;

public sealed record TicketResumed : TicketEvent;

public sealed record TicketResolved(string Code, string? Text) : TicketEvent;

public sealed record TicketClosed(string? Code, string? Text) : TicketEvent;

public sealed record TicketReopened : TicketEvent;

public sealed record TicketAcknowledged : TicketEvent;

public sealed record PriorityChanged(Priority From, Priority To, string? Reason) : TicketEvent;

public sealed record TicketLinked(TicketId To, LinkKind Kind) : TicketEvent;

public sealed record TicketUnlinked(TicketId To, LinkKind Kind) : TicketEvent;

/// <summary>Only the tags that changed.</summary>
public sealed record TicketTagged(ImmutableArray<Tag> Tags) : TicketEvent;

public sealed record TicketSnoozed(Instant Until, string? Reason) : TicketEvent;

public sealed record ImpactStated(ImmutableArray<ImpactFact> Facts) : TicketEvent;

/// <param name="Reason">Why the coordinator declared it by itself (M1); null where a person did.</param>
public sealed record MajorDeclared(string? Severity, string? Reason = null, string? Text = null) : TicketEvent;

/// <param name="Review">When it is looked back at (M7).</param>
public sealed record MajorStoodDown(Instant? Review = null) : TicketEvent;

/// <summary>Its clocks run under the agreement of another policy from here on (S9).</summary>
/// <param name="Policy">The version of that policy.</param>
/// <param name="Entry">The name of the agreement in it.</param>
public sealed record ClocksRebased(string Policy, string Entry) : TicketEvent;

/// <summary>
/// Somebody says when a fact happened, which <see cref="TicketEvent.HappenedAt"/> holds; it moves nothing (section 1).
/// </summary>
/// <param name="Number">The fact's place in the ticket's story, from 1.</param>
public sealed record TimeCorrected(int Number, string? Reason) : TicketEvent;

/// <param name="Elapsed">What the clock shows, counted in its calendar.</param>
/// <param name="Due">Null where a paused clock has none.</param>
public sealed record ClockMet(ClockName Clock, int Cycle, Duration Elapsed, Instant? Due) : TicketEvent;

/// <param name="Level">In hundredths of the target (S6).</param>
public sealed record ClockWarned(ClockName Clock, int Cycle, int Level, Duration Elapsed, Instant? Due) : TicketEvent;

/// <param name="Due">The instant at which the target was reached.</param>
/// <param name="Retroactive">Found only when the target changed (S4).</param>
public sealed record ClockBreached(ClockName Clock, int Cycle, Duration Elapsed, Instant Due, bool Retroactive)
    : TicketEvent;

/// <summary>L2's notice, E1's pre-emptive warning or E4's proposal, told by its rule.</summary>
public sealed record WarningGiven(Trigger? Trigger, bool Proposed, string Reason) : TicketEvent;

public sealed record TicketEscalated(Trigger Trigger, Tier From, Tier To, string? Reason) : TicketEvent;

public sealed record EscalationWithheld(Trigger Trigger, string Reason) : TicketEvent;

/// <summary>
/// People were told to look at it, or nobody could be, and the next step follows at once (E12).
/// </summary>
/// <param name="Plan">The paging policy's name.</param>
/// <param name="Round">From 1.</param>
/// <param name="Step">From 1; of the last resort the number of steps.</param>
/// <param name="To">Empty where nobody could be told.</param>
/// <param name="Reason">Why again, and whom it could not reach; null where there is nothing to say.</param>
public sealed record TicketPaged(
    string Plan, int Round, int Step, ImmutableArray<string> To, bool LastResort, string? Reason) : TicketEvent;

/// <summary>Further people were asked to help, by a running server alone (E8).</summary>
/// <param name="Reason">Why they, one after the other.</param>
public sealed record PeopleAsked(ImmutableArray<string> To, string Reason) : TicketEvent;

/// <summary>The snooze ran out (E11).</summary>
public sealed record SnoozeEnded : TicketEvent
{
    public override bool IsSilent => true;
}

/// <summary>Nobody answered, and the ticket was not InProgress when the wait ended (L3).</summary>
public sealed record WaitLapsed : TicketEvent
{
    public override bool IsSilent => true;
}

/// <summary>A new target has been judged, at the end of its instant (S4).</summary>
public sealed record RetargetJudged : TicketEvent
{
    public override bool IsSilent => true;
}

/// <summary>
/// The rule came true where it writes nothing, and counts as fired, or given when it only warns (E10).
/// </summary>
public sealed record RuleCounted(bool Warning) : TicketEvent
{
    public override bool IsSilent => true;
}

/// <summary>
/// The rule came true while held back, where it would have written nothing; it is judged at the end (E11).
/// </summary>
public sealed record RuleDeferred : TicketEvent
{
    public override bool IsSilent => true;
}
