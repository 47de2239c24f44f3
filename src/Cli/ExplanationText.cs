using System.Text.Json;
using Muster.Core.Tickets;

namespace Muster.Cli;

/// <summary>An explanation for a person, drawn from its JSON: a replay and a server show the same.</summary>
internal static class ExplanationText
{
    public static void Print(JsonElement explained)
    {
        var sections = new List<Section>();
        if (explained.TryGetProperty("differs", out var differs))
            sections.Add(Differences(differs));
        sections.Add(Head(explained));
        foreach (var clock in explained.GetProperty("clocks").EnumerateObject())
            sections.AddRange(Clock($"{clock.Name} clock", clock.Value, Text(explained, "policy")));
        sections.Add(new Section("rules", [.. explained.GetProperty("rules").EnumerateArray().SelectMany(Rule)]));
        sections.Add(Ahead(explained.GetProperty("ahead")));
        sections.Add(Facts("so far", explained.GetProperty("timeline")));
        Section.Print(sections);
    }

    private static Section Differences(JsonElement differs)
    {
        List<string[]> rows =
        [
            .. differs.GetProperty("figures").EnumerateArray().Select(figure =>
                new[] { Text(figure, "what"), $"{Text(figure, "real")} → {Text(figure, "assumed")}" }),
            .. differs.GetProperty("gone").EnumerateArray().Select(line => new[] { "not", Words(line, true) }),
            .. differs.GetProperty("come").EnumerateArray().Select(line => new[] { "but", Words(line, true) }),
        ];
        return new Section(rows.Count == 0 ? "under the assumption nothing differs" : "under the assumption", rows);
    }

    private static Section Head(JsonElement explained)
    {
        var rows = new List<string[]>
        {
            new[] { "at", Text(explained, "at") },
            new[] { "state", Text(explained, "state") + Held(explained) },
            new[]
            {
                "priority",
                Text(explained, "priority") + (explained.TryGetProperty("provisional", out _) ? ", provisional" : ""),
            },
            new[] { "tier", Text(explained, "tier") },
        };
        Add("team", "team");
        Add("person", "to");
        Add("requester", "requester");
        Add("service", "service");
        Add("category", "category");
        Add("snoozed until", "snoozedUntil");
        Add("opened", "openedAt");
        Add("last activity", "lastActivityAt");
        rows.Add(["policy", $"{Text(explained, "policy")}, entry {Text(explained, "entry")}"]);
        rows.Add(["zone data", Text(explained, "zones")]);
        var title = Text(explained, "title");
        var name = Text(explained, "ticket");
        return new Section(title.Length == 0 ? name : $"{name} {title}", rows);

        void Add(string label, string name)
        {
            if (Text(explained, name) is { Length: > 0 } value)
                rows.Add([label, value]);
        }
    }

    private static string Held(JsonElement explained)
    {
        var (reason, until) = (Text(explained, "holdReason"), Text(explained, "until"));
        return Text(explained, "state") != "Pending" ? ""
            : until.Length > 0 ? $" ({reason}, until {until})"
            : $" ({reason})";
    }

    private static IEnumerable<Section> Clock(string name, JsonElement clock, string policy)
    {
        yield return new Section(name,
        [
            ["state", Text(clock, "state")],
            ["elapsed", $"{Short(clock, "elapsed")} of {Short(clock, "target")}"],
            ["due", Text(clock, "due") is { Length: > 0 } due ? due : "–"],
            ["cycle", clock.GetProperty("cycle").GetRawText()],
            .. Stated(clock),
            ["counts in", $"calendar {Text(clock, "calendar")}, by entry {Text(clock, "entry")} of {Brief(policy)}"],
        ]);
        yield return new Section(
            $"{name}, interval by interval", [.. clock.GetProperty("intervals").EnumerateArray().Select(Interval)]);
    }

    /// <summary>By the times that people stated, where they stated any.</summary>
    private static IEnumerable<string[]> Stated(JsonElement clock)
    {
        if (!clock.TryGetProperty("stated", out var stated))
            yield break;
        yield return ["by stated times", $"{Text(stated, "state")}, {Short(stated, "elapsed")}"
            + (Text(stated, "due") is { Length: > 0 } due ? $", due {due}" : "")];
        if (clock.TryGetProperty("corrected", out _))
            yield return ["", "the breach is corrected"];
    }

    /// <summary>The version with the first digits of its digest; the whole one stands at the head.</summary>
    private static string Brief(string version)
    {
        var digest = version.IndexOf("sha256:", StringComparison.Ordinal) + "sha256:".Length;
        return version.Length < digest + 64 ? version : version[..(digest + 8)] + version[(digest + 64)..];
    }

    private static string[] Interval(JsonElement interval)
    {
        var counted = Short(interval, "counted");
        return
        [
            Text(interval, "from"), Text(interval, "to"), Why(interval),
            counted == "0" ? "" : $"+{counted}", $"= {Short(interval, "total")}",
        ];
    }

    private static string Why(JsonElement interval) => Text(interval, "why") switch
    {
        "outOfHours" => $"out of hours ({Text(interval, "calendar")})",
        "holiday" => $"holiday ({Text(interval, "calendar")})",
        "paused" => $"paused: {Text(interval, "reason")}",
        "earlierCycle" => $"cycle {Text(interval, "cycle")}, before this one",
        "notAsked" => "not asked of it then",
        "inPart" => "in part, too many intervals to tell",
        var said => said,
    };

    private static List<string[]> Rule(JsonElement rule)
    {
        var rows = new List<string[]>();
        Add("fired", "fired");
        Add("held back", "withheld");
        Add("counted", "counted");
        var hasFired = rule.GetProperty("fired").GetArrayLength() > 0;
        rows.Add(["", hasFired ? "now" : "not fired", Text(rule, "why")]);
        if (rule.TryGetProperty("then", out var then))
            rows.Add(["", "comes true", Words(then, withMoment: true)]);
        rows[0][0] = $"{Text(rule, "rule")} {Text(rule, "name")}";
        return rows;

        void Add(string label, string name) => rows.AddRange(rule.GetProperty(name).EnumerateArray()
            .Select(fact => new[] { "", label, Words(fact, withMoment: true) }));
    }

    /// <summary>
    /// What would come, each thing the first time: a role that nobody takes is offered every few minutes for good.
    /// </summary>
    private static Section Ahead(JsonElement facts)
    {
        var first = facts.EnumerateArray().DistinctBy(WithoutTimes).ToList();
        var again = facts.GetArrayLength() - first.Count;
        var rows = first.Select(Row);
        if (again > 0)
            rows = rows.Append(["", $"and {again} times more of these, later"]);
        return new Section("ahead, if nobody does anything", [.. rows]);
    }

    private static string WithoutTimes(JsonElement fact) => string.Join(' ', fact.EnumerateObject()
        .Where(field => field.Name is not ("at" or "until" or "next" or "due" or "elapsed" or "number"))
        .Select(field => field.ToString()));

    private static Section Facts(string title, JsonElement facts) =>
        new(title, [.. facts.EnumerateArray().Select(Row)]);

    private static string[] Row(JsonElement fact) => [Text(fact, "at"), Words(fact, withMoment: false)];

    /// <summary>A journal line in a row of words: the event, then each field by its name.</summary>
    private static string Words(JsonElement line, bool withMoment)
    {
        var words = new List<string>();
        foreach (var field in line.EnumerateObject())
        {
            var value = field.Value.ValueKind == JsonValueKind.String
                ? field.Value.GetString()!
                : field.Value.GetRawText();
            var isPlain = field.Name is "ticket" or "auto" || (field.Name == "by" && value == Ticket.Coordinator);
            if (isPlain || (field.Name == "at" && !withMoment))
                continue;
            words.Add(field.Name is "at" or "event" or "note" or "rule" ? value : $"{field.Name} {value}");
        }
        return string.Join("  ", words);
    }

    private static string Text(JsonElement shown, string name) =>
        shown.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Such as <c>26h30m</c>; nothing is rounded.</summary>
    private static string Short(JsonElement shown, string name) =>
        Text(shown, name) is "PT0S" or "" ? "0" : Text(shown, name)["PT".Length..].ToLowerInvariant();
}
