using System.Text;
using System.Text.Json.Nodes;
using Muster.Server.Access;

namespace Muster.Server.Api;

/// <summary>
/// The interface as OpenAPI 3.1, made of the table of permissions and the fields of the verbs, so that it cannot say
/// anything else than they do.
/// </summary>
internal static class OpenApiRoute
{
    public static void Map(Routes routes)
    {
        var document = Encoding.UTF8.GetBytes(Document().ToJsonString());
        routes.Map("GET", Permissions.OpenApi, call =>
            Answers.Write(call.Http, 200, "application/json; charset=utf-8", document));
    }

    private static JsonObject Document()
    {
        var paths = new JsonObject();
        foreach (var route in Permissions.All.Where(IsDescribed))
        {
            if (paths[route.Path] is not JsonObject path)
                paths[route.Path] = path = [];
            path[route.Method.ToLowerInvariant()] = Operation(route);
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Muster", ["version"] = "1" },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = new JsonObject { ["Problem"] = OpenApiSchemas.Problem() },
            },
        };
    }

    private static bool IsDescribed(RouteRule route) =>
        route.Path != Permissions.AnyVerb && !route.IsPage && !Permissions.LaterSenders.Contains(route.Path);

    private static JsonObject Operation(RouteRule route)
    {
        var operation = new JsonObject
        {
            ["operationId"] = NameOf(route),
            ["description"] = route.IsPublic
                ? "No token is needed."
                : route.IsKeyed
                ? "The key of an integration is needed in place of a token."
                : $"Roles: {string.Join(' ', RoleNames.All.Where(role => (route.Allowed & role) != 0)
                    .Select(role => role.Name()))}.",
            ["parameters"] = OpenApiSchemas.Parameters(route),
            ["responses"] = new JsonObject
            {
                [StatusOf(route)] = new JsonObject { ["description"] = "Done." },
                ["default"] = Refused(),
            },
        };
        if (route.IsPublic || route.IsKeyed)
            operation["security"] = new JsonArray();
        if (OpenApiSchemas.Body(route) is { } body)
            operation["requestBody"] = new JsonObject { ["content"] = Content("application/json", body) };
        return operation;
    }

    private static JsonObject Refused() => new()
    {
        ["description"] = "Refused.",
        ["content"] = Content(
            "application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/Problem" }),
    };

    private static JsonObject Content(string type, JsonObject schema) =>
        new() { [type] = new JsonObject { ["schema"] = schema } };

    private static string StatusOf(RouteRule route) => (route.Method, route.Path) switch
    {
        ("DELETE", _) => "204",
        ("POST", Permissions.Tickets or Permissions.Tokens or Permissions.TokenRotation
            or Permissions.Integrations or Permissions.TokenLink) => "201",
        ("POST", var path) when path.StartsWith("/v2/", StringComparison.Ordinal) => "202",
        _ => "200",
    };

    private static string NameOf(RouteRule route) => string.Concat(
        $"{route.Method.ToLowerInvariant()} {route.Path}".Split(['/', ' ', '.', '{', '}', '-'])
            .Where(part => part is not ("" or "api" or "v1"))
            .Select((part, index) => index == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
}
