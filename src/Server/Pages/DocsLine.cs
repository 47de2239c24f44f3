using System.Text.Json.Nodes;
using Muster.Server.Description;

namespace Muster.Server.Pages;

/// <summary>One parameter, or one field of a body, in words.</summary>
public sealed record DocsLine(string Name, string Kind, bool IsNeeded, string? Words, IReadOnlyList<string> Choices)
{
    /// <summary>How deep an object inside a body is told field by field.</summary>
    private const int Deepest = 3;

    internal static IReadOnlyList<DocsLine> Of(IReadOnlyList<Parameter> parameters) =>
    [
        .. parameters.Select(parameter => Of(
            parameter.Name, parameter.Schema, parameter.IsNeeded, $"in the {parameter.Place}", parameter.Words)),
    ];

    internal static IReadOnlyList<DocsLine> Of(JsonObject schema) => [.. Fields(schema, "", Deepest)];

    private static IEnumerable<DocsLine> Fields(JsonObject schema, string within, int deep)
    {
        if (schema["properties"] is not JsonObject fields || deep == 0)
            yield break;
        var needed = (schema["required"] as JsonArray ?? []).Select(name => $"{name}").ToHashSet();
        foreach (var (name, node) in fields)
        {
            var field = (JsonObject)node!;
            yield return Of(within + name, field, needed.Contains(name), null, $"{field["description"]}");
            var inside = field["items"] as JsonObject ?? field;
            foreach (var line in Fields(inside, $"{within}{name}{(inside == field ? "" : "[]")}.", deep - 1))
                yield return line;
        }
    }

    private static DocsLine Of(string name, JsonObject schema, bool isNeeded, string? place, string? words) => new(
        name,
        place is null ? KindOf(schema) : $"{KindOf(schema)} {place}",
        isNeeded,
        words,
        [.. (schema["enum"] as JsonArray ?? []).Select(choice => $"{choice}")]);

    private static string KindOf(JsonObject schema) => (schema["type"], $"{schema["format"]}") switch
    {
        (JsonArray several, _) => string.Join(" or ", several.Select(type => $"{type}")),
        (_, "date-time") => "instant",
        (_, "duration") => "duration",
        var (type, _) => $"{type}" switch
        {
            "array" => $"list of {KindOf((JsonObject)schema["items"]!)}",
            "" => "string",
            var known => known,
        },
    };
}
