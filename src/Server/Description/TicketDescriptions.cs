using System.Text.Json.Nodes;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Storage;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>Tickets, their verbs, and what is told of them.</summary>
internal static class TicketDescriptions
{
    private static readonly Refusal NotNow = new(409, "not-allowed, child-open");

    public static IReadOnlyList<RouteDescription> Tickets { get; } =
    [
        new("GET", Permissions.Tickets, "Tickets, newest first.", AnswerShape.Json(
            Page(Shared(Components.TicketRow))))
        {
            Asked = Filters(),
        },
        new("POST", Permissions.Tickets, VerbWords.Of("open"), AnswerShape.Json(Opened(), 201))
        {
            Body = VerbBodies.Of("open"),
            BodyIsNeeded = false,
            Refused = [new(409, "exists")],
        },
        new("GET", Permissions.Ticket, "One ticket, with its clocks and links.",
            AnswerShape.Json(Shared(Components.Ticket))),
        new("GET", Permissions.Timeline, "All that happened to it, oldest first, as lines of the journal.",
            AnswerShape.Json(Object(Need("items", List(Shared(Components.JournalLine)))))),
        new("GET", Permissions.Explanation, "Why its clocks and rules stand as they do, and what comes next.",
            AnswerShape.Json(Explanation()))
        {
            Asked =
            [
                new("query", "at", Moment(), "Any instant, past or up to ten years ahead; now when absent."),
                new("query", "assume", Texts(),
                    "What would be otherwise, such as priority=P1@INSTANT; up to 20 times."),
            ],
        },
        new("GET", Permissions.Graph, "What hangs on what, from this ticket on; at most 200 tickets.",
            AnswerShape.Json(Graph())),
        ReportDescription.Of,
        new("GET", Permissions.WhyNot, "Why somebody was told of it, or was not.", AnswerShape.Json(Object(
            Need("ticket", Text(null, Examples.Ticket)), Need("person", Text(null, "ana")),
            Need("told", Flag(null, false)),
            Need("because", Texts(null, "The policy has no paging for P2."))))),
        new("GET", Permissions.Sla, "How open tickets stand against their promises.", AnswerShape.Json(
            Page(Standing(), Need("at", Moment(null, "09:12:00.000")),
                May("more", Whole("How many the filters hold for beyond these, where there are more.")))))
        {
            Asked = Filters(),
        },
        ReportDescription.Figures,
        new("GET", Permissions.Stream, "The journal as it is written, as server-sent events.", AnswerShape.Plain(
            "text/event-stream",
            $$"""
            event: journal
            id: 118
            data: {"at":"{{Monday}}T09:05:00.000Z","ticket":"{{Examples.Ticket}}","event":"started","by":"ana"}


            """))
        {
            Asked =
            [
                new("header", "Last-Event-ID", Text(),
                    "Goes on after this position without a gap; 0 is the beginning."),
            ],
        },
    ];

    public static IReadOnlyList<RouteDescription> Verbs { get; } =
    [
        .. Permissions.TicketVerbs.Select(verb => new RouteDescription(
            "POST", Permissions.OfVerb(verb), VerbWords.Of(verb), AnswerShape.Json(Shared(Components.Ticket)))
        {
            Body = VerbBodies.Of(verb),
            BodyIsNeeded = VerbBodies.NeedsBody(verb),
            Refused = [NotNow],
        }),
    ];

    private static JsonObject Opened()
    {
        var opened = (JsonObject)Components.All[Components.Ticket].DeepClone();
        var shown = ExampleOf(opened)!.AsObject();
        foreach (var later in (string[])["team", "to", "acknowledgedBy", "links"])
            shown.Remove(later);
        (shown["state"], shown["tier"], shown["version"], shown["links"]) = ("New", "tier-1", 1, new JsonArray());
        shown["lastActivityAt"] = $"{Monday}T09:00:00.000Z";
        shown["clocks"] = JsonNode.Parse($$$"""
            {"response":{"state":"running","due":"{{{Monday}}}T10:00:00.000Z","elapsed":"PT0S","remaining":"PT1H"},
             "resolution":{"state":"running","due":"{{{Monday}}}T17:00:00.000Z","elapsed":"PT0S","remaining":"PT8H"}}
            """);
        return With(Shared(Components.Ticket), "examples", new JsonArray(shown));
    }

    private static IReadOnlyList<Parameter> Filters() =>
    [
        new("query", "state", Text(), "Names of states, and open for all but Resolved and Closed, comma-separated."),
        new("query", "priority", Text(), "P1 to P4, comma-separated."),
        new("query", "team", Text(), "Names of teams, comma-separated."),
        new("query", "service", Text(), "Names of services, comma-separated."),
        new("query", "q", Text(), "Words that all occur; one that ends in * is a beginning."),
        new("query", "cursor", Text(), "The next of the page before."),
        new("query", "atRisk", Flag(), Components.AtRisk),
        new("query", "limit", With(Whole(least: 1), "maximum", TicketFilter.LargestLimit), "50 when absent."),
    ];

    private static JsonObject Standing() => Object(
        Need("id", Text(null, Examples.Ticket)), May("title", Text(null, "VPN gateway is down")),
        Need("state", States(null, "InProgress")), Need("priority", Priorities(null, "P2")),
        Need("tier", Text(null, "tier-2")), May("team", Text(null, "network")), May("to", Text(null, "ana")),
        May("service", Text(null, "vpn")), Need("atRisk", Flag(Components.AtRisk, false)),
        Need("openedAt", Moment(null, "09:00:00.000")), Need("age", Span(null, "PT12M")),
        May("lastActivityAt", Moment(null, "09:05:00.000")), Need("clocks", Shared(Components.Clocks)),
        May("done", Unshown(Shared(Components.JournalLine, "What was done about the promise last."))),
        May("why", Text("Why that was done.")));

    private static JsonObject Graph() => Object(
        Need("ticket", Text(null, Examples.Ticket)),
        Need("nodes", Lines(
            Object(
                Need("id", Text()), May("title", Text()), May("state", States()), May("priority", Priorities()),
                May("team", Text()), May("to", Text()), May("blocked", Flag())),
            null,
            $$"""{"id":"{{Examples.Ticket}}","title":"VPN gateway is down","state":"InProgress","priority":"P2"}""",
            $$"""{"id":"{{Examples.Other}}","title":"No way in","state":"New","priority":"P3"}""")),
        Need("links", List(Object(
            Need("from", Text(null, Examples.Other)), Need("kind", OneOf(LinkKinds.All, null, "relates")),
            Need("to", Text(null, Examples.Ticket))))),
        May("cut", Flag("There is more than 200 tickets.")));

    private static JsonObject Explanation() => Object(
        May("assumed", Texts("What was assumed, as it was asked.")),
        May("differs", Object(
            Need("figures", List(Object(Need("what", Text()), Need("real", Text()), Need("assumed", Text())))),
            Need("gone", Unshown(List(Shared(Components.ToldFact), "What only the real run has."))),
            Need("come", Unshown(List(Shared(Components.ToldFact), "What only the assumed run has."))))),
        Need("ticket", Text(null, Examples.Ticket)), Need("at", Moment(null, "09:12:00.000")),
        Need("policy", Text(null, Examples.Policy)), Need("zones", Text("Of the data on time zones.", "TZDB: 2029c")),
        Need("state", States(null, "InProgress")), Need("priority", Priorities(null, "P2")),
        May("provisional", Flag()), Need("tier", Text(null, "tier-2")),
        May("title", Text(null, "VPN gateway is down")), May("team", Text(null, "network")),
        May("to", Text(null, "ana")), May("requester", Text()), May("service", Text(null, "vpn")),
        May("category", Text()), May("holdReason", Text()), May("until", Moment()), May("snoozedUntil", Moment()),
        Need("openedAt", Moment(null, "09:00:00.000")), May("lastActivityAt", Moment(null, "09:05:00.000")),
        Need("entry", Text("The agreement that holds.", "default")),
        Need("clocks", Object(
            Need("response", Account("met", "PT1H", "PT5M", "10")),
            Need("resolution", Account("running", "PT8H", "PT12M", "17")))),
        Need("rules", List(Object(
            Need("rule", Text(null, "E1")), Need("name", Text(null, "threshold")), Need("fired", Facts()),
            Need("withheld", Facts()), Need("counted", Facts()),
            Need("why", Text(null, "6 hours of the resolution clock are not reached; 12 minutes are.")),
            May("comesTrueAt", Moment("If nobody does anything.", "15:00:00.000")),
            May("then", With(Shared(Components.ToldFact, "What it writes then."), "examples", new JsonArray(
                JsonNode.Parse($$"""
                    {"at":"{{Monday}}T15:00:00.000Z","ticket":"{{Examples.Ticket}}","event":"escalated","rule":"E1",
                     "trigger":"threshold","from":"tier-2","to":"tier-3","auto":true,"by":"coordinator"}
                    """))))))),
        Need("ahead", Facts()), Need("timeline", List(Shared(Components.ToldFact))));

    private static JsonObject Facts() => Lines(Shared(Components.ToldFact), null);

    private static JsonObject Account(string state, string target, string elapsed, string due) => Object([
        Need("state", OneOf(Components.ClockStates, null, state)), May("due", Moment(null, $"{due}:00:00.000")),
        Need("elapsed", Span(null, elapsed)), Need("cycle", Whole(null, 1, 1)), Need("target", Span(null, target)),
        Need("calendar", Text(null, "always")), Need("entry", Text(null, "default")), .. Components.Stated(),
        Need("intervals", List(Object(
            Need("from", Moment(null, "09:00:00.000")), Need("to", Moment(null, "09:12:00.000")),
            Need("why", OneOf(
                [
                    "counted", "outOfHours", "holiday", "paused", "met", "resolved", "closed", "earlierCycle", "inPart",
                ], "Why it counted or did not.", "counted")),
            May("reason", Text("Of a pause.")), May("cycle", Text("Of an earlier cycle.")),
            May("calendar", Text(null, "always")),
            Need("counted", Span(null, "PT12M")), Need("total", Span(null, "PT12M")))))]);
}
