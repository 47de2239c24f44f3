using System.Text.Json.Nodes;
using Muster.Core.Tickets;

namespace Muster.Server.Description;

/// <summary>A field of an object.</summary>
internal sealed record Field(string Name, JsonObject Schema, bool IsNeeded);

/// <summary>
/// JSON Schema with an example in every leaf that has one, so that the example of a whole is made of its parts and
/// cannot drift away from it.
/// </summary>
internal static class Schemas
{
    /// <summary>The Monday of which all examples tell.</summary>
    public const string Monday = "2030-01-07";

    public const string Where = "#/components/schemas/";

    public static JsonObject Text(string? words = null, string? example = null) =>
        Leaf("string", words, example is null ? null : JsonValue.Create(example));

    public static JsonObject Moment(string? words = null, string? time = null) =>
        With(Text(words, time is null ? null : $"{Monday}T{time}Z"), "format", "date-time");

    public static JsonObject Span(string? words = null, string? example = null) =>
        With(Text(words, example), "format", "duration");

    public static JsonObject Flag(string? words = null, bool? example = null) =>
        Leaf("boolean", words, example is { } known ? JsonValue.Create(known) : null);

    public static JsonObject Whole(string? words = null, long? example = null, long least = 0) =>
        With(Leaf("integer", words, example is { } known ? JsonValue.Create(known) : null), "minimum", least);

    public static JsonObject OneOf(IEnumerable<string> names, string? words = null, string? example = null) =>
        With(Text(words, example), "enum", new JsonArray([.. names.Select(name => (JsonNode)name)]));

    public static JsonObject List(JsonObject item, string? words = null, int least = 0)
    {
        var list = Leaf("array", words, null);
        list["items"] = item;
        return least == 0 ? list : With(list, "minItems", least);
    }

    /// <summary>A list that is empty in the example.</summary>
    public static JsonObject ShownEmpty(JsonObject list) => With(list, "examples", new JsonArray(new JsonArray()));

    /// <summary>Stands in no example, though its parts have some.</summary>
    public static JsonObject Unshown(JsonObject schema) => With(schema, "examples", new JsonArray());

    /// <summary>A list whose example has these, and not the one of its item.</summary>
    public static JsonObject Lines(JsonObject item, string? words, params string[] examples) => With(
        List(item, words), "examples",
        new JsonArray(new JsonArray([.. examples.Select(example => JsonNode.Parse(example))])));

    public static JsonObject Texts(string? words = null, params string[] example)
    {
        var list = List(Text(), words);
        if (example.Length > 0)
            list["examples"] = new JsonArray(new JsonArray([.. example.Select(text => (JsonNode)text)]));
        return list;
    }

    public static JsonObject Tags(string? words = null, string? example = null) => With(
        Leaf("object", words, example is null ? null : JsonNode.Parse(example)), "additionalProperties", Text());

    public static JsonObject Anything(string? words = null, string? example = null) =>
        Leaf("object", words, example is null ? null : JsonNode.Parse(example));

    /// <summary>A part that several answers share.</summary>
    public static JsonObject Shared(string name, string? words = null)
    {
        var shared = new JsonObject { ["$ref"] = Where + name };
        return words is null ? shared : With(shared, "description", words);
    }

    public static Field Need(string name, JsonObject schema) => new(name, schema, true);

    public static Field May(string name, JsonObject schema) => new(name, schema, false);

    /// <summary>An answer: a later version may say more.</summary>
    public static JsonObject Object(params IEnumerable<Field> fields)
    {
        var properties = new JsonObject();
        var needed = new JsonArray();
        foreach (var field in fields)
        {
            properties[field.Name] = field.Schema;
            if (field.IsNeeded)
                needed.Add(field.Name);
        }
        var made = new JsonObject { ["type"] = "object", ["properties"] = properties };
        return needed.Count == 0 ? made : With(made, "required", needed);
    }

    /// <summary>A body: any other field is refused.</summary>
    public static JsonObject Closed(params IEnumerable<Field> fields) =>
        With(Object(fields), "additionalProperties", false);

    /// <summary>Exactly one of these sets of fields has to be there.</summary>
    public static JsonObject Either(JsonObject schema, params string[][] sets) => With(
        schema, "oneOf",
        new JsonArray([.. sets.Select(set => new JsonObject
        {
            ["required"] = new JsonArray([.. set.Select(name => (JsonNode)name)]),
        })]));

    /// <summary>Pages of a list, with the cursor of the next one where there is more.</summary>
    public static JsonObject Page(JsonObject item, params IEnumerable<Field> before) => Object(
    [
        .. before, Need("items", List(item)), May("next", Text("The cursor of the next page; absent on the last.")),
    ]);

    public static JsonObject Priorities(string? words = null, string? example = null) =>
        OneOf(Enum.GetNames<Priority>(), words, example);

    public static JsonObject States(string? words = null, string? example = null) =>
        OneOf(Enum.GetNames<TicketStatus>(), words, example);

    public static JsonObject With(JsonObject schema, string key, JsonNode value)
    {
        schema[key] = value;
        return schema;
    }

    /// <summary>What stands for a schema where an example is shown; null for one that is left out there.</summary>
    public static JsonNode? ExampleOf(JsonObject schema)
    {
        if (schema["examples"] is JsonArray said)
            return said.Count == 0 ? null : said[0]!.DeepClone();
        if ($"{schema["$ref"]}" is { Length: > 0 } path)
            return ExampleOf(Components.All[path[Where.Length..]]);
        if (schema["items"] is JsonObject item)
            return ExampleOf(item) is { } one ? new JsonArray(one) : null;
        if (schema["properties"] is not JsonObject properties)
            return null;
        var example = new JsonObject();
        foreach (var (name, part) in properties)
        {
            if (ExampleOf((JsonObject)part!) is { } value)
                example[name] = value;
        }
        // an object that says nothing is shown where it takes nothing, and else left out
        return example.Count == 0 && properties.Count > 0 ? null : example;
    }

    private static JsonObject Leaf(string type, string? words, JsonNode? example)
    {
        var leaf = new JsonObject { ["type"] = type };
        if (words is not null)
            leaf["description"] = words;
        if (example is not null)
            leaf["examples"] = new JsonArray(example);
        return leaf;
    }
}
