using System.CommandLine;
using System.Text.Json;
using Muster.Files.Import;
using Muster.Files.Logs;

namespace Muster.Cli.Commands;

/// <summary><c>muster import (xes|csv|jsonl) FILE</c>: another desk's history as a replay log.</summary>
internal static class ImportCommand
{
    public static Command Build() => new("import", "Turn another system's history into a replay log.")
    {
        Of("xes", "An event log in XES, plain or gzip.", ImportFormat.Xes),
        Of("csv", "A table, one row an event or a ticket, plain or gzip.", ImportFormat.Csv),
        Of("jsonl", "Lines that are replay lines already; each is marked as imported.", ImportFormat.JsonLines),
    };

    private static Command Of(string name, string description, ImportFormat format)
    {
        var file = new Argument<string>("FILE") { Description = "What to import; - is standard input." };
        var map = new Option<string?>("--map")
        {
            Description = "What the columns mean, as samples/small-map.yaml; - is standard input.",
        };
        var log = new Option<string>("--out")
        {
            Description = "Where the replay log goes; - is standard output.",
            Required = true,
        };
        var summary = new Option<string?>("--summary") { Description = "Where the summary goes as JSON." };
        var strict = new Option<bool>("--strict") { Description = "Stop at the first fault and write nothing." };
        var zones = ZonesOption.Build();
        var command = new Command(name, description) { file, map, log, summary, strict, zones };
        command.SetAction(parsed => Run(
            new ImportRequest(
                format, parsed.GetRequiredValue(file), parsed.GetValue(map), parsed.GetRequiredValue(log))
            {
                Strict = parsed.GetValue(strict),
                Zones = ZonesOption.Read(parsed.GetValue(zones)),
            },
            parsed.GetValue(summary)));
        return command;
    }

    private static int Run(ImportRequest request, string? summary)
    {
        if (Directory.Exists(request.File))
            throw new FileFault(request.File, "is a directory, a file is needed");
        if (Directory.Exists(request.Out))
            throw new FileFault(request.Out, "is a directory, a file is needed");
        using var input = request.File == "-" ? Terminal.OpenStandardInput() : null;
        using var map = request.Map == "-" ? Terminal.OpenStandardInput() : null;
        // A log is put in its place by a rename; a device must not be replaced by a file.
        var isStream = request.Out == "-"
            || Path.GetFullPath(request.Out).StartsWith("/dev/", StringComparison.Ordinal);
        using var output = isStream ? Terminal.OpenOutput(request.Out) : null;
        long? total = File.Exists(request.File) ? new FileInfo(request.File).Length : null;
        var report = ProgressBar.Run("importing", total, told => Importer.Run(request with
        {
            Input = input,
            MapInput = map,
            Output = output,
            Out = isStream ? "-" : request.Out,
            Progress = told is null ? null : progress => told(progress.BytesRead),
        }));
        foreach (var line in report.Failure)
            Console.Error.WriteLine($"muster: {line}");
        foreach (var fault in report.Faults)
            Console.Error.WriteLine(fault);
        if (report.FaultCount > report.Faults.Length)
            Console.Error.WriteLine($"… and {report.FaultCount - report.Faults.Length} further faults");
        if (report.Failure.IsEmpty)
            report.WriteSummary(Console.Error);
        if (summary is not null)
            WriteSummary(summary, report);
        return report.ExitCode;
    }

    private static void WriteSummary(string name, ImportReport report)
    {
        using var output = Terminal.OpenOutput(name);
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteBoolean("written", report.Failure.IsEmpty);
        json.WriteNumber("rows", report.Rows);
        json.WriteNumber("tickets", report.Tickets);
        json.WriteNumber("lines", report.Lines);
        json.WriteNumber("faults", report.FaultCount);
        if (report.First is { } first)
            json.WriteString("first", Rfc3339.Format(first));
        if (report.Last is { } last)
            json.WriteString("last", Rfc3339.Format(last));
        json.WriteStartObject("linesByVerb");
        foreach (var (verb, count) in report.LinesByVerb)
            json.WriteNumber(verb, count);
        json.WriteEndObject();
        json.WriteStartArray("unknownValues");
        foreach (var unknown in report.UnknownValues)
        {
            json.WriteStartObject();
            json.WriteString("field", unknown.Field);
            json.WriteString("value", unknown.Value);
            json.WriteNumber("times", unknown.Times);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteTexts(json, "columnsLeft", report.ColumnsLeft);
        WriteTexts(json, "policyNeeds", report.PolicyNeeds);
        WriteTexts(json, "notes", report.Notes);
        WriteTexts(json, "failure", report.Failure);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
