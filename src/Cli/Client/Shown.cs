using System.CommandLine;
using System.Text.Json;
using Muster.Files;

namespace Muster.Cli.Client;

/// <summary>Answers as JSON where a program reads them, as a table where a person does.</summary>
internal static class Shown
{
    /// <summary>As the server writes: what is readable stays readable.</summary>
    public static readonly JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] ListColumns =
    [
        "id", "priority", "state", "derived", "tier", "team", "to", "title", "name", "kind", "role", "person",
        "expiresAt", "lastUsedAt", "schedule", "oncall", "until", "mail", "phone", "slack", "webhook", "manager",
        "lead", "members", "paging", "version", "at",
    ];

    private static readonly string[] LineColumns = ["at", "event", "by"];

    /// <summary>The option of every command that shows something.</summary>
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--output")
        {
            Description = "table, json or yaml; by itself a table on a terminal, json elsewhere.",
        };
        option.AcceptOnlyFromAmong("table", "json", "yaml");
        return option;
    }

    /// <param name="drawn">How a person is shown it; by itself a table of its fields.</param>
    public static int Print(ServerAnswer answer, string? form, Action<JsonElement>? drawn = null)
    {
        if (answer.Text.Length == 0)
            return ExitCodes.Done;
        if (form == "json" || (form is null && !Terminal.OutputIsTerminal))
        {
            using var output = Terminal.OpenText("-");
            output.WriteLine(answer.Text.TrimEnd());
            return ExitCodes.Done;
        }
        using var json = JsonDocument.Parse(answer.Text);
        if (form == "yaml")
        {
            using var output = Terminal.OpenText("-");
            output.Write(JsonYaml.Write(json.RootElement));
            return ExitCodes.Done;
        }
        (drawn ?? Draw)(json.RootElement);
        return ExitCodes.Done;
    }

    private static void Draw(JsonElement shown) => Section.Print([shown.TryGetProperty("items", out var items)
        ? Listed(items, shown)
        : new Section(TitleOf(shown), [.. Fields(shown, "")])]);

    private static Section Listed(JsonElement items, JsonElement page)
    {
        var rows = items.EnumerateArray().ToList();
        var isJournal = rows.Count > 0 && rows[0].TryGetProperty("event", out _);
        var columns = (isJournal ? LineColumns : ListColumns)
            .Where(column => rows.Any(row => row.TryGetProperty(column, out _))).ToList();
        var more = page.TryGetProperty("next", out var next) ? $", more with --cursor {next}" : "";
        List<string[]> cells =
        [
            [.. columns, .. isJournal ? ["what"] : Array.Empty<string>()],
            .. rows.Select(row => columns.Select(column => Text(row, column))
                .Concat(isJournal ? [Rest(row)] : Array.Empty<string>()).ToArray()),
        ];
        return new Section(rows.Count == 0 ? "none" : $"{rows.Count} shown{more}", rows.Count == 0 ? [] : cells);
    }

    private static string Rest(JsonElement line) => string.Join(' ', line.EnumerateObject()
        .Where(field => !LineColumns.Contains(field.Name) && field.Name is not ("ticket" or "auto"))
        .Select(field => $"{field.Name}={Text(field.Value)}"));

    private static IEnumerable<string[]> Fields(JsonElement shown, string before)
    {
        foreach (var field in shown.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in Fields(field.Value, $"{before}{field.Name}."))
                    yield return inner;
            }
            else
                yield return [before + field.Name, Text(field.Value)];
        }
    }

    private static string TitleOf(JsonElement shown) =>
        string.Join(' ', new[] { Text(shown, "id"), Text(shown, "title") }.Where(part => part.Length > 0));

    private static string Text(JsonElement shown, string name) =>
        shown.TryGetProperty(name, out var value) ? Text(value) : "";

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.Object =>
            $"({string.Join(' ', value.EnumerateObject().Select(field => $"{field.Name}={Text(field.Value)}"))})",
        _ => value.GetRawText(),
    };
}
