using System.Text;
using System.Text.Json.Nodes;
using Muster.Server.Access;
using Muster.Server.Description;

namespace Muster.Server.Api;

/// <summary>
/// The interface as OpenAPI 3.1, made of the same descriptions as the page for people: neither says anything else than
/// the other.
/// </summary>
internal static class OpenApiRoute
{
    public static void Map(Routes routes)
    {
        var document = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(Document().ToJsonString()));
        routes.Map("GET", Permissions.OpenApi, call =>
            Answers.Write(call.Http, 200, "application/json; charset=utf-8", document.Value));
    }

    public static JsonObject Document()
    {
        var paths = new JsonObject();
        foreach (var section in RouteDescriptions.Sections)
        {
            foreach (var route in section.Routes)
            {
                if (paths[route.Path] is not JsonObject path)
                    paths[route.Path] = path = [];
                path[route.Method.ToLowerInvariant()] = Operation(route, section);
            }
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Muster",
                ["version"] = "1",
                ["description"] = "Coordinates incidents; for people at /docs.",
            },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. RouteDescriptions.Sections
                .Select(section => new JsonObject { ["name"] = section.Title })]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                },
                ["schemas"] = new JsonObject(Components.All.Select(
                    part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value.DeepClone()))),
            },
        };
    }

    private static JsonObject Operation(RouteDescription route, Section section)
    {
        var operation = new JsonObject
        {
            ["operationId"] = route.Name,
            ["tags"] = new JsonArray(section.Title),
            ["summary"] = route.Words,
            ["description"] = $"For {route.Who}.",
            ["parameters"] = new JsonArray([.. route.Parameters.Select(Asked)]),
            ["responses"] = new JsonObject
            {
                [$"{route.Answer.Status}"] = Answered(route.Answer),
                ["default"] = Refused(route),
            },
        };
        if (route.Rule.IsPublic || route.Rule.IsKeyed)
            operation["security"] = new JsonArray();
        if (route.Body is { } body)
        {
            operation["requestBody"] = new JsonObject
            {
                ["required"] = route.BodyIsNeeded,
                ["content"] = Content("application/json", body.DeepClone(), route.BodyExample),
            };
        }
        return operation;
    }

    private static JsonNode Asked(Parameter parameter) => new JsonObject
    {
        ["in"] = parameter.Place,
        ["name"] = parameter.Name,
        ["required"] = parameter.IsNeeded,
        ["description"] = parameter.Words,
        ["schema"] = parameter.Schema.DeepClone(),
    };

    private static JsonObject Answered(AnswerShape answer)
    {
        var made = new JsonObject { ["description"] = "Done." };
        if (answer.Type is { } type)
            made["content"] = Content(
                type, answer.Schema?.DeepClone() ?? Schemas.Text(), answer.Example ?? answer.Text);
        return made;
    }

    private static JsonObject Refused(RouteDescription route)
    {
        var codes = route.Refusals.Select(refusal => $"{refusal.Status} {refusal.Codes}");
        var refused = new JsonObject { ["description"] = $"Refused: {string.Join("; ", codes)}." };
        if (!route.Rule.IsKeyed) // a sender is refused as its vendor would
            refused["content"] = Content(
                "application/problem+json", Schemas.Shared(Components.Problem),
                Schemas.ExampleOf(Components.All[Components.Problem]));
        return refused;
    }

    private static JsonObject Content(string type, JsonNode schema, JsonNode? example)
    {
        var content = new JsonObject { ["schema"] = schema };
        if (example is not null)
            content["example"] = example;
        return new JsonObject { [type] = content };
    }
}
