using System.Text.Json.Nodes;
using Muster.Server.Access;
using Muster.Server.Inbound;
using static Muster.Server.Description.Schemas;

namespace Muster.Server.Description;

/// <summary>Tokens, the audit, integrations, and how the server itself does.</summary>
internal static class AccessDescriptions
{
    private static readonly Field KeyField = May("key", Text("As the header Idempotency-Key."));

    private static Field[] Expiry =>
    [
        May("expiresAt", Moment("Lies in the future.")), May("expiresIn", Text("In the place of expiresAt.", "90d")),
        Copied(KeyField),
    ];

    public static IReadOnlyList<RouteDescription> Access { get; } =
    [
        new("GET", Permissions.Tokens, "The tokens that are not revoked, without their secrets.",
            AnswerShape.Json(Object(Need("items", List(Shared(Components.Token)))))),
        new("POST", Permissions.Tokens, "Issues a token; its secret is said this once.",
            AnswerShape.Json(Issued(), 201))
        {
            Body = Closed(
            [
                Need("name", Text("What it is for.", "ana's laptop")),
                Need("role", OneOf(RoleNames.All.Select(role => role.Name()), null, "responder")),
                May("person", Text("Who speaks where a body does not say by.", "ana")),
                May("scope", Closed(
                    May("teams", Texts("Tickets of these teams.")),
                    May("services", Texts("Tickets of these services.")))),
                .. Expiry,
            ]),
            Refused = [new(409, "not-allowed")],
        },
        new("POST", Permissions.TokenRotation, "Puts a new secret in the place of an old one.",
            AnswerShape.Json(Issued(), 201))
        {
            Body = Closed(Expiry),
            BodyIsNeeded = false,
        },
        new("DELETE", Permissions.Token, "Revokes a token; the last administrator's stays.", AnswerShape.Nothing)
        {
            Refused = [new(409, "not-allowed")],
        },
        new("POST", Permissions.TokenLink, "A link that signs a browser in, once; self is your own token.",
            AnswerShape.Json(
                Object(
                    Need("link", Text(null, "https://muster.example.org/sign-in/Yq3…")),
                    Need("expiresIn", Span(null, "PT10M"))),
                201))
        {
            Body = Closed(),
            BodyIsNeeded = false,
        },
        new("GET", Permissions.Audit, "Accepted and refused commands, in order.", AnswerShape.Json(Object(
            Need("items", List(Object(
                Need("number", Whole(null, 118, 1)), Need("at", Moment(null, "09:05:00.000")),
                Need("actor", Text("An opaque id, as the list of tokens tells it.", Examples.TokenId)),
                Need("verb", Text(null, "start")), May("stream", Text(null, $"ticket/{Examples.Ticket}")),
                Need("accepted", Flag(null, true)), May("code", Text("Why it was refused.")),
                Need("hash", Text("Chains the lines.", "9c1f0a77d2"))))),
            May("next", Whole("What to ask after for the next page; absent on the last.")))))
        {
            Asked =
            [
                new("query", "after", Whole(), "The number of the last one that is known."),
                new("query", "limit", With(Whole(least: 1), "maximum", 1_000), "100 when absent; of json alone."),
                new("query", "format", OneOf(["json", "jsonl", "csv"]), "jsonl and csv hold all there is."),
            ],
        },
    ];

    public static IReadOnlyList<RouteDescription> Integrations { get; } =
    [
        new("GET", Permissions.Integrations, "Senders of alerts, without their keys.",
            AnswerShape.Json(Object(Need("items", List(Shared(Components.Integration)))))),
        new("POST", Permissions.Integrations, "Takes a sender in; its key is said this once.",
            AnswerShape.Json(Made(), 201))
        {
            Body = Closed(
                Need("kind", OneOf(IntegrationKinds.Built, null, "alertmanager")),
                May("name", Text("The kind when absent.", "prod")),
                May("ticketPer", OneOf(["group", "alert"], "group when absent.", "group")),
                May("service", Text("Of its tickets where an alert names none.", "vpn")),
                May("interval", Text("Of a heartbeat, 1s to 366d; 10m when absent.")),
                May("mapping", Anything("Of json: fields to paths in its bodies.")),
                Copied(KeyField)),
            Refused = [new(409, "not-allowed")],
        },
        new("DELETE", Permissions.Integration, "Removes a sender; its key is good for nothing then.",
            AnswerShape.Nothing),
    ];

    public static IReadOnlyList<RouteDescription> Server { get; } =
    [
        new("GET", Permissions.OpenApi, "This interface as OpenAPI 3.1.", AnswerShape.Json(
            Object(Need("openapi", Text(null, "3.1.0")), Need("paths", Anything(null, "{}"))))),
        new("GET", Permissions.Metrics, "Figures, in Prometheus' text format.", AnswerShape.Plain(
            "text/plain", "muster_tickets_open{priority=\"P2\",state=\"InProgress\"} 1\n")),
        new("GET", "/livez", "Whether the process lives.", Ok()),
        new("GET", "/readyz", "Whether it can answer.", Ok()),
        new("GET", "/healthz", "The same.", Ok()),
        new("GET", "/health/engine", "Whether what is due is brought about; red (503) where it is not.",
            AnswerShape.Json(Object(
                Need("status", OneOf(["ok", "red"], null, "ok")),
                Need("reasons", With(Texts("Why it is red."), "examples", new JsonArray(new JsonArray()))),
                Need("loops", List(Object(
                    Need("name", Text(null, "deadlines")), May("lastStepAt", Moment(null, "09:12:00.000")),
                    Need("nextStepAt", Moment(null, "09:13:00.000")), Need("failuresInARow", Whole(null, 0)),
                    Need("stalled", Flag(null, false))))),
                May("oldestUnsentAt", Moment("Absent where nothing waits.")),
                Need("held", Flag("A restored store tells nobody anything until it is released.", false))))),
        new("GET", Permissions.Answer, "The page of a link by which whoever was paged answers.",
            AnswerShape.Plain("text/html", "<h1>INC-2030-00042</h1>…"))
        {
            Refused = [new(404, "a page that says so")],
        },
        new("POST", Permissions.Answer, "Its button: acknowledges, as the person whom the link was sent to.",
            AnswerShape.Plain("text/html", "<p>Acknowledged by ana. Nobody else is paged for it now.</p>…"))
        {
            Refused = [new(404, "a page that says so"), new(409, "a page that says so")],
        },
    ];

    // a part of a schema stands in one place alone
    private static Field Copied(Field field) => field with { Schema = (JsonObject)field.Schema.DeepClone() };

    private static JsonObject Issued()
    {
        var shown = ExampleOf(Components.All[Components.Token])!.AsObject();
        shown.Remove("lastUsedAt");
        shown["expiresAt"] = "2030-04-07T09:00:00.000Z";
        shown["token"] = "mst_…";
        return With(Shared(Components.Token), "examples", new JsonArray(shown));
    }

    private static JsonObject Made()
    {
        var shown = ExampleOf(Components.All[Components.Integration])!.AsObject();
        (shown["key"], shown["path"]) = (Examples.Key, $"/in/alertmanager/{Examples.Key}");
        return With(Shared(Components.Integration), "examples", new JsonArray(shown));
    }

    private static AnswerShape Ok() => AnswerShape.Json(Object(Need("status", OneOf(["ok"], null, "ok"))));
}
