using System.Text.Json.Nodes;
using Json.Schema;

namespace Muster.Server.Tests;

/// <summary>The interface as the server describes it, with its schemas ready to judge by.</summary>
internal sealed class Described
{
    private const string Shared = "#/components/schemas/";

    private readonly JsonObject document;

    public Described(JsonObject document) => this.document = document;

    public IEnumerable<(string Method, string Path, JsonObject Operation)> Operations =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation =>
            (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())));

    public JsonObject Operation(string method, string path) =>
        document["paths"]![path]![method.ToLowerInvariant()]!.AsObject();

    public static JsonObject? Body(JsonObject operation) =>
        operation["requestBody"]?["content"]?["application/json"]?.AsObject();

    /// <summary>The status of what is done, and what is answered with it; null for no body.</summary>
    public static (int Status, string? Type, JsonObject? Content) Answer(JsonObject operation)
    {
        var (status, response) = operation["responses"]!.AsObject().First();
        var content = response!["content"]?.AsObject().First();
        return (int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), content?.Key,
            content?.Value?.AsObject());
    }

    /// <summary>What the schema has against it; empty for nothing. A field that it does not name is one.</summary>
    public IReadOnlyList<string> Faults(JsonNode schema, JsonNode? said)
    {
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List };
        var judged = JsonSchema.FromText(Strict(schema).ToJsonString()).Evaluate(said, options);
        return judged.IsValid ? [] :
        [
            "it is not as the schema says",
            .. judged.Details.Where(detail => detail.HasErrors)
                .SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation} {error}")),
        ];
    }

    private JsonObject Strict(JsonNode schema)
    {
        var whole = Closed(schema).AsObject();
        var shared = new JsonObject();
        foreach (var (name, part) in document["components"]!["schemas"]!.AsObject())
            shared[name] = Closed(part!);
        whole["$defs"] = shared;
        return whole;
    }

    // an answer may say more one day; what it says today is to be described whole
    private static JsonNode Closed(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                var made = new JsonObject();
                foreach (var (name, value) in map)
                {
                    made[name] = name == "$ref"
                        ? $"{value}".Replace(Shared, "#/$defs/", StringComparison.Ordinal)
                        : value is null || name == "examples" ? value?.DeepClone() : Closed(value);
                }
                if (map["type"] is JsonValue type && $"{type}" == "object" && map["properties"] is JsonObject
                    && !map.ContainsKey("additionalProperties"))
                    made["additionalProperties"] = false;
                return made;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : Closed(item))]);
            default:
                return node.DeepClone();
        }
    }
}
