using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>A fact about a major incident; it stands in its ticket's story (ADR 0009).</summary>
public abstract record MajorEvent : TicketEvent
{
    private protected MajorEvent() { }
}

/// <summary>It may be a major incident; a person accepts or rejects it (M1).</summary>
/// <param name="Trigger">words, users, critical or cluster.</param>
public sealed record CandidateRaised(string Trigger, string Severity, string Reason) : MajorEvent;

public sealed record CandidateRejected(string? Reason) : MajorEvent;

public sealed record SeverityChanged(string From, string To, string? Reason) : MajorEvent;

/// <param name="From">Who hands it over; null where nobody had it.</param>
public sealed record RoleOffered(string Role, string To, string? From) : MajorEvent;

/// <summary>Nobody is left who could be asked to take the role; it is tried again later (M4).</summary>
public sealed record RoleStillOpen(string Role) : MajorEvent
{
    public override bool IsSilent => true;
}

public sealed record RoleAccepted(string Role, string To) : MajorEvent;

/// <param name="Channel">The chat channel that was opened; null for a mere link.</param>
public sealed record BridgeOpened(string? Link, string? Channel) : MajorEvent;

/// <summary>The rapid diagnosis has time until then (M3).</summary>
public sealed record BoxStarted(Instant Until) : MajorEvent;

/// <summary>The commander is asked to go on, widen or raise, until then (M3).</summary>
public sealed record BoxEnded(Instant Until) : MajorEvent;

/// <summary>Nobody has answered what the end of the box asked: the technical lead is paged (M3).</summary>
public sealed record BoxUnanswered(string? To) : MajorEvent;

/// <param name="Next">When the next one is promised; null after the last.</param>
public sealed record StatusPosted(string Phase, string Text, Instant? Next) : MajorEvent;

/// <summary>The promised update is due soon: its writer is reminded (M6).</summary>
public sealed record StatusDue(Instant Next) : MajorEvent;

/// <summary>A promised update did not come; the next is promised anew (M6).</summary>
/// <param name="Due">When it was promised.</param>
public sealed record StatusMissed(Instant Due, Instant Next) : MajorEvent;

public sealed record DecisionMade(
    int Number, string Text, ImmutableArray<string> Options, string? Reason, string? Effect, Instant? Until,
    BoxAnswer? Box) : MajorEvent;

/// <summary>The time has come to say whether a decision worked: the scribe is asked (M5).</summary>
public sealed record DecisionDue(int Number, string Text) : MajorEvent;

public sealed record Noted(string Text) : MajorEvent;

public sealed record TaskAdded(int Number, string Text, string? To, Instant? Until) : MajorEvent;

public sealed record TaskEnded(int Number, bool Cancelled) : MajorEvent;

/// <param name="Reason">Why it is corrected.</param>
/// <param name="Text">What there is to say of it.</param>
public sealed record MilestoneStated(Milestone Milestone, Instant At, string? Reason, string? Text = null)
    : MajorEvent;

/// <param name="Until">How long it is watched before anybody stands down (M7).</param>
public sealed record ServiceRestored(string ConfirmedBy, string? Text, Instant Until) : MajorEvent;

/// <summary>It was watched and stayed well: the commander is asked to stand down (M7).</summary>
public sealed record WatchEnded : MajorEvent;

/// <summary>It came back while it was watched (M7).</summary>
public sealed record Relapsed(string Reason) : MajorEvent
{
    /// <summary>The reason where nobody said one.</summary>
    public const string ByWord = "Declared again while it was watched";

    /// <summary>The same as somebody says it, by a declaration.</summary>
    public static Relapsed Said => new(ByWord);
}

public sealed record WhyStated(int Number, int? Answers, string Text, string? Evidence, Confidence? Confidence)
    : MajorEvent;

public sealed record LessonAdded(bool WentWell, string Text) : MajorEvent;

public sealed record ActionAdded(
    int Number, string Text, string? To, Instant? Until, Priority? Priority, string? Class, Horizon? Horizon)
    : MajorEvent;

public sealed record ActionChanged(int Number, ActionStatus Status, string? Verification) : MajorEvent;

/// <summary>An action's time is up and it is not done: its owner is reminded (R4).</summary>
public sealed record ActionDue(int Number, string? To) : MajorEvent;

/// <summary>A person stands for the report as it is (R1); what is said of it later makes a draft of it again.</summary>
public sealed record ReportAccepted : MajorEvent;

/// <summary>Whether others on the service make a major incident of it was judged (M1).</summary>
public sealed record ClusterJudged : MajorEvent
{
    public override bool IsSilent => true;
}
