using System.Text.Json.Nodes;
using Muster.Core.Escalation;
using Muster.Core.Tickets;
using Muster.Files.Policies;
using Muster.Server.Access;
using Muster.Server.Inbound;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>The parts that several answers share, by name.</summary>
internal static class Components
{
    /// <summary>What the flag of that name says.</summary>
    public const string AtRisk =
        "A clock of it that has not ended has used 75 % of its target, or has missed it.";

    public const string JournalLine = nameof(JournalLine);
    public const string ToldFact = nameof(ToldFact);
    public const string Problem = nameof(Problem);
    public const string Ticket = nameof(Ticket);
    public const string TicketRow = nameof(TicketRow);
    public const string Major = nameof(Major);
    public const string Clock = nameof(Clock);
    public const string Clocks = nameof(Clocks);
    public const string Person = nameof(Person);
    public const string Team = nameof(Team);
    public const string Token = nameof(Token);
    public const string Integration = nameof(Integration);
    public const string PolicyVersion = nameof(PolicyVersion);
    public const string Shift = nameof(Shift);

    public static string[] ClockStates { get; } =
        ["running", "outOfHours", "paused", "breached", "met", "cancelled"];

    public static IReadOnlyDictionary<string, JsonObject> All { get; } = new Dictionary<string, JsonObject>
    {
        [Problem] = ProblemShape(),
        [JournalLine] = Line("event"),
        [ToldFact] = Line(null),
        [Clock] = Object([
            Need("state", OneOf(ClockStates)), May("due", Moment("When the target is used up; while it runs.")),
            Need("elapsed", Span("What has counted.")),
            May("remaining", Span("What is left of the target; less than nothing once it was missed.")),
            May("cycle", Whole("Which one it is, from the second on.", least: 2)), .. Stated()]),
        [Clocks] = With(
            With(
                Object(Need("response", Shared(Clock)), Need("resolution", Shared(Clock))), "additionalProperties",
                Shared(Clock)), // by the names that the policy gives them
            "examples",
            new JsonArray(JsonNode.Parse($$$"""
                {"response":{"state":"met","due":"{{{Monday}}}T10:00:00.000Z","elapsed":"PT5M"},
                 "resolution":{"state":"running","due":"{{{Monday}}}T17:00:00.000Z","elapsed":"PT12M",
                  "remaining":"PT7H48M"}}
                """)!)),
        [Ticket] = Object(TicketFields()),
        [TicketRow] = Object(RowFields()),
        [Major] = MajorDescriptions.Room(),
        [PolicyVersion] = Object(
            Need("version", Text(null, Examples.Policy)), May("at", Moment("When it came in force.", "08:00:00.000")),
            May("by", Text("Whose token put it in force.", Examples.TokenId))),
        [Person] = PolicyParts.Named("person", "ana", """{"name":"Ana Abt","mail":"ana@example.org"}"""),
        [Team] = PolicyParts.Named("team", "network", """{"tier":"tier-2","members":["ana"]}"""),
        [Shift] = Object(
            Need("from", Moment(null, "08:00:00.000")),
            Need("to", With(Text(null, "2030-01-14T08:00:00.000Z"), "format", "date-time")),
            Need("person", Text(null, "ana"))),
        [Token] = Object(TokenFields()),
        [Integration] = Object(IntegrationFields()),
    };

    private static JsonObject ProblemShape() => Object(
        Need("type", Text("urn:muster:problem: and the code.", "urn:muster:problem:not-allowed")),
        Need("title", Text(null, "Not in its present state")), Need("status", Whole(null, 409)),
        Need("detail", Text(
            "What is wrong and what to do next.",
            $"{Examples.Ticket} is Closed, where resume is not allowed; allowed are reopen, update, reply.")),
        Need("code", Text(null, "not-allowed")),
        May("version", Whole("The present one, where another was expected.")),
        May("state", Text("Of the ticket, where it does not allow the verb.", "Closed")),
        May("allowed", Texts("The verbs that it allows.", "reopen", "update", "reply")),
        May("errors", List(Object(Need("field", Text()), Need("detail", Text())), "Each field that is wrong.")));

    /// <summary>A line of the journal; one that is told in an explanation may be a note of what has no line.</summary>
    private static JsonObject Line(string? named)
    {
        var fields = new List<Field>
        {
            Need("at", Moment("When it took effect.", "09:05:00.000")),
            Need("ticket", Text(null, Examples.Ticket)),
            new("event", OneOf(
                [.. JournalShapes.Events, .. JournalShapes.Served], "What happened.", "started"), named is not null),
            May("rule", Text("The rule that made it happen.")),
            May("policy", Text("Of rebased: the version.")), May("entry", Text("Of rebased: the agreement.")),
            May("happenedAt", Moment("When it happened, where somebody stated it.")),
            May("number", Whole("Its place in the timeline, by which its time is corrected.", least: 1)),
            May("corrects", Whole("Of time-corrected: the number of the entry.", least: 1)),
        };
        if (named is null)
            fields.Add(May("note", Text("In the place of event: what no line of the journal tells.")));
        var known = fields.Select(field => field.Name).ToHashSet();
        fields.AddRange(JournalShapes.Event.Fields.Where(field => !known.Contains(field.Key))
            .Select(field => May(field.Key, LineField(field.Key))));
        return Object(fields);
    }

    /// <summary>What a clock has beside, where people stated times.</summary>
    public static IEnumerable<Field> Stated() =>
    [
        May("corrected", Flag("A breach was recorded, and by the stated times there is none.")),
        // the clock by the times that people stated
        May("stated", Unshown(Object(
            Need("state", OneOf(ClockStates)), May("due", Moment()), Need("elapsed", Span())))),
    ];

    private static JsonObject LineField(string name) => name switch
    {
        "by" => Text("Who did it.", "ana"),
        "priority" => Priorities(),
        "public" or "machine" or "retroactive" or "proposed" or "lastResort" or "forced" or "auto" => Flag(),
        "cycle" or "level" or "step" or "round" or "affectedUsers" or "tickets" => Whole(),
        "due" or "until" => Moment(),
        "elapsed" => Span(),
        "tags" => Tags(),
        "systems" => Texts(),
        "requester" => Object(May("name", Text()), May("vip", Flag())),
        "to" => With(new JsonObject(), "type", new JsonArray("string", "array")),
        "affectedShare" or "revenue" or "dataLoss" =>
            With(new JsonObject(), "type", new JsonArray("string", "number", "boolean")),
        _ => Text(),
    };

    private static IEnumerable<Field> Head() =>
    [
        Need("id", Text(null, Examples.Ticket)), May("title", Text(null, "VPN gateway is down")),
        Need("state", States(null, "InProgress")), Need("priority", Priorities(null, "P2")),
        Need("tier", OneOf(TierNames.All, null, "tier-2")), May("team", Text(null, "network")),
        May("to", Text("The person who has it.", "ana")), May("service", Text(null, "vpn")),
        May("requester", Object(May("name", Text()), May("vip", Flag()))),
        May("major", Flag("Under the procedure of a major incident.")),
        Need("openedAt", Moment(null, "09:00:00.000")), May("lastActivityAt", Moment(null, "09:05:00.000")),
    ];

    private static IEnumerable<Field> TicketFields() =>
    [
        .. Head(),
        May("provisional", Flag("Nobody has set its priority yet.")), May("category", Text()),
        May("description", Text()), May("source", Text()), May("tags", Tags()), May("aliases", Texts()),
        May("severity", Text("Of a major incident.")), May("holdReason", Text()), May("holdUntil", Moment()),
        May("snoozedUntil", Moment()), May("acknowledgedBy", Texts(null, "ana")),
        May("code", Text("How it was resolved or closed.")), Need("clocks", Shared(Clocks)),
        Need("links", List(Object(
            Need("kind", OneOf(LinkKinds.All, null, "relates")), Need("to", Text(null, Examples.Other))))),
        May("blockedBy", Texts("The open tickets that block it.")),
        May("openChildren", Texts("Its children that are open; a resolved parent waits for them to close (L2, L8).")),
        May("count", Whole("How often its alert was told, the first time included.")), May("dedupKey", Text()),
        May("alerts", List(Object(
            Need("id", Text("The sender's; of a sender of single alerts the dedup key.")),
            Need("state", OneOf(["firing", "resolved"])), May("startsAt", Moment()),
            May("name", Text("By what it differs in its group; of a sender of single alerts the ticket's title."))))),
        May("moreAlerts", Whole("Alerts beyond the first 1,000.")),
        Need("version", Whole("What an If-Match may ask for.", 4, 1)),
    ];

    private static IEnumerable<Field> RowFields() =>
    [
        .. Head(),
        Need("atRisk", Flag(AtRisk, false)),
        May("nextDueAt", Moment("When time does something to it next.", "13:00:00.000")),
        Need("clocks", Object(
            Need("response", Object(May("due", Moment(null, "10:00:00.000")), Need("breached", Flag(null, false)))),
            Need("resolution", Object(
                May("due", Moment(null, "17:00:00.000")), Need("breached", Flag(null, false)))))),
    ];

    private static IEnumerable<Field> TokenFields() =>
    [
        Need("id", Text(null, Examples.TokenId)), Need("name", Text(null, "ana's laptop")),
        Need("role", OneOf(RoleNames.All.Select(role => role.Name()), null, "responder")),
        May("person", Text(null, "ana")), May("scope", Object(May("teams", Texts()), May("services", Texts()))),
        Need("issuedAt", Moment(null, "08:00:00.000")), May("expiresAt", Moment()), May("expired", Flag()),
        May("lastUsedAt", Moment(null, "09:00:00.000")),
        May("token", Text("The secret itself, said this once.")),
    ];

    private static IEnumerable<Field> IntegrationFields() =>
    [
        Need("id", Text(null, Examples.IntegrationId)),
        Need("kind", OneOf(IntegrationKinds.Built, null, "alertmanager")),
        Need("name", Text(null, "prod")), Need("ticketPer", OneOf(["group", "alert"], null, "group")),
        May("service", Text(null, "vpn")), May("interval", Span("Of a heartbeat.")),
        May("mapping", Anything("Of json.")),
        Need("createdAt", Moment(null, "08:00:00.000")), May("key", Text("The key itself, said this once.")),
        May("path", Text("Where the sender sends to, said this once.")),
    ];
}
