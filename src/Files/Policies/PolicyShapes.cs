using System.Collections.Immutable;
using Muster.Core.Escalation;
using static Muster.Files.Policies.Scalars;

namespace Muster.Files.Policies;

/// <summary>
/// Every key of a policy, once: the reader, the merged text and the JSON Schema's test walk this table.
/// </summary>
internal static class PolicyShapes
{
    /// <summary>Top-level keys that CONTRACT reserves for parts which are still to come.</summary>
    public static readonly ImmutableArray<string> LaterKeys =
    [
        "workflows", "agents", "patterns", "maintenance",
    ];

    public static readonly ImmutableArray<string> Priorities = ["P1", "P2", "P3", "P4"];

    /// <summary>The hold reasons that need no <c>holdReasons</c>.</summary>
    public static readonly ImmutableArray<string> HoldReasons = ["user", "vendor", "approval", "change"];

    public static readonly MapShape Calendar = new("a calendar",
    [
        new("zone", Zone, Required: true),
        new("week", new WeekShape()),
        new("holidays", new ListShape("dates", Date)),
        new("holidaysFrom", Text),
    ]);

    private static readonly ListShape Words = new("texts", Text);

    private static readonly MapShape Target = new("a target",
    [
        new("response", LongDuration, Required: true),
        new("resolution", LongDuration, Required: true),
        new("escalateAt", LongDuration, Required: true),
        new("whenActive", Word("escalate", "warn"), Required: true),
    ]);

    private static readonly MapShape Match = new("match",
    [
        new("service", Words),
        new("category", Words),
        new("customer", Words),
        new("tag", new NamedShape("lists of values", Words)),
    ]);

    private static readonly MapShape Clock = new("a clock",
    [
        new("kind", Word("next-update", "team", "vendor", "regulatory"), Required: true),
        new("match", Match),
        new("targets", ByPriority("targets", LongDuration, required: false), Required: true),
        new("calendar", Text),
        new("pauseOn", new ListShape("hold reasons", Text)),
        new("warnAt", new ListShape("percentages", Level)),
        new("teams", new ListShape("teams", Text, AtLeast: 1)),
        new("metBy", new NamedShape("lists of values", Words)),
    ]);

    private static readonly MapShape SlaEntry = new("an sla entry",
    [
        new("name", Text),
        new("match", Match),
        new("calendar", Text, Required: true),
        new("pauseOn", new ListShape("hold reasons", Text), Required: true),
        new("warnAt", new ListShape("percentages", Level), Required: true),
        new("defaultPriority", Word([.. Priorities]), Required: true),
        new("targets", ByPriority("targets", Target, required: true), Required: true),
        new("clocks", new NamedShape("clocks", Clock)),
    ]);

    private static readonly MapShape Stagnation = new("a stagnation limit",
    [
        new("inProgress", LongDuration),
        new("assigned", LongDuration),
    ]);

    private static readonly MapShape Verdicts = new("verdicts",
    [
        new("noiseWithin", AnyDuration, Required: true),
        new("floor", Share, Required: true),
        new("lastJudged", Every, Required: true),
    ]);

    private static readonly MapShape Escalation = new("escalation",
    [
        new("stagnation", ByPriority("stagnation", Stagnation, required: false), Required: true),
        new("activeWithin", ByPriority("activeWithin", LongDuration, required: true), Required: true),
        new("activeEscalatesAt", Share, Required: true),
        new("afterEscalation", Share, Required: true),
        new("bouncedMoreThan", Count, Required: true),
        new("keywords", Words, Required: true),
        new("negations", Words, Required: true),
        new("verdicts", Verdicts, Required: true),
    ]);

    private static readonly MapShape Lifecycle = new("lifecycle",
    [
        new("autoClose", LongDuration, Required: true),
        new("autoCloseNotice", LongDuration, Required: true),
        new("autoPending", LongDuration, Required: true),
        new("reopenWithin", AnyDuration, Required: true),
        new("sameCycleWithin", AnyDuration, Required: true),
        new("holdReasons", Words, Required: true),
        new("thanks", Words, Required: true),
    ]);

    private static readonly MapShape Alerts = new("alerts",
    [
        new("severities", new NamedShape("priorities", Word([.. Priorities])), Required: true),
    ]);

    private static readonly MapShape Asking = new("asking", [new("declareFromWords", Flag, Required: true)]);

    private static readonly MapShape Layer = new("a layer",
    [
        new("name", Text),
        new("rotation", Word("hourly", "daily", "weekly", "custom"), Required: true),
        new("every", Every),
        new("shift", LongDuration),
        new("start", Scalars.DateTime, Required: true),
        new("people", new ListShape("people", Text, AtLeast: 1), Required: true),
        new("only", new WeekShape()),
    ]);

    private static readonly MapShape Override = new("an override",
    [
        new("from", Scalars.DateTime, Required: true),
        new("to", Scalars.DateTime, Required: true),
        new("person", Text, Required: true),
    ]);

    public static readonly MapShape Schedule = new("a schedule",
    [
        new("zone", Zone, Required: true),
        new("layers", new ListShape("layers", Layer)),
        new("overrides", new ListShape("overrides", Override)),
    ]);

    private static readonly MapShape Step = new("a step",
    [
        new("notify", new ListShape("targets", PagingTarget, AtLeast: 1), Required: true),
        new("after", AnyDuration),
        new("priorities", new ListShape("priorities", Word([.. Priorities]), AtLeast: 1)),
    ]);

    private static readonly MapShape Paging = new("a paging policy",
    [
        new("repeat", Repeats),
        new("repeatAfter", LongDuration),
        new("ackTimeout", LongDuration),
        new("priorities", new ListShape("priorities", Word([.. Priorities]))),
        new("steps", new ListShape("steps", Step, AtLeast: 1), Required: true),
        new("lastResort", new ListShape("targets", PagingTarget, AtLeast: 1), Required: true),
    ]);

    private static readonly MapShape Person = new("a person",
    [
        new("name", Text),
        new("mail", Text),
        new("slack", Text),
        new("phone", Text),
        new("webhook", Text),
        new("contact", new ListShape("ways", Word("mail", "slack", "phone", "webhook"), AtLeast: 1)),
        new("manager", Text),
        new("skills", Words),
        new("zone", Zone),
        new("roles", Words),
        new("vip", Flag),
    ]);

    private static readonly MapShape Team = new("a team",
    [
        new("tier", Word([.. TierNames.All])),
        new("lead", Text),
        new("manager", Text),
        new("members", new ListShape("people", Text)),
        new("schedule", Text),
        new("paging", Text),
        new("escalatesTo", Text),
    ]);

    private static readonly MapShape Service = new("a service",
    [
        new("owner", Text),
        new("dependsOn", new ListShape("services", Text)),
        new("critical", Flag),
        new("users", Count),
        new("components", Words),
    ]);

    public static readonly MapShape Policy = new("a policy",
    [
        new("calendars", new NamedShape("calendars", Calendar), Required: true),
        new("sla", new ListShape("sla entries", SlaEntry, AtLeast: 1), Required: true),
        new("escalation", Escalation, Required: true),
        new("lifecycle", Lifecycle, Required: true),
        new("schedules", new NamedShape("schedules", Schedule)),
        new("paging", new NamedShape("paging policies", Paging)),
        new("people", new NamedShape("people", Person)),
        new("teams", new NamedShape("teams", Team)),
        new("services", new NamedShape("services", Service)),
        new("alerts", Alerts, Required: true),
        new("asking", Asking, Required: true),
        new("severities", MajorShapes.Severities, Required: true),
        new("majors", MajorShapes.Majors, Required: true),
        new("stakeholders", new NamedShape("stakeholder lists", MajorShapes.Stakeholders)),
    ]);

    private static MapShape ByPriority(string of, Shape each, bool required) =>
        new(of, [.. Priorities.Select(p => new Field(p, each, required))]);
}
