using System.Text.Json.Nodes;
using Muster.Core.Majors;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>Major incidents, their rooms, and the verbs said to them.</summary>
internal static class MajorDescriptions
{
    private static readonly string[] Phases = ["none", "candidate", "rejected", "declared", "watched", "stood-down"];

    private static readonly Refusal NotNow = new(409, "not-allowed");

    public static IReadOnlyList<RouteDescription> All { get; } =
    [
        new("GET", Permissions.Majors, "Major incidents and candidates, newest first.", AnswerShape.Json(Page(Row())))
        {
            Asked =
            [
                new("query", "state", Text(),
                    "candidate, declared, watched, stood-down, comma-separated; all when absent."),
                new("query", "cursor", Text(), "The next of the page before."),
                new("query", "limit", With(Whole(least: 1), "maximum", TicketFilter.LargestLimit), "50 when absent."),
            ],
        },
        new("POST", Permissions.Majors, "Opens a ticket, a P1 where nothing else is said, and declares it.",
            AnswerShape.Json(Shared(Components.Major), 201))
        {
            Body = WithSeverity(VerbBodies.Of("open")),
            BodyIsNeeded = false,
            Refused = [new(409, "exists")],
        },
        new("GET", Permissions.Major, "Its room: roles, timeline, decisions, tasks, the next update and its draft.",
            AnswerShape.Json(Shared(Components.Major))),
        .. Permissions.MajorVerbs.Select(verb => new RouteDescription(
            "POST", Permissions.OfMajor(verb), VerbWords.Of(verb), AnswerShape.Json(Shared(Components.Major)))
        {
            Body = VerbBodies.Of(verb),
            BodyIsNeeded = VerbBodies.NeedsBody(verb),
            Refused = [NotNow],
        }),
    ];

    public static JsonObject Room() => Object(
        Need("id", Text(null, Examples.Ticket)), May("title", Text(null, "VPN gateway is down")),
        Need("state", OneOf(Phases, null, "declared")), May("severity", OneOf(MajorWords.Severities, null, "SEV-1")),
        May("reason", Text("Why it was thought to be one.")),
        Need("ticketState", States(null, "InProgress")), Need("priority", Priorities(null, "P1")),
        May("service", Text(null, "vpn")), May("declaredAt", Moment(null, "09:02:00.000")),
        Need("roles", List(Object(
            Need("role", OneOf(MajorWords.Roles, null, "commander")), May("to", Text(null, "ana")),
            May("offered", Text()), May("offeredAt", Moment())))),
        May("bridge", Object(May("link", Text()), May("channel", Text()))),
        May("box", Object(May("until", Moment()), May("answerBy", Moment()))),
        Need("update", Object(
            May("next", Moment("When the next update is promised.", "09:17:00.000")), May("overdue", Flag(null, false)),
            May("draft", Text("The next one, made of what is new.", "We are looking into it.")))),
        Need("updates", ShownEmpty(List(Object(
            Need("at", Moment()), Need("phase", OneOf(MajorWords.Phases)), Need("text", Text()), May("next", Moment()),
            May("by", Text()))))),
        May("watchUntil", Moment()), May("confirmedBy", Text()), May("reviewAt", Moment()),
        May("impact", Unshown(Anything())),
        Need("timeline", List(Object(
            Need("at", Moment(null, "09:02:00.000")), May("recordedAt", Moment()), Need("number", Whole(null, 2, 1)),
            May("event", Text(null, "declared")), May("text", Text(null, "Declared a major incident, SEV-1")),
            May("by", Text(null, "ana")), May("auto", Flag())))),
        Need("decisions", ShownEmpty(List(Object(
            Need("decision", Whole(null, null, 1)), Need("text", Text()), May("options", Texts()),
            May("reason", Text()), May("effect", Text()), May("until", Moment()), May("by", Text()),
            Need("at", Moment()))))),
        Need("tasks", ShownEmpty(List(Object(
            Need("task", Whole()), Need("text", Text()), May("to", Text()), May("until", Moment()),
            Need("state", OneOf(["open", "done", "cancelled"])))))),
        Need("actions", ShownEmpty(List(Object(
            Need("action", Whole(null, null, 1)), Need("text", Text()), May("to", Text()), May("until", Moment()),
            May("priority", Priorities()), May("class", Text()), May("horizon", OneOf(MajorWords.Horizons)),
            Need("state", OneOf(["open", "done", "cancelled"])), May("verification", Text()))))),
        Need("whys", ShownEmpty(List(
            Anything("A claim: why, text, evidence, confidence, and the whys that explain it.")))),
        Need("lessons", ShownEmpty(List(Object(Need("kind", OneOf(["well", "improve"])), Need("text", Text()))))),
        Need("milestones", Object([.. MajorWords.Milestones.Select(name =>
            May(name, name == "declared" ? Moment(null, "09:02:00.000") : Moment()))])),
        Need("metrics", Bare(Object([.. ((string[])
            [
                "timeToDetect", "timeToAcknowledge", "timeToWarRoom", "timeToDiagnose", "timeToMitigate",
                "timeToResolve", "downtime",
            ]).Select(name => May(name, Span()))]))),
        Need("version", Whole(null, 9, 1)));

    private static JsonObject Bare(JsonObject schema) => With(schema, "examples", new JsonArray(new JsonObject()));

    private static JsonObject Row() => Object(
        Need("id", Text(null, Examples.Ticket)), May("title", Text(null, "VPN gateway is down")),
        May("state", OneOf(Phases, null, "declared")), Need("ticketState", States(null, "InProgress")),
        Need("priority", Priorities(null, "P1")), May("service", Text(null, "vpn")), May("team", Text(null, "network")),
        May("openedAt", Moment(null, "09:00:00.000")));

    private static JsonObject WithSeverity(JsonObject body)
    {
        body["properties"]!["severity"] = OneOf(MajorWords.Severities, "SEV-1 where it is not said.", "SEV-1");
        return body;
    }
}
