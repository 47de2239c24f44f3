using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster sla check</c>: how tickets stand against their promises.</summary>
internal static class SlaCommand
{
    /// <summary>Shown, the most pressing first.</summary>
    private const int MostShown = 200;

    /// <summary>Read from the server, the newest first, to find these.</summary>
    private const int MostLooked = 2_000;

    private const string AtRisk = "atRisk=true";

    private static readonly string[] Filters = ["state", "priority", "team", "service"];

    public static Command Build() =>
        new("sla", "How the tickets of a running server stand against their promises.") { Check() };

    private static Command Check()
    {
        var filters = Filters
            .Select(name => new Option<string?>($"--{name}") { Description = "Any of these, comma-separated." })
            .ToList();
        var atRisk = new Option<bool>("--at-risk") { Description = Tickets.TicketCommand.AtRiskMeaning };
        var byCode = new Option<bool>("--exit-code") { Description = "End with 1 where one of them is at risk." };
        var output = Shown.Option();
        var command = new Command(
            "check", "Created, age, what remains, last activity, what was done and why; the most pressing first.")
        {
            atRisk, byCode, output,
        };
        foreach (var filter in filters)
            command.Add(filter);
        command.SetAction(parsed =>
        {
            var query = filters.Where(filter => parsed.GetValue(filter) is not null)
                .Select(filter => $"{filter.Name[2..]}={Uri.EscapeDataString(parsed.GetValue(filter)!)}")
                .Concat(parsed.GetValue(atRisk) ? [AtRisk] : Array.Empty<string>())
                .ToList();
            using var server = new ServerConnection();
            var whole = Whole(server, string.Join('&', query.Append("limit=200")));
            Shown.Print(new ServerAnswer(200, whole.ToJsonString(Shown.Readable)), parsed.GetValue(output), Print);
            return parsed.GetValue(byCode) && IsNo(server, whole, query) ? ExitCodes.No : ExitCodes.Done;
        });
        return command;
    }

    /// <summary>One of them is at risk, among those that are not shown, too.</summary>
    private static bool IsNo(ServerConnection server, JsonObject whole, IEnumerable<string> query)
    {
        if (whole["items"]!.AsArray().Any(item => item!["atRisk"]!.GetValue<bool>()))
            return true;
        if (whole["more"] is null)
            return false;
        var asked = string.Join('&', query.Where(part => part != AtRisk).Append(AtRisk).Append("limit=1"));
        return Page(server, asked)["items"]!.AsArray().Count > 0;
    }

    /// <summary>The pages as one, the least that remains first: the most pressing among those that were looked at.
    /// </summary>
    private static JsonObject Whole(ServerConnection server, string query)
    {
        var items = new List<JsonNode>();
        JsonObject page;
        string? cursor = null;
        do
        {
            page = Page(server, query + (cursor is null ? "" : $"&cursor={cursor}"));
            items.AddRange(page["items"]!.AsArray().Select(item => item!.DeepClone()));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null && items.Count < MostLooked);
        var whole = new JsonObject
        {
            ["at"] = page["at"]?.DeepClone(),
            ["items"] = new JsonArray([.. items.OrderBy(Left).Take(MostShown)]),
        };
        var more = Math.Max(0, items.Count - MostShown) + (page["more"]?.GetValue<long>() ?? 0);
        if (more > 0)
            whole["more"] = more;
        return whole;
    }

    private static JsonObject Page(ServerConnection server, string query) =>
        JsonNode.Parse(server.Send(HttpMethod.Get, $"api/v1/sla?{query}").Text)!.AsObject();

    /// <summary>The least that remains on a clock that has not ended.</summary>
    private static TimeSpan Left(JsonNode item)
    {
        var clocks = item["clocks"]!.AsObject().Select(clock => clock.Value!["remaining"]?.GetValue<string>());
        return clocks.OfType<string>().Select(Span).DefaultIfEmpty(TimeSpan.MaxValue).Min();
    }

    private static TimeSpan Span(string iso) => System.Xml.XmlConvert.ToTimeSpan(iso);

    private static void Print(JsonElement page)
    {
        List<string[]> rows =
        [
            [
                "ticket", "", "state", "created", "age", "response left", "resolution left", "last activity", "done",
                "why",
            ],
        ];
        foreach (var item in page.GetProperty("items").EnumerateArray())
        {
            var clocks = item.GetProperty("clocks");
            rows.Add(
            [
                Text(item, "id"), Text(item, "priority") + (item.GetProperty("atRisk").GetBoolean() ? " !" : ""),
                Text(item, "state"), Text(item, "openedAt"), Short(Text(item, "age")),
                Clock(clocks.GetProperty("response")), Clock(clocks.GetProperty("resolution")),
                Text(item, "lastActivityAt"), Done(item), Text(item, "why"),
            ]);
        }
        Section.Print([new Section(Head(page, rows.Count - 1), rows.Count == 1 ? [] : rows)]);
    }

    private static string Head(JsonElement page, int shown)
    {
        var risky = page.GetProperty("items").EnumerateArray().Count(item => item.GetProperty("atRisk").GetBoolean());
        var more = page.TryGetProperty("more", out var rest) ? $"; {rest.GetInt64()} more are not shown" : "";
        return $"At {Text(page, "at")}: " + (shown == 0 ? "no tickets"
            : $"{shown} {(shown == 1 ? "ticket" : "tickets")}, {risky} at risk, the most pressing first{more}");
    }

    private static string Done(JsonElement item) => !item.TryGetProperty("done", out var act) ? "–"
        : string.Join(' ', new[] { Text(act, "at"), Text(act, "event"), Text(act, "rule"), Text(act, "to") }
            .Where(part => part.Length > 0));

    private static string Clock(JsonElement clock)
    {
        var (state, left) = (Text(clock, "state"), Text(clock, "remaining"));
        return left.Length == 0 ? state : state == "running" ? Short(left) : $"{Short(left)} {state}";
    }

    private static string Short(string iso)
    {
        var cut = iso.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? iso[..dot] + "S" : iso;
        return cut.Replace("PT", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    private static string Text(JsonElement shown, string name) =>
        shown.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
