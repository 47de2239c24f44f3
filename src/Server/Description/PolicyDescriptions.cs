using System.Text.Json.Nodes;
using Muster.Server.Access;
using Muster.Storage;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>The policy, the people and teams in it, and who is on call by it.</summary>
internal static class PolicyDescriptions
{
    private const string AnaFields = """{"name":"Ana Abt","mail":"ana@example.org"}""";
    private const string NetworkFields = """{"tier":"tier-2","members":["ana"]}""";

    public static IReadOnlyList<RouteDescription> Policy { get; } =
    [
        new("GET", Permissions.Policies, "The policy in force, and which ones came before it.",
            AnswerShape.Json(Object(
                Need("version", Text(null, Examples.Policy)),
                Need("text", Text("The merged text, in YAML.", "people:\n  ana: {mail: ana@example.org}\n")),
                Need("versions", List(Shared(Components.PolicyVersion), "All of them, oldest first.")))))
        {
            Asked = [new("query", "version", Text(), "Another version that was in force once.")],
            Refused = [new(404, "not-found")],
        },
        new("PUT", Permissions.Policies, "Puts another policy in force, laid over the shipped one.",
            AnswerShape.Json(Object(
                Need("version", Text(null, Examples.Policy)),
                Need("before", Text(null, "default@sha256:0f3c8d12ab45e967")),
                Need("changed", Flag(null, true)), May("dry", Flag("It was only looked at.")))))
        {
            Asked = [new("query", "dry", Flag(), "1 says what would be, and changes nothing.")],
            Body = Either(
                Closed(
                    May("text", Text("The whole policy, in YAML or JSON.", "people: {ana: {mail: ana@example.org}}\n")),
                    May("name", Text("Its name, which the version begins with; policy.yaml when absent.", "desk.yaml")),
                    May("files", With(
                        List(
                            Closed(May("name", Text("policy.yaml when absent; each name once.")), Need("text", Text())),
                            "Several, a later one laid over the earlier.", 1),
                        "maxItems", 50))),
                ["text"], ["files"]),
        },
        new("POST", Permissions.Rebase, "Lets clocks of open tickets run under the policy in force; lists them.",
            AnswerShape.Json(Page(
                Object(
                    Need("id", Text(null, Examples.Ticket)), Need("entry", Text("The agreement as it was.", "default")),
                    Need("newEntry", Text(null, "default")),
                    Need("clocks", With(
                        Object(
                            Need("response", Target("PT1H", "PT30M", "10:00", "09:30")),
                            Need("resolution", Target("PT8H", "PT4H", "17:00", "13:00"))),
                        "additionalProperties", Target("PT4H", "PT2H", "13:00", "11:00")))),
                Need("version", Text("Of the policy in force.", Examples.Policy)),
                May("dry", Flag("It was only looked at.")))))
        {
            Asked =
            [
                new("query", "dry", Flag(), "1 lists what would change, and changes nothing."),
                new("query", "cursor", Text(), "The next of the page before."),
                new("query", "limit", With(Whole(least: 1), "maximum", 500), "50 when absent."),
            ],
        },
    ];

    public static IReadOnlyList<RouteDescription> Directory { get; } =
    [
        .. Named("people", "person", Permissions.People, Permissions.Person, Components.Person, AnaFields),
        .. Named("teams", "team", Permissions.Teams, Permissions.Team, Components.Team, NetworkFields),
        new("POST", Permissions.MessageTrial, "Sends a person a message that says it is a test.", AnswerShape.Json(
            Object(
                Need("key", Text("By which its messages are found.", "trial/0f3c8d12ab45e967")),
                Need("ways", Texts("The channels that serve them.", "mail"))), 202))
        {
            Refused = [new(422, "invalid")],
        },
        new("GET", Permissions.Messages, "What people were told, what waits, and what could not be told.",
            AnswerShape.Json(Page(Object(
                Need("id", Whole(null, 7, 1)),
                Need("key", Text("The same at every attempt.", "page/INC-2030-00042/1/ana")),
                Need("kind", Text(null, "page.v1")), Need("to", Text(null, "ana")),
                May("ticket", Text(null, Examples.Ticket)),
                Need("state", OneOf(["waiting", "delivered", "dropped", "failed"], null, "delivered")),
                Need("attempts", Whole(null, 1)), Need("since", Moment(null, "09:00:00.000")),
                May("settledAt", Moment(null, "09:00:01.000")),
                May("reason", Text("Why it was dropped, failed, or by which way it went.", "mail"))))))
        {
            Asked =
            [
                new("query", "ticket", Text(), "Only those about it."),
                new("query", "to", Text(), "Only those to this person, or to this address of a stakeholder list."),
                new("query", "state", Text(),
                    "Only those that stand so: waiting, delivered, dropped, failed, comma-separated."),
                new("query", "cursor", Text(), "The next of the page before; a page may hold fewer than the limit."),
                new("query", "limit", With(Whole(least: 1), "maximum", TicketFilter.LargestLimit), "50 when absent."),
            ],
            Refused = [new(404, "unknown-ticket"), new(422, "invalid")],
        },
    ];

    public static IReadOnlyList<RouteDescription> OnCall { get; } =
    [
        new("GET", Permissions.OnCall, "Who is on call, now or at any moment.", AnswerShape.Json(Object(
            Need("at", Moment(null, "09:12:00.000")),
            Need("items", List(Object(
                Need("schedule", Text(null, "primary")), Need("zone", Text(null, "Europe/Berlin")),
                Need("oncall", Texts("Nobody, or one person.", "ana")),
                May("until", With(
                    Text("When that changes, within 31 days.", "2030-01-14T08:00:00.000Z"), "format",
                    "date-time"))))))))
        {
            Asked =
            [
                new("query", "at", Moment(), "Now when absent; the past goes by the schedules of then."),
                new("query", "schedule", Text(), "One of them; all when absent."),
            ],
            Refused = [new(404, "unknown-schedule")],
        },
        new("GET", Permissions.Readiness, "Holes in the next 30 days, and people whom nobody can tell anything.",
            AnswerShape.Json(Object(
                Need("ready", Flag(null, true)), Need("from", Moment(null, "09:12:00.000")),
                Need("to", With(Text(null, "2030-02-06T09:12:00.000Z"), "format", "date-time")),
                Need("withoutContact", With(Texts("People without a way to tell them."), "examples",
                    new JsonArray(new JsonArray()))),
                Need("schedules", List(Object(
                    Need("schedule", Text(null, "primary")),
                    Need("gaps", Lines(Object(Need("from", Moment()), May("to", Moment())), "When nobody is on call.")),
                    Need("unreachable", Lines(
                        Object(
                            Need("person", Text()), Need("known", Flag("Whether the policy knows them.")),
                            Need("from", Moment()), May("to", Moment())),
                        "Shifts of people without a way to tell them.")))))))),
        new("GET", Permissions.Shifts, "The shifts of a schedule.", AnswerShape.Json(Object(
            Need("schedule", Text(null, "primary")), Need("shifts", List(Shared(Components.Shift))))))
        {
            Asked =
            [
                new("query", "from", Moment(), "Now when absent; shifts are cut to it."),
                new("query", "to", Moment(), "Exclusive; 14 days later when absent, 400 days at most."),
            ],
            Refused = [new(404, "unknown-schedule")],
        },
        new("POST", Permissions.Overrides, "Puts somebody in for somebody else; a swap is two, put in force together.",
            AnswerShape.Json(Object(
                Need("schedule", Text(null, "primary")), Need("policy", Text(null, Examples.Policy)),
                Need("overrides", List(Object(Override(true))))), 201))
        {
            Body = Either(
                Closed(
                [
                    .. Override(true).Select(field => field with { IsNeeded = false }),
                    May("overrides", With(
                        List(Closed(Override(false)), "Several in the place of one.", 1), "maxItems", 20)),
                    May("key", Text("As the header Idempotency-Key.")),
                ]),
                ["from", "to", "person"], ["overrides"]),
            Refused = [new(404, "unknown-schedule")],
        },
        new("GET", Permissions.OnCallCalendar, "A schedule as iCalendar: 30 days back, 90 ahead.", AnswerShape.Plain(
            "text/calendar",
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:20300107T080000Z\r\n"
            + "DTEND:20300114T080000Z\r\nSUMMARY:ana\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
        {
            Refused = [new(404, "unknown-schedule")],
        },
    ];

    private static JsonObject Target(string before, string after, string due, string newDue) => Object(
        May("target", Span("Absent where the agreement has no such clock.", before)),
        May("newTarget", Span("Absent where the new one has none.", after)),
        May("due", Moment(null, $"{due}:00.000")), May("newDue", Moment(null, $"{newDue}:00.000")));

    private static Field[] Override(bool shown) =>
    [
        Need("from", Text("Local time of the schedule.", shown ? "2030-01-08T09:00" : null)),
        Need("to", Text("Exclusive.", shown ? "2030-01-09T09:00" : null)),
        Need("person", Text(null, shown ? "ana" : null)),
    ];

    private static RouteDescription[] Named(
        string section, string noun, string all, string one, string part, string example) =>
    [
        new("GET", all, $"All {section}, by name.", AnswerShape.Json(Object(Need("items", List(Shared(part)))))),
        new("GET", one, $"One {noun}.", AnswerShape.Json(Shared(part))),
        new("PUT", one, $"Adds or replaces a {noun}, as a new version of the policy.", AnswerShape.Json(Shared(part)))
        {
            Body = PolicyParts.Of(noun, example),
        },
        new("DELETE", one, $"Removes a {noun} whom nothing else in the policy names.", AnswerShape.Nothing)
        {
            Refused = [new(409, "still-named")],
        },
    ];
}
