using System.Text;
using System.Text.Json;
using Muster.Files.Import;

namespace Muster.Edge.Import;

/// <summary>Imports texts and gives back the lines.</summary>
internal static class Desk
{
    public const string Map = """
        ticket: Key
        at: When
        state: State
        states: {New: open, Work: start, User: {hold: user}, Vendor: {hold: vendor}, Queue: assign,
                 Done: resolve, Over: close, Void: {close: cancelled}, Odd: update}
        team: [Team, Group]
        to: Person
        """;

    public static Imported Csv(string csv, string map = Map, bool strict = false) =>
        Run(ImportFormat.Csv, Encoding.UTF8.GetBytes(csv), map, strict);

    public static Imported Xes(string xes, string map) =>
        Run(ImportFormat.Xes, Encoding.UTF8.GetBytes(xes), map, false);

    public static Imported Jsonl(string log, bool strict = false) =>
        Run(ImportFormat.JsonLines, Encoding.UTF8.GetBytes(log), null, strict);

    public static Imported Run(ImportFormat format, byte[] input, string? map, bool strict) =>
        Run(format, new MemoryStream(input), map, strict);

    public static Imported Run(ImportFormat format, Stream input, string? map, bool strict)
    {
        string folder = Directory.CreateTempSubdirectory("muster-import").FullName;
        try
        {
            string mapFile = Path.Combine(folder, "map.yaml");
            if (map is not null)
                File.WriteAllText(mapFile, map);
            using var output = new MemoryStream();
            ImportReport report = Importer.Run(new ImportRequest(format, "-", map is null ? null : mapFile, "-")
            {
                Strict = strict,
                Input = input,
                Output = output,
            });
            string[] failure = [.. report.Failure.Select(line => line.Replace(mapFile, "map.yaml"))];
            return new Imported(report, failure, Encoding.UTF8.GetString(output.ToArray()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

internal sealed record Imported(ImportReport Report, string[] Failure, string Text)
{
    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The story in short: verb and what is named, one line each.</summary>
    public string[] Story(params string[] fields) => [.. Lines.Select(line =>
    {
        using JsonDocument json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        return string.Join(' ', fields.Prepend("do").Where(name => root.TryGetProperty(name, out _))
            .Select(name => root.GetProperty(name) is { ValueKind: JsonValueKind.String } text
                ? text.GetString()
                : root.GetProperty(name).GetRawText()));
    })];

    public string Faults => string.Join('\n', Failure.Concat(Report.Faults.Select(fault => $"{fault}")));
}
