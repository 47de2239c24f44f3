using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Files.Logs;

namespace Muster.Server.Inbound;

/// <summary>
/// Where the fields of an alert lie in somebody's JSON, and what their words mean. What a mapping leaves out is looked
/// for under the usual names.
/// </summary>
internal sealed class JsonMapping
{
    /// <summary>The fields, and where they are looked for without a mapping.</summary>
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["title"] = ["title", "summary", "message", "subject", "name", "alertname"],
        ["description"] = ["description", "details", "text", "body"],
        ["dedupKey"] = ["dedupKey", "dedup_key", "dedup", "alias", "fingerprint", "key", "id"],
        ["status"] = ["status", "state", "action", "event_action"],
        ["severity"] = ["severity", "priority", "level"],
        ["service"] = ["service", "component"],
        ["startsAt"] = ["startsAt", "starts_at", "startedAt"],
        ["delivery"] = ["deliveryId", "delivery_id"],
        ["by"] = ["by", "user"],
        ["each"] = [],
    };

    private static readonly string[] OverWords =
    [
        "resolved", "resolve", "ok", "closed", "close", "recovered", "recovery", "normal", "cleared", "clear",
        "inactive", "up",
    ];

    private static readonly string[] SeenWords = ["acknowledged", "acknowledge", "acked", "ack"];

    private readonly Dictionary<string, JsonPath> paths = new(StringComparer.Ordinal);
    private readonly List<(string Name, JsonPath Path)> tags = [];
    private readonly Dictionary<string, string> severities = new(StringComparer.OrdinalIgnoreCase);
    private ImmutableArray<string> over = [.. OverWords];
    private ImmutableArray<string> seen = [.. SeenWords];

    private JsonMapping(string text) => Text = text;

    /// <summary>None: every field under its usual names.</summary>
    public static JsonMapping None { get; } = new("{}");

    /// <summary>As it was given, from which it is read again.</summary>
    public string Text { get; }

    /// <param name="faults">Where what is wrong is added, field by field.</param>
    /// <param name="policy">Whose severities the words must be; null for one that was taken before.</param>
    public static JsonMapping? Read(string text, ICollection<BodyFault> faults, Policy? policy = null)
    {
        using var json = JsonDocument.Parse(text);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new BodyFault("mapping", "mapping must be an object of fields and paths"));
            return null;
        }
        var mapping = new JsonMapping(JsonSerializer.Serialize(json.RootElement));
        foreach (var field in json.RootElement.EnumerateObject())
        {
            if (mapping.Fault(field, policy) is { } fault)
                faults.Add(new BodyFault($"mapping.{field.Name}", $"mapping.{field.Name} {fault}"));
        }
        return mapping;
    }

    /// <summary>The value of a field; null where it is not said.</summary>
    public string? Of(string field, JsonElement alert)
    {
        if (paths.TryGetValue(field, out var path))
            return path.In(alert).AsText();
        foreach (var name in Usual[field])
        {
            if (alert.Text(name) is { } text)
                return text;
        }
        return null;
    }

    /// <summary>The alerts of a body: those of a list, or the body itself.</summary>
    public IEnumerable<JsonElement> AlertsOf(JsonElement body)
    {
        var from = paths.TryGetValue("each", out var each) ? each.In(body) : body;
        return from.ValueKind == JsonValueKind.Array ? from.EnumerateArray() : [from];
    }

    public IEnumerable<Tag> TagsOf(JsonElement alert) => Said.Tags(tags
        .Select(tag => (tag.Name, Value: tag.Path.In(alert).AsText()))
        .Where(tag => tag.Value is not null)
        .Select(tag => (tag.Name, tag.Value!)));

    public Priority? PriorityOf(JsonElement alert, Policy policy)
    {
        var word = Of("severity", alert);
        return Severities.Of(word is not null && severities.TryGetValue(word, out var meant) ? meant : word, policy);
    }

    public bool IsOver(string? status) => Has(over, status);

    public bool IsSeen(string? status) => Has(seen, status);

    private static bool Has(ImmutableArray<string> words, string? word) =>
        word is not null && words.Contains(word, StringComparer.OrdinalIgnoreCase);

    private string? Fault(JsonProperty field, Policy? policy)
    {
        switch (field.Name)
        {
            case "tags": return EachPath(field.Value, (name, path) => tags.Add((name, path)));
            case "severities":
                return EachText(field.Value, (word, meant) =>
                    policy is not null && Severities.Of(meant, policy) is null
                        ? $"gives {word} as {meant}; it must be P1 to P4 or a severity such as critical"
                        : Remember(severities, word, meant));
            case "resolved": return Words(field.Value, words => over = words);
            case "acknowledged": return Words(field.Value, words => seen = words);
            default:
                if (!Usual.ContainsKey(field.Name))
                    return "is no field; they are "
                        + $"{string.Join(' ', Usual.Keys)} tags severities resolved acknowledged";
                return field.Value.AsText() is { } way && JsonPath.Read(way) is { } path
                    ? Remember(paths, field.Name, path)
                    : NoPath;
        }
    }

    private const string NoPath = "must be a path such as alert.labels.host or items[0].name";

    private static string? EachPath(JsonElement map, Action<string, JsonPath> take) => EachText(map, (name, text) =>
    {
        if (JsonPath.Read(text) is not { } path)
            return $"gives {name} as {text}; it {NoPath}";
        take(name, path);
        return null;
    });

    private static string? EachText(JsonElement map, Func<string, string, string?> take)
    {
        if (map.ValueKind != JsonValueKind.Object)
            return "must be an object of texts";
        return map.EnumerateObject()
            .Select(field => field.Value.ValueKind == JsonValueKind.String
                ? take(field.Name, field.Value.GetString()!)
                : "must be an object of texts")
            .FirstOrDefault(fault => fault is not null);
    }

    private static string? Words(JsonElement list, Action<ImmutableArray<string>> take)
    {
        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(item => item.AsText() is null))
            return "must be a list of words";
        take([.. list.EnumerateArray().Select(item => item.AsText()!)]);
        return null;
    }

    private static string? Remember<T>(Dictionary<string, T> into, string name, T value)
    {
        into[name] = value;
        return null;
    }
}
