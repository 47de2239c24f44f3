using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Sla;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>
/// Where a ticket stands: the fold of its events. Nothing in it is stated twice; how it changes is in the other half
/// of this record, <c>TicketState.Evolve.cs</c>.
/// </summary>
public sealed partial record TicketState
{
    private readonly Stamp retargetedAt;
    private readonly Stamp lastActivityAt;

    public required Subject Subject { get; init; }
    public Priority Priority { get; init; }

    /// <summary>Nobody has set a priority; the policy's default stands in.</summary>
    public bool IsProvisional { get; init; }
    public TicketStatus Status { get; init; }
    public string? Team { get; init; }
    public string? Person { get; init; }

    public Waiting Waiting { get; init; } = Waiting.Never;
    public Ending Ending { get; init; } = Ending.None;

    public required SlaEntry Agreement { get; init; }
    public required SlaClock Response { get; init; }
    public required SlaClock Resolution { get; init; }

    /// <summary>The clocks that its agreement gives beside the two, in the agreement's order (S1).</summary>
    public ImmutableArray<FurtherClock> Further { get; init; } = [];

    /// <summary>Clocks got new targets at this instant and have not been judged by them (S4).</summary>
    public Instant? RetargetedAt { get => retargetedAt; init => retargetedAt = value; }

    /// <summary>The latest activity, as BEHAVIOUR section 1 defines it.</summary>
    public Instant LastActivityAt { get => lastActivityAt.At; init => lastActivityAt = value; }

    /// <summary>
    /// Who has acknowledged since the latest escalation or reopening; an empty name where none was given (L1).
    /// </summary>
    public ImmutableArray<string> AcknowledgedBy { get; init; } = [];

    public EscalationMemory Escalation { get; init; } = EscalationMemory.Fresh;

    /// <summary>The latest paging; null where there was none, or work began since (E12).</summary>
    public PagingRun? Paging { get; init; }

    /// <summary>How often it was assigned.</summary>
    public int Assignments { get; init; }

    public TicketId Id => Subject.Id;
    public Instant OpenedAt => Subject.OpenedAt;
    public TicketOpened Opening => Subject.Opening;
    public string? Category => Subject.Category;
    public string? Service => Subject.Service;
    public TagSet Tags => Subject.Tags;
    public ImmutableArray<ImpactFact> Impact => Subject.Impact;
    public ImmutableArray<Link> Links => Subject.Links;
    public bool IsMajor => Subject.IsMajor;
    public string? Severity => Subject.Severity;
    public MajorState? Major => Subject.Major;

    public string? Title => Opening.Title;
    public string? Description => Opening.Description;
    public Requester? Requester => Opening.Requester;
    public string? Source => Opening.Source;
    public ImmutableArray<string> Aliases => Opening.Aliases;

    public TicketStatus HeldFrom => Waiting.HeldFrom;
    public string? HoldReason => Waiting.HoldReason;
    public Instant? HoldUntil => Waiting.HoldUntil;
    public Instant? SnoozedUntil => Waiting.SnoozedUntil;
    public string? SnoozeReason => Waiting.SnoozeReason;
    public Instant? AskedAt => Waiting.AskedAt;
    public Instant? LeftPendingAt => Waiting.LeftPendingAt;
    public Instant? SnoozeEndedAt => Waiting.SnoozeEndedAt;

    public Instant? FinishedAt => Ending.FinishedAt;
    public Instant? ClosedAt => Ending.ClosedAt;
    public string? Code => Ending.Code;
    public string? ResolutionText => Ending.Text;
    public Instant? NoticedFor => Ending.NoticedFor;

    public Tier Tier => Escalation.Tier;

    public bool IsOpen => Status.IsOpen();

    /// <summary>A snooze runs in [its beginning, until).</summary>
    public bool IsSnoozed(Instant now) => SnoozedUntil is { } until && now < until;

    /// <summary>Automatic escalations wait for people to come back to the ticket (E11).</summary>
    public bool IsHeldBack(Instant now) => Status == TicketStatus.Pending || IsSnoozed(now);

    /// <summary>
    /// Since when nobody has touched it: the latest of activity, leaving Pending and the end of a snooze (E1).
    /// </summary>
    public Instant QuietSince => Latest(LastActivityAt, LeftPendingAt, SnoozeEndedAt);

    /// <summary>From when stagnation counts: quiet, and not escalated either (E2).</summary>
    public Instant IdleSince => Latest(QuietSince, Escalation.EscalatedAt, null);

    /// <summary>True when <paramref name="who"/> is the person it is assigned to, compared without case.</summary>
    public bool IsAssignee(string? who) => who is not null && Same(who, Person);

    public bool IsRequester(string? who) => who is not null && Same(who, Requester?.Name);

    public SlaClock Clock(ClockKind kind) => kind == ClockKind.Response ? Response : Resolution;

    /// <summary>Null where it has no such further clock.</summary>
    public SlaClock? Clock(ClockName name) => name.Further is { } further
        ? FurtherClocks.Of(Further, further)?.Clock
        : Clock(name.Kind);

    /// <summary>Response, resolution, and the further ones in the agreement's order.</summary>
    public IEnumerable<ClockName> Clocks =>
        [ClockKind.Response, ClockKind.Resolution, .. Further.Select(ClockName.Of)];

    /// <summary>The target of the clock at the present priority.</summary>
    public Duration TargetOf(ClockKind kind)
    {
        var target = Agreement.TargetOf(Priority);
        return kind == ClockKind.Response ? target.Response : target.Resolution;
    }

    private static bool Same(string who, string? other) =>
        string.Equals(who, other, StringComparison.OrdinalIgnoreCase);

    private static Instant Latest(Instant first, Instant? second, Instant? third)
    {
        var latest = second > first ? second.Value : first;
        return third > latest ? third.Value : latest;
    }

    private static ImmutableArray<ImpactFact> With(ImmutableArray<ImpactFact> impact, ImmutableArray<ImpactFact> said)
    {
        foreach (var fact in said)
        {
            var known = impact.FirstOrDefault(f => f.Name == fact.Name);
            impact = known.Name is null ? impact.Add(fact) : impact.Replace(known, fact);
        }
        return impact;
    }
}
