using System.Text.Json;

namespace Muster.Edge.Import;

/// <summary>The contract's rules for a replay log, written again from CONTRACT.md without the importer's own
/// code.</summary>
internal static class LineRules
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["open"] = ["title", "description", "priority", "category", "service", "requester", "affectedUsers", "source",
            "tags", "aliases", "state", "reason"],
        ["triage"] = ["category", "service", "priority", "team"],
        ["assign"] = ["team", "to"],
        ["start"] = [],
        ["update"] = ["public", "auto"],
        ["ask"] = [],
        ["reply"] = ["auto"],
        ["hold"] = ["reason", "until"],
        ["resume"] = [],
        ["resolve"] = ["code"],
        ["close"] = ["code"],
        ["reopen"] = ["reason"],
        ["prioritise"] = ["priority", "reason"],
        ["link"] = ["to", "kind"],
        ["unlink"] = ["to", "kind"],
        ["merge"] = ["to"],
        ["tag"] = ["tags"],
        ["snooze"] = ["until", "reason"],
        ["escalate"] = ["to", "asOf", "reason", "reference"],
        ["acknowledge"] = [],
        ["impact"] = ["affectedUsers", "affectedShare", "revenue", "tickets", "dataLoss", "systems"],
        ["declare"] = ["severity"],
        ["stand-down"] = [],
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

    private static readonly string[] Everywhere = ["at", "do", "ticket", "by", "text", "key", "imported"];

    /// <summary>Everything that a replay would refuse for its shape, its order or a ticket that it does not
    /// know.</summary>
    /// <param name="holdReasons">Beside the shipped four.</param>
    public static IEnumerable<string> Broken(IEnumerable<string> lines, bool imported, params string[] holdReasons)
    {
        var open = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        DateTimeOffset last = default;
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            using JsonDocument json = JsonDocument.Parse(line);
            Dictionary<string, JsonElement> fields =
                json.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
            string verb = fields["do"].GetString()!, ticket = fields["ticket"].GetString()!;
            DateTimeOffset at = fields["at"].GetDateTimeOffset();
            if (at < last)
                yield return $"{number}: before the line before it";
            last = at;
            if (verb == "open" ? !open.Add(ticket) : !open.Contains(ticket))
                yield return $"{number}: {verb} of {ticket} that is {(verb == "open" ? "open already" : "not open")}";
            foreach (string fault in Shape(verb, fields, imported, holdReasons))
                yield return $"{number}: {fault}: {line}";
            if (verb is "link" or "merge" && fields.GetValueOrDefault("kind") is var kind
                && !(kind.ValueKind == JsonValueKind.String && kind.GetString() is "in-problem" or "by-change")
                && !open.Contains(fields["to"].GetString()!))
                yield return $"{number}: link to an unknown ticket";
        }
    }

    private static IEnumerable<string> Shape(
        string verb, Dictionary<string, JsonElement> fields, bool imported, string[] holdReasons)
    {
        if (!Allowed.TryGetValue(verb, out string[]? allowed))
        {
            yield return $"no verb {verb}";
            yield break;
        }

        foreach (string name in fields.Keys.Except(Everywhere).Except(allowed))
            yield return $"{verb} has no field {name}";
        foreach (string name in Required.GetValueOrDefault(verb, []).Where(name => !fields.ContainsKey(name)))
            yield return $"{verb} without {name}";
        if (verb == "assign" && !fields.ContainsKey("team") && !fields.ContainsKey("to"))
            yield return "assign without team and to";
        if (fields.TryGetValue("priority", out JsonElement priority)
            && priority.GetString() is not ("P1" or "P2" or "P3" or "P4"))
            yield return "no priority";
        if (verb == "hold"
            && !holdReasons.Concat(["user", "vendor", "approval", "change"]).Contains(fields["reason"].GetString()))
            yield return "a hold reason that the policy does not know";
        if (imported && !(fields.TryGetValue("imported", out JsonElement mark) && mark.ValueKind == JsonValueKind.True))
            yield return "not marked as imported";
    }
}
