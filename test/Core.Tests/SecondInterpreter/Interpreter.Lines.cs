using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>The shape of a line: its verb, its fields, their types, what must be there, what the line alone shows
/// to be wrong.</summary>
internal sealed partial class Interpreter
{
    private sealed class Line(long at, JsonObject json)
    {
        public long At { get; } = at;
        public JsonObject Json { get; } = json;
        public string Do => Text("do")!;
        public string TicketKey => Text("ticket")!;
        public string? By => Text("by");
        public string? Key => Text("key");
        public bool Imported => Flag("imported");
        public string? Text(string name) => (string?)Json[name];
        public bool Has(string name) => Json.ContainsKey(name);
        public bool Flag(string name) => (bool?)Json[name] == true;
        public long? Instant(string name) => Text(name) is { } text ? Iso.Instant(text) : null;
    }

    private static readonly Dictionary<string, string> FieldsOf = new()
    {
        ["open"] = "title description priority category service requester affectedUsers source tags aliases state "
            + "reason",
        ["triage"] = "category service priority team",
        ["assign"] = "team to",
        ["start"] = "",
        ["update"] = "public auto",
        ["ask"] = "",
        ["reply"] = "auto",
        ["hold"] = "reason until",
        ["resume"] = "",
        ["resolve"] = "code",
        ["close"] = "code",
        ["reopen"] = "reason",
        ["acknowledge"] = "",
        ["prioritise"] = "priority reason",
        ["link"] = "to kind",
        ["unlink"] = "to kind",
        ["merge"] = "to",
        ["tag"] = "tags",
        ["snooze"] = "until reason",
        ["escalate"] = "to asOf reason reference",
        ["impact"] = "affectedUsers affectedShare revenue tickets dataLoss systems",
        ["declare"] = "severity",
        ["stand-down"] = "",
    };

    private static readonly Dictionary<string, string[]> Required = new()
    {
        ["resolve"] = ["code"],
        ["hold"] = ["reason"],
        ["prioritise"] = ["priority"],
        ["snooze"] = ["until"],
        ["tag"] = ["tags"],
        ["merge"] = ["to"],
        ["link"] = ["to"],
        ["unlink"] = ["to"],
    };

    private static readonly string[] Kinds =
    [
        "relates", "duplicate", "follows", "parent", "child", "blocks", "blocked-by", "caused-by", "in-problem",
        "by-change",
    ];

    private static Refusal Invalid() => new("invalid");

    private void CheckShape(Line line)
    {
        if (!IsText(line.Json["do"]) || !FieldsOf.TryGetValue(line.Do, out var fields)) throw Invalid();
        var allowed = ("at do ticket by text key imported " + fields).Split(' ');
        foreach (var (name, value) in line.Json)
            if (!allowed.Contains(name) || !RightType(line.Do, name, value)) throw Invalid();
        if (!line.Has("ticket") || line.TicketKey.Length == 0) throw Invalid();
        foreach (var name in Required.GetValueOrDefault(line.Do, []))
            if (!line.Has(name)) throw Invalid();
        if (line.Do == "assign" && !line.Has("team") && !line.Has("to")) throw Invalid();
    }

    private static bool IsText(JsonNode? value) => value is JsonValue v && v.GetValueKind() == JsonValueKind.String;

    private static bool IsFlag(JsonNode? value) =>
        value is JsonValue v && v.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static bool IsNumber(JsonNode? value) =>
        value is JsonValue v && v.GetValueKind() == JsonValueKind.Number;

    private static bool IsCount(JsonNode? value) =>
        IsNumber(value) && long.TryParse(value!.ToJsonString(), out var n) && n >= 0;

    // open: null for a field is a wrong type here; tags are texts; figures of `impact` are numbers, dataLoss a flag
    private bool RightType(string verb, string name, JsonNode? value) => name switch
    {
        "auto" or "public" or "imported" or "dataLoss" => IsFlag(value),
        "affectedUsers" or "tickets" => IsCount(value),
        "affectedShare" or "revenue" => IsNumber(value),
        "aliases" or "systems" => value is JsonArray list && list.All(IsText),
        "tags" => value is JsonObject tags && tags.All(t => IsText(t.Value)),
        "requester" => value is JsonObject who
            && who.All(f => f.Key == "name" ? IsText(f.Value) : f.Key == "vip" && IsFlag(f.Value)),
        _ => IsText(value) && RightText(verb, name, (string)value!),
    };

    private bool RightText(string verb, string name, string text) => (verb, name) switch
    {
        (_, "priority") => text is "P1" or "P2" or "P3" or "P4",
        (_, "state") => Enum.GetNames<S>().Contains(text),
        ("open" or "hold", "reason") => policy.HoldReasons.Contains(text),
        (_, "until" or "asOf") => Iso.Instant(text) is not null,
        (_, "kind") => Kinds.Contains(text),
        ("escalate", "to") => ModelPolicy.Tiers.Contains(text),
        (_, "severity") => text is "SEV-1" or "SEV-2" or "SEV-3", // open: how a severity is written
        _ => true,
    };
}
