using System.Text.Json.Nodes;
using Muster.Core.Tickets;
using Muster.Server.Access;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>
/// What senders of alerts send, and what they are told. Their bodies hold what their vendors document; what is shown of
/// them here is what is read.
/// </summary>
internal static class AlertDescriptions
{
    private static readonly Refusal NoKey = new(404, "unknown-integration");
    private static readonly Refusal[] OfBody =
        [NoKey, new(400, "unreadable"), new(413, "too-large"), new(503, "overloaded")];

    public static IReadOnlyList<RouteDescription> All { get; } =
    [
        new("POST", Permissions.InboundOf("alertmanager"), "Alertmanager's webhook, version 4.", Told())
        {
            Body = Group(),
            Refused = OfBody,
        },
        new("POST", Permissions.InboundOf("grafana"), "Grafana's webhook.", Told()) { Body = Group(),
            Refused = OfBody },
        new("POST", Permissions.InboundOf("json"), "Anybody's JSON, read by the integration's mapping.",
            AnswerShape.Json(With(
                new JsonObject(), "anyOf", new JsonArray(Taken(), Foreseen(), Object(Need("items", List(Foreseen())))))
            .Shown(ExampleOf(Taken())!)))
        {
            Asked = [new("query", "dry", Flag(), "1 shows the ticket that it would make, and makes none.")],
            Body = Object(
                May("title", Text("Also summary, message, subject, name, alertname.", "Backup has failed")),
                May("dedupKey", Text("Also dedup, alias, fingerprint, key, id.", "backup/berlin")),
                May("status", Text("Firing where it is none of resolved, ok, closed and the like.", "firing")),
                May("severity", Text("A word of the policy, or P1 to P4.", "warning")),
                May("service", Text(null, "backup")), May("description", Text()), May("startsAt", Text())),
            Refused = OfBody,
        },
        new("POST", Permissions.Heartbeat, "Says that it still lives; silence opens a ticket.",
            Told("heartbeat", "nothing"))
        {
            Refused = [NoKey],
        },
        new("POST", Permissions.PagerDuty, "PagerDuty's Events API v2; the key is routing_key.", AnswerShape.Json(
            Object(
                Need("status", Text(null, "success")), Need("message", Text(null, "Event processed")),
                Need("dedup_key", Text(null, "vpn-gateway-down"))),
            202))
        {
            Body = PagerDutyEvent(),
            Refused = [new(400, "as the vendor says"), new(413, "as the vendor says"), new(429, "as the vendor says")],
        },
        new("POST", Permissions.Opsgenie,
            "Creates an alert by Opsgenie's alert API; the key is Authorization: GenieKey.",
            Accepted())
        {
            Body = Object(
                Need("message", Text("At most 130 characters.", "VPN gateway is down")),
                May("alias", Text("By which it is known again.", "vpn-gateway-down")),
                May("description", Text()), May("note", Text()),
                May("priority", OneOf(["P1", "P2", "P3", "P4", "P5"], null, "P2")), May("entity", Text()),
                May("source", Text()), May("tags", Texts()), May("details", Tags())),
            Refused = ByVendor(401, 400, 413, 422, 429),
        },
        Does(Permissions.OpsgenieAcknowledge, "Acknowledges an alert.", false),
        Does(Permissions.OpsgenieClose, "Closes an alert.", false),
        Does(Permissions.OpsgenieNotes, "Adds a note to an alert.", true),
        Says(Permissions.OpsgenieMessage, "message", "The VPN gateway is slow"),
        Says(Permissions.OpsgenieDescription, "description", "Both tunnels are up again; packets get lost."),
        new("GET", Permissions.OpsgenieRequest, "What became of a request.", AnswerShape.Json(Object(
            Need("data", Object(
                Need("success", Flag(null, true)), Need("action", Text(null, "Create")),
                Need("processedAt", Moment(null, "09:00:00.000")),
                Need("integrationId", Text(null, Examples.IntegrationId)),
                Need("isSuccess", Flag(null, true)), Need("status", Text(null, "Created alert")),
                Need("alertId", Text("The ticket's number.", Examples.Ticket)),
                Need("alias", Text(null, "vpn-gateway-down")))),
            Need("requestId", Text(null, Examples.RequestId)), Need("took", Seconds()))))
        {
            Refused = ByVendor(401, 404),
        },
    ];

    private static RouteDescription Says(string path, string field, string example) => new(
        "PUT", path, $"Gives an alert another {field}, which is noted on its ticket.", Accepted())
    {
        Asked = [NamedBy()],
        Body = Object(
            Need(field, Text(null, example)), May("user", Text("Who does it.", "ana")), May("source", Text())),
        BodyIsNeeded = true,
        Refused = ByVendor(401, 400, 413, 422, 429),
    };

    private static Parameter NamedBy() =>
        new("query", "identifierType", OneOf(["id", "tiny", "alias"]), "How the path names it; id when absent.");

    private static RouteDescription Does(string path, string words, bool needsNote) => new(
        "POST", path, words, Accepted())
    {
        Asked = [NamedBy()],
        Body = Object(
            May("user", Text("Who does it.", "ana")),
            new Field("note", Text(null, "A new power supply is on its way."), needsNote), May("source", Text())),
        BodyIsNeeded = needsNote,
        Refused = ByVendor(401, 400, 413, 422, 429),
    };

    private static Refusal[] ByVendor(params int[] statuses) =>
        [.. statuses.Select(status => new Refusal(status, "as the vendor says"))];

    private static AnswerShape Accepted() => AnswerShape.Json(
        Object(
            Need("result", Text(null, "Request will be processed")), Need("requestId", Text(null, Examples.RequestId)),
            Need("took", Seconds())),
        202);

    private static JsonObject Seconds() => new() { ["type"] = "number", ["examples"] = new JsonArray(0.004) };

    private static AnswerShape Told(string key = "{}:{alertname=\"VpnDown\"}", string outcome = "opened") =>
        AnswerShape.Json(Taken(key, outcome));

    private static JsonObject Taken(string key = "backup/berlin", string outcome = "opened") => Object(
        Need("accepted", Whole("How many alerts, or groups of them.", 1)),
        Need("items", List(
            Object(
                Need("dedupKey", Text(null, key)),
                May("ticket", Text(null, outcome == "opened" ? Examples.Ticket : null)),
                Need("outcome", OneOf(
                    ["opened", "counted", "changed", "resolved", "noted", "acknowledged", "nothing"],
                    "What became of it.", outcome))),
            "The first 100.")));

    private static JsonObject Foreseen() => Object(
        Need("dry", Flag(null, true)), Need("would", Text("What would become of it.", "open")),
        Need("dedupKey", Text(null, "backup/berlin")), May("ticket", Text()),
        May("title", Text(null, "Backup has failed")),
        Need("state", States(null, "New")), Need("priority", Priorities(null, "P3")), May("provisional", Flag()),
        Need("tier", Text(null, "tier-1")), May("service", Text(null, "backup")), May("description", Text()),
        May("source", Text()), May("tags", Tags()));

    private static JsonObject Group() => Object(
        Need("status", OneOf(["firing", "resolved"], null, "firing")),
        Need("groupKey", Text("By which the group is known again.", "{}:{alertname=\"VpnDown\"}")),
        May("commonLabels", Tags(
            "Among them service and severity.", """{"alertname":"VpnDown","severity":"critical","service":"vpn"}""")),
        May("commonAnnotations", Tags(null, """{"summary":"VPN gateway is down"}""")),
        Need("alerts", List(Object(
            Need("status", OneOf(["firing", "resolved"], null, "firing")),
            Need("labels", Tags(null, """{"alertname":"VpnDown","severity":"critical","service":"vpn"}""")),
            May("annotations", Tags(null, """{"summary":"VPN gateway is down"}""")),
            May("startsAt", Text(null, "2026-01-05T09:00:00Z")), May("endsAt", Text(null, "0001-01-01T00:00:00Z")),
            May("fingerprint", Text(null, "5ef77f1f8a3ecfbd"))))));

    private static JsonObject PagerDutyEvent() => Object(
        Need("routing_key", Text("The key of the integration.", Examples.Key)),
        Need("event_action", OneOf(["trigger", "acknowledge", "resolve"], null, "trigger")),
        May("dedup_key", Text("By which it is known again; needed but for trigger.", "vpn-gateway-down")),
        May("payload", Object(
            Need("summary", Text("At most 1,024 characters.", "VPN gateway is down")),
            Need("source", Text(null, "gw-1.example.org")),
            Need("severity", OneOf(["critical", "error", "warning", "info"], null, "error")),
            May("component", Text(null, "vpn")), May("group", Text()), May("class", Text()),
            May("custom_details", Anything()))),
        May("links", List(Object(May("href", Text()), May("text", Text())))), May("client_url", Text()));

    private static JsonObject Shown(this JsonObject schema, JsonNode example) =>
        With(schema, "examples", new JsonArray(example));
}
