using System.Collections.Frozen;
using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>A checked, whole policy node to its value.</summary>
internal sealed class PolicyTyping
{
    // What a paging policy may leave out.
    private static readonly Duration RepeatAfter = Duration.FromMinutes(5);
    private static readonly Duration AckTimeout = Duration.FromMinutes(30);

    private readonly MapNode policy;
    private readonly ImmutableDictionary<string, BusinessCalendar> calendars;

    private PolicyTyping(MapNode policy, Holidays holidays, ZoneData zones)
    {
        this.policy = policy;
        calendars = Each("calendars", (_, calendar) => CalendarTyping.Calendar(calendar, holidays, zones));
    }

    public static Policy Policy(MapNode policy, Holidays holidays, ZoneData zones, string version)
    {
        var typing = new PolicyTyping(policy, holidays, zones);
        return new Policy(
            version,
            typing.calendars,
            [.. policy.List("sla")!.Items.Select((entry, index) => typing.Sla((MapNode)entry, index + 1))],
            Escalation(policy.Map("escalation")!),
            Lifecycle(policy.Map("lifecycle")!))
        {
            Zones = zones,
            Alerts = Alerts(policy.Map("alerts")!),
            DeclaresFromWords = Scalars.AsFlag(policy.Map("asking")!.Find("declareFromWords")!),
            Majors = MajorTyping.Majors(policy),
            Schedules = typing.Each("schedules", (_, schedule) => ScheduleTyping.Schedule(schedule, zones)),
            Paging = typing.Each("paging", (_, paging) => Paging(paging)),
            People = typing.Each("people", Person),
            Teams = typing.Each("teams", (_, team) => Team(team)),
            Services = typing.Each("services", (_, service) => Service(service)),
        };
    }

    private ImmutableDictionary<string, T> Each<T>(string section, Func<string, MapNode, T> read) =>
        (policy.Map(section)?.Entries ?? []).ToImmutableDictionary(
            e => e.Key, e => read(e.Key, (MapNode)e.Value), StringComparer.Ordinal);

    private SlaEntry Sla(MapNode entry, int position) => new(
        SlaNames.Of(entry.Text("name")?.Text, position),
        entry.Map("match") is { } match ? Match(match) : null,
        calendars[entry.Text("calendar")!.Text],
        Set(entry, "pauseOn"),
        Levels(entry),
        Priority(entry.Text("defaultPriority")!.Text),
        [.. PolicyShapes.Priorities.Select(p => Target(entry.Map("targets")!.Map(p)!))])
    {
        Clocks = [.. (entry.Map("clocks")?.Entries ?? []).Select(e => Clock(e.Key, (MapNode)e.Value, entry))],
    };

    /// <summary>What it leaves out it has from its entry; a vendor and a duty are paused by nothing.</summary>
    private ClockDefinition Clock(string name, MapNode clock, MapNode entry)
    {
        var purpose = PurposeOf(clock.Text("kind")!.Text);
        var pausesAsItsEntry = purpose is ClockPurpose.NextUpdate or ClockPurpose.Team;
        return new ClockDefinition(
            name,
            purpose,
            clock.Map("match") is { } match ? Match(match) : null,
            calendars[(clock.Text("calendar") ?? entry.Text("calendar")!).Text],
            Set(clock.List("pauseOn") is null && pausesAsItsEntry ? entry : clock, "pauseOn"),
            Levels(clock.List("warnAt") is null ? entry : clock),
            [.. PolicyShapes.Priorities.Select(p => OptionalDuration(clock.Map("targets")!, p))],
            Set(clock, "teams"),
            Values(clock.Map("metBy")));
    }

    private static ClockPurpose PurposeOf(string kind) => kind switch
    {
        "next-update" => ClockPurpose.NextUpdate,
        "team" => ClockPurpose.Team,
        "vendor" => ClockPurpose.Vendor,
        _ => ClockPurpose.Regulatory,
    };

    private static ImmutableArray<Percentage> Levels(MapNode map) =>
        [.. map.List("warnAt")!.Items.Select(Scalars.AsPercentage).Distinct().OrderBy(p => p.Hundredths)];

    private static SlaMatch Match(MapNode match) => new(
        Set(match, "service"),
        Set(match, "category"),
        Set(match, "customer"),
        Values(match.Map("tag")));

    private static ImmutableDictionary<string, ImmutableHashSet<string>> Values(MapNode? tags) => tags is null
        ? ImmutableDictionary<string, ImmutableHashSet<string>>.Empty
        : tags.Entries.ToImmutableDictionary(e => e.Key, e => Set(tags, e.Key), StringComparer.Ordinal);

    private static SlaTarget Target(MapNode target) => new(
        Scalars.AsDuration(target.Find("response")!),
        Scalars.AsDuration(target.Find("resolution")!),
        Scalars.AsDuration(target.Find("escalateAt")!),
        target.Text("whenActive")!.Text == "escalate" ? WhenActive.Escalate : WhenActive.Warn);

    private static EscalationPolicy Escalation(MapNode map) => new(
        map.Map("stagnation")!.Entries.ToFrozenDictionary(e => Priority(e.Key), e => Stagnation((MapNode)e.Value)),
        map.Map("activeWithin")!.Entries.ToFrozenDictionary(e => Priority(e.Key), e => Scalars.AsDuration(e.Value)),
        Scalars.AsPercentage(map.Find("activeEscalatesAt")!),
        Scalars.AsPercentage(map.Find("afterEscalation")!),
        Scalars.AsCount(map.Find("bouncedMoreThan")!),
        Words(map, "keywords"),
        Words(map, "negations"),
        Verdicts(map.Map("verdicts")!));

    private static VerdictPolicy Verdicts(MapNode map) => new(
        Scalars.AsDuration(map.Find("noiseWithin")!),
        Scalars.AsPercentage(map.Find("floor")!),
        Scalars.AsCount(map.Find("lastJudged")!));

    private static StagnationLimit Stagnation(MapNode map) =>
        new(OptionalDuration(map, "inProgress"), OptionalDuration(map, "assigned"));

    private static LifecyclePolicy Lifecycle(MapNode map) => new(
        Scalars.AsDuration(map.Find("autoClose")!),
        Scalars.AsDuration(map.Find("autoCloseNotice")!),
        Scalars.AsDuration(map.Find("autoPending")!),
        Scalars.AsDuration(map.Find("reopenWithin")!),
        Scalars.AsDuration(map.Find("sameCycleWithin")!),
        Words(map, "holdReasons"),
        Words(map, "thanks"));

    private static AlertPolicy Alerts(MapNode map) => new(AlertPolicy.None.Severities.SetItems(
        map.Map("severities")!.Entries.Select(
            word => KeyValuePair.Create(word.Key, Priority(((ScalarNode)word.Value).Text)))));

    private static PagingPolicy Paging(MapNode map) => new(
        map.Find("repeat") is { } repeat ? Scalars.AsCount(repeat) : 0,
        OptionalDuration(map, "repeatAfter") ?? RepeatAfter,
        OptionalDuration(map, "ackTimeout") ?? AckTimeout,
        map.List("priorities") is null ? [Core.Tickets.Priority.P1] : Ranks(map),
        [.. map.List("steps")!.Items.Select(item => Step((MapNode)item))],
        Words(map, "lastResort"));

    private static PagingStep Step(MapNode step) =>
        new(Words(step, "notify"), OptionalDuration(step, "after") ?? Duration.Zero, Ranks(step));

    private static ImmutableArray<Priority> Ranks(MapNode map) =>
        [.. map.Texts("priorities").Select(priority => Priority(priority.Text)).Distinct().Order()];

    private static Person Person(string key, MapNode map) => new(
        map.Text("name")?.Text ?? key,
        map.Text("mail")?.Text,
        map.Text("slack")?.Text,
        map.Text("phone")?.Text,
        map.Text("webhook")?.Text,
        Words(map, "contact"),
        map.Text("manager")?.Text,
        Words(map, "skills"),
        map.Text("zone")?.Text,
        Words(map, "roles"),
        map.Find("vip") is { } vip && Scalars.AsFlag(vip));

    private static Team Team(MapNode map) => new(
        TierNames.Parse(map.Text("tier")?.Text),
        map.Text("lead")?.Text,
        map.Text("manager")?.Text,
        Words(map, "members"),
        map.Text("schedule")?.Text,
        map.Text("paging")?.Text,
        map.Text("escalatesTo")?.Text);

    private static Service Service(MapNode map) => new(
        map.Text("owner")?.Text,
        Words(map, "dependsOn"),
        map.Find("critical") is { } critical && Scalars.AsFlag(critical),
        map.Find("users") is { } users ? Scalars.AsCount(users) : null,
        Words(map, "components"));

    private static Duration? OptionalDuration(MapNode map, string key) =>
        map.Find(key) is { } node ? Scalars.AsDuration(node) : null;

    private static Priority Priority(string name) => (Priority)(name[1] - '0');

    private static ImmutableArray<string> Words(MapNode map, string key) => [.. map.Texts(key).Select(t => t.Text)];

    private static ImmutableHashSet<string> Set(MapNode map, string key) =>
        map.Texts(key).Select(t => t.Text).ToImmutableHashSet(StringComparer.Ordinal);
}
