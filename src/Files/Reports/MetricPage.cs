using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Muster.Core.Reports;
using Muster.Core.Reports.Metrics;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Files.Reports;

/// <summary>The figures of a period as one page: tables, and charts that are drawn in it. No script, no request.
/// </summary>
internal static class MetricPage
{
    private const string Hatch =
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
        + "<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
        + "patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" class=\"hatch-ground\"/>"
        + "<rect width=\"2\" height=\"5\" class=\"hatch-line\"/></pattern></defs></svg>\n";

    private static readonly string Style = ReplayPage.Style + "\n@page { size: A4 landscape; margin: 15mm; }\n";

    public static string ContentPolicy { get; } = "default-src 'none'; style-src 'sha256-"
        + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style))) + "'";

    public static string Of(MetricReport report)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var html = new Html(writer);
        html.Raw("<!doctype html>\n");
        html.Begin("html", ("lang", "en"));
        html.Begin("head");
        html.Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", ContentPolicy));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Leaf("title", "Figures of the desk");
        html.Raw($"<style>{Style}</style>\n");
        html.End();
        html.Begin("body").Raw(Hatch);
        WriteHead(html, report.Scope);
        html.Begin("main");
        WriteFigures(html, report);
        foreach (var table in report.Tables)
            WriteTable(html, table, report.Scope);
        html.End().End().End();
        return writer.ToString();
    }

    private static void WriteHead(Html html, MetricScope scope)
    {
        html.Begin("header");
        html.Leaf("h1", "Figures of the desk");
        html.Begin("p", ("class", "lead"))
            .Text($"{PageWords.At(scope.From)} to {PageWords.At(scope.To)}, all times in UTC.");
        if (!scope.Priorities.IsEmpty)
            html.Text($" {string.Join(", ", scope.Priorities)}.");
        foreach (var team in scope.Teams)
            html.Text(" Team ").Said(team);
        foreach (var service in scope.Services)
            html.Text(" Service ").Said(service);
        html.End().End();
    }

    private static void WriteFigures(Html html, MetricReport report)
    {
        html.Begin("section");
        html.Leaf("h2", "What Muster keeps about itself");
        var table = Table.Stacking(html).Begin(
            "Each beside its target; fewer than 10 say nothing", "Figure", "Taken from", "Value", "95 % within",
            "Target", "Met");
        foreach (var figure in report.Figures)
        {
            table.Row(
                figure.Title, PageWords.Count(figure.Count),
                figure.IsEnough ? Words(figure.Unit, figure.Value) : "not enough data",
                figure.IsEnough ? Words(figure.Unit, figure.High) : "–", figure.Target ?? "none",
                figure.IsMet switch { true => "yes", false => "no", null => "–" });
        }
        table.End();
        html.End();
    }

    private static void WriteTable(Html html, MetricTable table, MetricScope scope)
    {
        html.Begin("section");
        html.Leaf("h2", table.Title);
        if (table.Rows.IsEmpty)
            html.Leaf("p", "Nothing in this period.", ("class", "small"));
        if (table.Name is "response" or "resolution" && !table.Rows.IsEmpty)
            WriteChart(html, table, scope);
        foreach (var group in table.Rows.GroupBy(row => row.By))
        {
            var drawn = Table.Stacking(html).Begin(
                group.Key == "all" ? "All together" : $"By {group.Key}",
                [group.Key == "all" ? "" : Heading(group.Key), .. table.Columns.Select(column => column.Title)]);
            foreach (var row in group)
            {
                drawn.Row(
                    row.Name.Length > 0 ? row.Name : row.By == "all" ? "all" : $"no {row.By}",
                    [.. row.Values.Select((value, index) => Words(table.Columns[index].Unit, value))]);
            }
            drawn.End();
        }
        html.End();
    }

    private static void WriteChart(Html html, MetricTable table, MetricScope scope)
    {
        var last = Instant.Max(scope.From, scope.To - Duration.FromMilliseconds(1));
        var scale = Timescale.Of(scope.From.InUtc().Date, last.InUtc().Date);
        var rows = table.Rows.Where(row => row.By == "week").ToDictionary(row => row.Name, row => row.Values);
        var (kept, missed) = (new int[scale.Stretches.Length], new int[scale.Stretches.Length]);
        for (var index = 0; index < kept.Length; index++)
        {
            var from = NodaTime.Text.LocalDatePattern.Iso.Format(scale.Stretches[index].From);
            if (rows.TryGetValue(from, out var values))
                (kept[index], missed[index]) = ((int)(values[0] ?? 0), (int)(values[1] ?? 0));
        }
        new ColumnChart(html, scale).Draw(
            $"{table.Title} by {PageWords.Name(scale.Unit)}",
            $"{PageWords.Count(kept.Sum())} kept, {PageWords.Count(missed.Sum())} missed (hatched)",
            $"{kept.Sum()} kept and {missed.Sum()} missed; the tables below have the figures.", kept, missed);
    }

    private static string Heading(string by) => char.ToUpperInvariant(by[0]) + by[1..];

    private static string Words(MetricUnit unit, double? value) => value is not { } known ? "–" : unit switch
    {
        MetricUnit.Count => PageWords.Count((long)known),
        MetricUnit.Share => PageWords.Share(known),
        MetricUnit.Span => PageWords.Spell(Duration.FromSeconds(known)),
        _ => known.ToString("0.00", CultureInfo.InvariantCulture) + " USD",
    };
}
