using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Client;
using Muster.Core.Reports.Metrics;
using Muster.Files.Reports;

namespace Muster.Cli.Commands;

/// <summary><c>muster report metrics</c>: the figures of a period, of a running server.</summary>
internal static class MetricsCommand
{
    public static Command Build()
    {
        var asked = ((string Name, string Words)[])
        [
            ("--from", "A date or an instant, inclusive; 28 days before the end if absent."),
            ("--to", "A date or an instant, exclusive; now if absent."),
            ("--priority", "One or several, with commas: what happened while a ticket had it."),
            ("--team", "One or several, with commas: what happened while it had the ticket."),
            ("--service", "One or several, with commas: what happened to its tickets."),
        ];
        var options = asked.Select(each => new Option<string?>(each.Name) { Description = each.Words }).ToList();
        var format = new Option<string?>("--format") { Description = "json, csv, or html, a page with charts." };
        format.AcceptOnlyFromAmong([.. MetricFormats.Names]);
        var to = new Option<string?>("--out") { Description = "With --format: where it goes; - is standard output." };
        var output = Shown.Option();
        var command = new Command(
            "metrics", "Promises, times, ages, escalations, workload, noise, and what Muster keeps about itself.")
        {
            format, to, output,
        };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(parsed =>
        {
            var form = parsed.GetValue(format);
            if (form is null && parsed.GetValue(to) is not null)
                throw new UsageFault("--out goes with --format");
            var query = Query.Of(options.Select(option => (option.Name[2..], parsed.GetValue(option)))
                .Append(("format", form)));
            using var server = new ServerConnection();
            var answer = server.Send(HttpMethod.Get, $"api/v1/metrics{query}");
            if (form is null)
                return Shown.Print(answer, parsed.GetValue(output), Print);
            using var file = Terminal.OpenText(parsed.GetValue(to) ?? "-");
            file.WriteLine(answer.Text.TrimEnd('\n'));
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(JsonElement report)
    {
        List<string[]> own = [["figure", "n", "value", "95 % within", "target", "met"]];
        own.AddRange(report.GetProperty("figures").EnumerateArray().Select(figure => new[]
        {
            Text(figure, "name"), Text(figure, "n"),
            figure.GetProperty("enough").GetBoolean() ? Text(figure, "value") : "not enough data",
            figure.GetProperty("enough").GetBoolean() ? Text(figure, "p95") : "", Text(figure, "target"),
            Text(figure, "met"),
        }));
        List<Section> sections =
            [new($"{Text(report, "from")} to {Text(report, "to")}: what Muster keeps about itself", own)];
        foreach (var table in MetricTables.Names)
        {
            var rows = report.GetProperty(table).EnumerateArray().ToList();
            string[] columns = ["by", "name", .. MetricTables.ColumnsOf(table).Select(column => column.Name)];
            sections.Add(new Section(
                rows.Count == 0 ? $"{table}: nothing" : table,
                rows.Count == 0 ? []
                    : [columns, .. rows.Select(row => columns.Select(column => Text(row, column)).ToArray())]));
        }
        Section.Print(sections);
    }

    private static string Text(JsonElement shown, string name) => !shown.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
