using System.Collections.Frozen;
using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Escalation;
using Muster.Core.OnCall;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Policies;

/// <summary>
/// Every figure that Muster decides by, whole and checked. A policy file is laid over the shipped one and read into
/// this; nothing in Core holds a figure of its own.
/// </summary>
/// <param name="Version">Name and digest of the merged text, such as <c>default@sha256:…</c>.</param>
/// <param name="Sla">In order; the first entry that matches a ticket counts.</param>
public sealed record Policy(
    string Version,
    ImmutableDictionary<string, BusinessCalendar> Calendars,
    ImmutableArray<SlaEntry> Sla,
    EscalationPolicy Escalation,
    LifecyclePolicy Lifecycle)
{
    /// <summary>What its calendars and schedules are counted by.</summary>
    public ZoneData Zones { get; init; } = ZoneData.BuiltIn;

    public AlertPolicy Alerts { get; init; } = AlertPolicy.None;

    /// <summary>Whether words that report a P1 anew declare it at once (Q1); otherwise a yes comes first.</summary>
    public bool DeclaresFromWords { get; init; } = true;
    public required MajorPolicy Majors { get; init; }

    /// <summary>The policy under which no major incident does anything by itself (CONTRACT, <c>--with majors</c>).
    /// </summary>
    public Policy WithoutMajors() => this with { Majors = Majors with { RunsByItself = false } };
    public ImmutableDictionary<string, Schedule> Schedules { get; init; } = ImmutableDictionary<string, Schedule>.Empty;
    public ImmutableDictionary<string, PagingPolicy> Paging { get; init; } =
        ImmutableDictionary<string, PagingPolicy>.Empty;
    public ImmutableDictionary<string, Person> People { get; init; } = ImmutableDictionary<string, Person>.Empty;
    public ImmutableDictionary<string, Team> Teams { get; init; } = ImmutableDictionary<string, Team>.Empty;
    public ImmutableDictionary<string, Service> Services { get; init; } = ImmutableDictionary<string, Service>.Empty;
}

/// <summary>One agreement: whom it is for, its targets by priority and the calendar they count in (S1, S2).</summary>
/// <param name="Match">Null matches every ticket.</param>
/// <param name="PauseOn">The hold reasons that pause response and resolution (S3).</param>
/// <param name="WarnAt">Shares of the target, rising, each above 0 and below 1 (S6).</param>
public sealed record SlaEntry(
    string Name,
    SlaMatch? Match,
    BusinessCalendar Calendar,
    ImmutableHashSet<string> PauseOn,
    ImmutableArray<Percentage> WarnAt,
    Priority DefaultPriority,
    ImmutableArray<SlaTarget> Targets)
{
    /// <summary>The clocks that it gives beside response and resolution, each by its own name (S1).</summary>
    public ImmutableArray<ClockDefinition> Clocks { get; init; } = [];

    public SlaTarget TargetOf(Priority priority) => Targets[(int)priority - 1];
}

/// <summary>A whole share in hundredths, such as 75 for 75 %.</summary>
public readonly record struct Percentage(int Hundredths)
{
    /// <summary>
    /// The share of a duration, rounded up to the millisecond: a limit is reached when elapsed ≥ limit.
    /// </summary>
    public Duration Of(Duration whole)
    {
        var milliseconds = Millis.Of(whole);
        return Duration.FromMilliseconds(Math.Abs(milliseconds) <= long.MaxValue / (Hundredths + 1L)
            ? (milliseconds * Hundredths + 99) / 100
            : (long)(((Int128)milliseconds * Hundredths + 99) / 100));
    }
}

/// <summary>All the named fields must be among those listed; an empty list of a field matches anything.</summary>
public sealed record SlaMatch(
    ImmutableHashSet<string> Services,
    ImmutableHashSet<string> Categories,
    ImmutableHashSet<string> Customers,
    ImmutableDictionary<string, ImmutableHashSet<string>> Tags);

/// <summary>
/// What is promised at one priority, and when escalation begins (E1); all counted in the entry's calendar.
/// </summary>
public sealed record SlaTarget(Duration Response, Duration Resolution, Duration EscalateAt, WhenActive WhenActive);

/// <summary>What E1 does at its threshold while the ticket is being worked on.</summary>
public enum WhenActive
{
    Escalate,
    Warn,
}

/// <summary>The figures of BEHAVIOUR section 4.</summary>
/// <param name="Stagnation">E2; a priority that is absent is off.</param>
/// <param name="ActiveWithin">E1 and E4; by priority, all four present.</param>
/// <param name="ActiveEscalatesAt">E1: the share of the target at which even an active ticket escalates.</param>
/// <param name="AfterEscalation">E8: what is left of a limit once the ticket has been escalated in its cycle.</param>
/// <param name="BouncedMoreThan">E3: escalates at one reassignment more than this.</param>
public sealed record EscalationPolicy(
    FrozenDictionary<Priority, StagnationLimit> Stagnation,
    FrozenDictionary<Priority, Duration> ActiveWithin,
    Percentage ActiveEscalatesAt,
    Percentage AfterEscalation,
    int BouncedMoreThan,
    ImmutableArray<string> Keywords,
    ImmutableArray<string> Negations,
    VerdictPolicy Verdicts)
{
    public ImmutableArray<string> Keywords
    {
        get;
        init
        {
            field = value;
            Phrases = Words.Phrases(value);
        }
    } = Keywords;

    /// <summary>The keywords word by word, in their order: every opening is held against them.</summary>
    internal ImmutableArray<ImmutableArray<string>> Phrases { get; private init; } = Words.Phrases(Keywords);
}

/// <summary>E14: when an automatic act was noise, and when its rule drops to proposing.</summary>
/// <param name="NoiseWithin">Resolved or taken back within this, it was not needed.</param>
/// <param name="Floor">The share of useful ones, among the latest judged, under which it does.</param>
public sealed record VerdictPolicy(Duration NoiseWithin, Percentage Floor, int LastJudged);

/// <summary>
/// How long a ticket may lie: while InProgress, and while Triaged, Assigned or Reopened. Null is off.
/// </summary>
public sealed record StagnationLimit(Duration? InProgress, Duration? Assigned);

/// <summary>The figures of BEHAVIOUR section 2, in plain time.</summary>
/// <param name="HoldReasons">Further reasons beside user, vendor, approval and change.</param>
public sealed record LifecyclePolicy(
    Duration AutoClose,
    Duration AutoCloseNotice,
    Duration AutoPending,
    Duration ReopenWithin,
    Duration SameCycleWithin,
    ImmutableArray<string> HoldReasons,
    ImmutableArray<string> Thanks);

/// <summary>How alerts of other programs are read.</summary>
/// <param name="Severities">Senders' words for how bad it is, whatever their case.</param>
public sealed record AlertPolicy(ImmutableDictionary<string, Priority> Severities)
{
    public static readonly AlertPolicy None = new(
        ImmutableDictionary<string, Priority>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase));
}

/// <summary>Who is paged, step by step, until somebody acknowledges (E12).</summary>
/// <param name="Repeat">How often the steps are gone through again.</param>
/// <param name="RepeatAfter">How long after the last step of a round the next one begins, or the last resort.</param>
/// <param name="AckTimeout">An acknowledged ticket without activity for this long pages again.</param>
/// <param name="Priorities">Which tickets page by themselves; an escalation pages whatever the priority.</param>
public sealed record PagingPolicy(
    int Repeat,
    Duration RepeatAfter,
    Duration AckTimeout,
    ImmutableArray<Priority> Priorities,
    ImmutableArray<PagingStep> Steps,
    ImmutableArray<string> LastResort);

/// <param name="Notify">
/// Targets such as <c>schedule:primary</c>, <c>team:tier-2</c>, <c>person:maria</c>, <c>role:duty-manager</c>.
/// </param>
/// <param name="After">How long after the step before it.</param>
/// <param name="Priorities">Only tickets of these take the step; empty for all.</param>
public sealed record PagingStep(ImmutableArray<string> Notify, Duration After, ImmutableArray<Priority> Priorities)
{
    public bool IsFor(Priority priority) => Priorities.IsEmpty || Priorities.Contains(priority);
}

/// <param name="Webhook">An address that takes signed messages for them.</param>
/// <param name="Contact">The ways to tell them, the first to be tried first; empty for all they have.</param>
public sealed record Person(
    string Name, string? Mail, string? Slack, string? Phone, string? Webhook, ImmutableArray<string> Contact,
    string? Manager, ImmutableArray<string> Skills, string? Zone, ImmutableArray<string> Roles, bool Vip)
{
    /// <summary>There is at least one way to tell them something, among those that they want.</summary>
    public bool CanBeTold =>
        Has("mail", Mail) || Has("slack", Slack) || Has("phone", Phone) || Has("webhook", Webhook);

    private bool Has(string way, string? address) =>
        !string.IsNullOrWhiteSpace(address) && (Contact.IsEmpty || Contact.Contains(way));
}

public sealed record Team(
    Tier? Tier, string? Lead, string? Manager, ImmutableArray<string> Members,
    string? Schedule, string? Paging, string? EscalatesTo);

public sealed record Service(
    string? Owner, ImmutableArray<string> DependsOn, bool Critical, int? Users, ImmutableArray<string> Components);
