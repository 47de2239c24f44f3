using System.Text.Json.Nodes;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Inbound;
using Muster.Storage;

namespace Muster.Server.Api;

/// <summary>What requests hold, as JSON Schema.</summary>
internal static class OpenApiSchemas
{
    public static JsonArray Parameters(RouteRule route)
    {
        var parameters = new JsonArray();
        foreach (var part in route.Path.Split('/').Where(part => part.StartsWith('{')))
            parameters.Add(Parameter("path", part.Trim('{', '}'), Text(), isNeeded: true));
        if (route is { Method: "GET", Path: Permissions.Tickets or Permissions.Sla })
        {
            foreach (var name in (string[])["state", "priority", "team", "service", "q", "cursor"])
                parameters.Add(Parameter("query", name, Text()));
            parameters.Add(Parameter("query", "atRisk", new JsonObject { ["type"] = "boolean" }));
            parameters.Add(Parameter("query", "limit", new JsonObject
            {
                ["type"] = "integer",
                ["minimum"] = 1,
                ["maximum"] = TicketFilter.LargestLimit,
            }));
        }
        if (route.Path == Permissions.Explanation)
        {
            parameters.Add(Parameter("query", "at", Moment()));
            parameters.Add(Parameter("query", "assume", new JsonObject { ["type"] = "array", ["items"] = Text() }));
        }
        if (route.Method == "POST")
            parameters.Add(Parameter("header", "Idempotency-Key", Text()));
        if (route.Method == "POST" && route.Path.StartsWith(Permissions.Ticket, StringComparison.Ordinal))
            parameters.Add(Parameter("header", "If-Match", Text()));
        if (route.Path == Permissions.Stream)
            parameters.Add(Parameter("header", "Last-Event-ID", Text()));
        return parameters;
    }

    /// <summary>Null where a route takes none.</summary>
    public static JsonObject? Body(RouteRule route)
    {
        if (route.Method is "GET" or "DELETE"
            || route.Path is Permissions.Rebase or Permissions.MessageTrial or Permissions.Answer)
            return null;
        if (!route.Path.StartsWith(Permissions.Tickets, StringComparison.Ordinal)
            && route.Path is not (Permissions.Tokens or Permissions.TokenRotation))
            return new JsonObject { ["type"] = "object" };
        if (route.Path == Permissions.Tokens)
            return Closed(["name", "role"],
                ("name", Text()), ("role", OneOf(RoleNames.All.Select(role => role.Name()))), ("person", Text()),
                ("scope", Closed([],
                    ("teams", new JsonObject { ["type"] = "array", ["items"] = Text() }),
                    ("services", new JsonObject { ["type"] = "array", ["items"] = Text() }))),
                ("expiresAt", Moment()), ("expiresIn", Text()), ("key", Text()));
        if (route.Path == Permissions.Integrations)
            return Closed(["kind"],
                ("kind", OneOf(IntegrationKinds.Built)), ("name", Text()), ("ticketPer", OneOf(["group", "alert"])),
                ("service", Text()), ("interval", Text()), ("mapping", new JsonObject { ["type"] = "object" }),
                ("key", Text()));
        if (route.IsKeyed) // what the sender's vendor documents
            return new JsonObject { ["type"] = "object" };
        if (route.Path == Permissions.TokenLink)
            return Closed([]);
        if (route.Path == Permissions.TokenRotation)
            return Closed([], ("expiresAt", Moment()), ("expiresIn", Text()), ("key", Text()));
        var fields = FieldShape.Of(route.Path == Permissions.Tickets ? "open" : route.Path.Split('/')[^1]);
        return Closed(
            [.. fields.Where(field => field.IsNeeded).Select(field => field.Name)],
            [.. fields.Select(field => (field.Name, Schema(field)))]);
    }

    public static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["required"] = new JsonArray("type", "title", "status", "detail", "code"),
        ["properties"] = new JsonObject
        {
            ["type"] = Text(),
            ["title"] = Text(),
            ["status"] = new JsonObject { ["type"] = "integer" },
            ["detail"] = Text(),
            ["code"] = Text(),
            ["version"] = new JsonObject { ["type"] = "integer" },
            ["state"] = Text(),
            ["allowed"] = new JsonObject { ["type"] = "array", ["items"] = Text() },
            ["errors"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = Closed(["field", "detail"], ("field", Text()), ("detail", Text())),
            },
        },
    };

    private static JsonObject Schema(FieldShape field) => field.Name switch
    {
        "priority" => OneOf(Enum.GetNames<Priority>()),
        "state" => OneOf(Enum.GetNames<TicketStatus>()),
        "kind" => OneOf(LinkKinds.All),
        _ => Schema(field.Kind),
    };

    private static JsonObject Schema(FieldKind kind) => kind switch
    {
        FieldKind.Flag => new JsonObject { ["type"] = "boolean" },
        FieldKind.Number => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
        FieldKind.Moment => Moment(),
        FieldKind.Texts => new JsonObject { ["type"] = "array", ["items"] = Text() },
        FieldKind.Tags => new JsonObject { ["type"] = "object", ["additionalProperties"] = Text() },
        FieldKind.Requester => Closed([], ("name", Text()), ("vip", new JsonObject { ["type"] = "boolean" })),
        FieldKind.Any => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
        _ => Text(),
    };

    private static JsonObject Closed(string[] needed, params (string Name, JsonObject Schema)[] fields)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in fields)
            properties[name] = schema;
        var closed = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (needed.Length > 0)
            closed["required"] = new JsonArray([.. needed.Select(name => JsonValue.Create(name))]);
        return closed;
    }

    private static JsonObject Parameter(string place, string name, JsonObject schema, bool isNeeded = false) => new()
    {
        ["in"] = place,
        ["name"] = name,
        ["required"] = isNeeded,
        ["schema"] = schema,
    };

    private static JsonObject OneOf(IEnumerable<string> names) =>
        new() { ["type"] = "string", ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };

    private static JsonObject Moment() => new() { ["type"] = "string", ["format"] = "date-time" };

    private static JsonObject Text() => new() { ["type"] = "string" };
}
