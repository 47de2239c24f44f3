using System.Text.Json.Nodes;

namespace Muster.Server.Description;

/// <summary>Parts of the policy's own schema, which the policy's reader is held to.</summary>
internal static class PolicyParts
{
    private static readonly JsonObject Whole = Read();

    /// <summary>A body that puts the part in force.</summary>
    public static JsonObject Of(string part, string example) =>
        Schemas.With(Resolved(part), "examples", new JsonArray(JsonNode.Parse(example)!));

    /// <summary>An answer: the part with its name as <c>id</c>.</summary>
    public static JsonObject Named(string part, string name, string example)
    {
        var named = Resolved(part);
        named.Remove("additionalProperties");
        var fields = named["properties"]!.AsObject();
        fields.Insert(0, "id", Schemas.Text("Its name in the policy."));
        named["required"] = new JsonArray("id");
        var shown = JsonNode.Parse(example)!.AsObject();
        shown.Insert(0, "id", name);
        return Schemas.With(named, "examples", new JsonArray(shown));
    }

    private static JsonObject Resolved(string part) => (JsonObject)Resolve(Whole["$defs"]![part]!)!;

    // a reference is written out in its place, for they lead into another file
    private static JsonNode? Resolve(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var (made, reference) = (new JsonObject(), $"{map["$ref"]}");
                if (reference.Length > 0)
                    made = (JsonObject)Resolve(Whole["$defs"]![reference.Split('/')[^1]])!;
                foreach (var (name, value) in map.Where(field => field.Key != "$ref"))
                    made[name] = Resolve(value);
                return made;
            case JsonArray list:
                return new JsonArray([.. list.Select(Resolve)]);
            default:
                return node?.DeepClone();
        }
    }

    private static JsonObject Read()
    {
        using var stream = typeof(PolicyParts).Assembly.GetManifestResourceStream("schemas/policy")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
