using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>A verb said to a major incident, or to what its report is made of (BEHAVIOUR sections 5 and 10).</summary>
public abstract record MajorCommand : TicketCommand
{
    private protected MajorCommand() { }

    /// <summary>When it was so, where a log says that it was before it was said; null for now.</summary>
    public Instant? HappenedAt { get; init; }
}

/// <summary>The candidate is a major incident (M1); after the stand-down, its report is as it should be (R1).</summary>
public sealed record AcceptCandidate : MajorCommand;

public sealed record RejectCandidate(string? Reason) : MajorCommand;

/// <param name="Reason">Needed when it falls (M2).</param>
public sealed record ChangeSeverity(string Severity, string? Reason) : MajorCommand;

public sealed record OfferRole(string Role, string To) : MajorCommand;

/// <param name="To">Who takes it; whoever says it where it is null.</param>
public sealed record AcceptRole(string Role, string? To) : MajorCommand;

/// <summary>Whoever holds the role keeps it until the other has accepted (M4).</summary>
public sealed record HandOverRole(string Role, string To) : MajorCommand;

/// <param name="Text">Null posts what is new as drafted (M6).</param>
/// <param name="Next">When the next one is promised; by the severity's interval where it is null.</param>
public sealed record PostStatus(string? Phase, string? Text, Instant? Next) : MajorCommand;

/// <param name="Until">When it is to be judged by; null for never.</param>
/// <param name="Box">The answer to what the end of the 15-minute box asks (M3); null for another decision.</param>
public sealed record Decide(
    string Text, ImmutableArray<string> Options, string? Reason, string? Effect, Instant? Until, BoxAnswer? Box)
    : MajorCommand;

/// <summary>What is to happen after the rapid diagnosis has used up its box (M3).</summary>
public enum BoxAnswer
{
    GoOn,
    Widen,
    Raise,
}

/// <summary>Where the team talks; at least one of the two.</summary>
public sealed record SetBridge(string? Link, string? Channel) : MajorCommand;

public sealed record NoteOnTimeline(string Text) : MajorCommand;

public sealed record AddTask(string Text, string? To, Instant? Until) : MajorCommand;

public sealed record EndTask(int Task, bool Cancelled) : MajorCommand;

/// <summary>
/// It was reached at HappenedAt, or now; takes the place of what followed from other facts, and corrects what a person
/// stated before, with a reason then (M8).
/// </summary>
public sealed record StateMilestone(Milestone Milestone, string? Reason, string? Text = null) : MajorCommand;

/// <param name="ConfirmedBy">The person or probe that saw users work again (M7).</param>
public sealed record Restore(string ConfirmedBy, string? Text) : MajorCommand;

/// <param name="Answers">The number of the claim that it explains; null for the first.</param>
public sealed record AskWhy(string Text, int? Answers, string? Evidence, Confidence? Confidence) : MajorCommand;

public enum Confidence
{
    Low,
    Medium,
    High,
}

/// <param name="WentWell">False: it could be better.</param>
public sealed record AddLesson(bool WentWell, string Text) : MajorCommand;

public sealed record AddAction(
    string Text, string? To, Instant? Until, Priority? Priority, string? Class, Horizon? Horizon) : MajorCommand;

/// <summary>How soon an action prevents that it happens again: in weeks, in three months, in six.</summary>
public enum Horizon
{
    Short,
    Medium,
    Long,
}

/// <param name="Verification">How it was seen that the action works; needed to end it as done (R4).</param>
public sealed record ChangeAction(int Action, ActionStatus Status, string? Verification) : MajorCommand;

public enum ActionStatus
{
    Open,
    Done,
    Cancelled,
}
