using System.Globalization;
using Muster.Core.Reports;
using Muster.Core.Reports.Metrics;
using Muster.Files.Pages;
using NodaTime;
using NodaTime.Text;

namespace Muster.Files.Reports;

/// <summary>The figures of a period as sections of a page: tables, and charts above them.</summary>
internal sealed class MetricSections(Html html, MetricReport report)
{
    /// <summary>Of one kind; CSV and JSON have all.</summary>
    private const int MostRows = 50;

    /// <summary>In a chart of teams.</summary>
    private const int MostBars = 10;

    private const string Hatch =
        "<svg width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>"
        + "<pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
        + "patternTransform=\"rotate(45)\"><rect width=\"5\" height=\"5\" class=\"hatch-ground\"/>"
        + "<rect width=\"2\" height=\"5\" class=\"hatch-line\"/></pattern></defs></svg>\n";

    public void Write()
    {
        html.Raw(Hatch);
        WriteFigures();
        // a policy that adds no clock has nothing to be told of any
        foreach (var table in report.Tables.Where(table => table.Name != "clocks" || !table.Rows.IsEmpty))
        {
            Begin(table.Name, table.Title);
            if (table.Rows.IsEmpty)
                html.Leaf("p", "Nothing in this period.", ("class", "small"));
            else
                WriteChart(table);
            foreach (var group in table.Rows.GroupBy(row => row.By))
                WriteGroup(table, group.Key, [.. group]);
            html.End();
        }
    }

    private void Begin(string name, string title)
    {
        html.Begin("section", ("id", name), ("aria-labelledby", $"{name}-title"));
        html.Leaf("h2", title, ("id", $"{name}-title"));
    }

    private void WriteFigures()
    {
        Begin("figures", "What Muster keeps about itself");
        var table = Table.Stacking(html).Begin(
            $"Each beside its target; fewer than {SelfFigure.Enough} say nothing", "Figure", "Taken from", "Value",
            "95 % within", "Target", "Met");
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

    private void WriteGroup(MetricTable table, string by, IReadOnlyList<MetricRow> rows)
    {
        var isShown = by is "all" or "priority" or "rule" or "clock";
        if (!isShown)
            html.Begin("details").Leaf("summary", $"By {by}: {PageWords.Count(rows.Count)}");
        WriteRows(table, by, rows);
        if (!isShown)
            html.End();
    }

    private void WriteRows(MetricTable table, string by, IReadOnlyList<MetricRow> rows)
    {
        var drawn = Table.Stacking(html).Begin(
            by == "all" ? "All together" : $"By {by}",
            [
                by == "all" ? "" : char.ToUpperInvariant(by[0]) + by[1..],
                .. table.Columns.Select(column => column.Title),
            ]);
        foreach (var row in rows.Take(MostRows))
            drawn.Row(NameOf(row), [.. row.Values.Select((value, index) => Words(table.Columns[index].Unit, value))]);
        drawn.End();
        if (rows.Count > MostRows)
            html.Leaf("p", $"{rows.Count - MostRows} more are in the CSV.", ("class", "small"));
    }

    private void WriteChart(MetricTable table)
    {
        switch (table.Name)
        {
            case "response" or "resolution": WriteWeeks(table, "met", "breached", "kept", "missed"); break;
            case "noise": WriteWeeks(table, "opened", "endedAlone", "opened", "ended before anybody began"); break;
            case "times":
                html.Begin("div", ("class", "multiples"));
                WriteBars(table, "priority", "timeToAcknowledge", "Mean time to acknowledge");
                WriteBars(table, "priority", "timeToResolve", "Mean time to resolve");
                html.End();
                break;
            case "ageing": WriteAges(table); break;
            case "escalations": WriteVerdicts(table); break;
            case "workload": WriteBars(table, "team", "open", "Open now by team"); break;
        }
    }

    private void WriteWeeks(MetricTable table, string solid, string hatched, string solidWord, string hatchedWord)
    {
        var last = Instant.Max(report.Scope.From, report.Scope.To - Duration.FromMilliseconds(1));
        var scale = Timescale.Of(report.Scope.From.InUtc().Date, last.InUtc().Date);
        var rows = table.Rows.Where(row => row.By == "week").ToDictionary(row => row.Name);
        var (filled, marked) = (new int[scale.Stretches.Length], new int[scale.Stretches.Length]);
        for (var index = 0; index < filled.Length; index++)
        {
            if (rows.TryGetValue(LocalDatePattern.Iso.Format(scale.Stretches[index].From), out var row))
                (filled[index], marked[index]) = ((int)Of(table, row, solid), (int)Of(table, row, hatched));
        }
        var (one, other) = (filled.Sum(), marked.Sum());
        if (solid == "opened") // what ended alone was opened, too
            filled = [.. filled.Select((count, index) => Math.Max(0, count - marked[index]))];
        new ColumnChart(html, scale).Draw(
            $"{table.Title} by {PageWords.Name(scale.Unit)}",
            $"{PageWords.Count(one)} {solidWord}, {PageWords.Count(other)} {hatchedWord} (hatched)",
            $"{one} {solidWord} and {other} {hatchedWord}; the tables below have the figures.", filled, marked);
    }

    private void WriteBars(MetricTable table, string by, string column, string heading)
    {
        var unit = table.Columns.Single(each => each.Name == column).Unit;
        BarRow[] bars =
        [
            .. table.Rows.Where(row => row.By == by && Of(table, row, column) > 0)
                .OrderByDescending(row => by == "team" ? Of(table, row, column) : 0).Take(MostBars)
                .Select(row => new BarRow(NameOf(row), Of(table, row, column), 0, Words(unit, Of(table, row, column)))),
        ];
        if (bars.Length > 0)
            new BarChart(html).Draw(heading, $"by {by}", Told(bars), bars);
    }

    private void WriteAges(MetricTable table)
    {
        var all = table.Rows.First(row => row.By == "all");
        BarRow[] bars =
        [
            .. table.Columns.Select((column, index) => (column, Count: all.Values[index] ?? 0))
                .Where(step => step.column.Unit == MetricUnit.Count && step.column.Name != "open")
                .Select(step => new BarRow(step.column.Title, step.Count, 0, PageWords.Count((long)step.Count))),
        ];
        new BarChart(html).Draw(
            "Open tickets by age", $"{PageWords.Count((long)Of(table, all, "open"))} open", Told(bars), bars);
    }

    private void WriteVerdicts(MetricTable table)
    {
        BarRow[] bars =
        [
            .. table.Rows.Where(row => row.By == "rule" && Judged(row) > 0).Select(row => new BarRow(
                row.Name, Of(table, row, "useful"), Judged(row) - Of(table, row, "useful"),
                $"{Of(table, row, "useful")} of {Judged(row)} useful")),
        ];
        if (bars.Length > 0)
            new BarChart(html).Draw("What became of what rules did", "noise and late hatched", Told(bars), bars);

        double Judged(MetricRow row) => Of(table, row, "useful") + Of(table, row, "noise") + Of(table, row, "late");
    }

    private static string Told(IEnumerable<BarRow> bars) =>
        string.Join("; ", bars.Select(bar => $"{bar.Name}: {bar.Figure}")) + ".";

    private static double Of(MetricTable table, MetricRow row, string column) =>
        row.Values[table.Columns.ToList().FindIndex(each => each.Name == column)] ?? 0;

    private static string NameOf(MetricRow row) =>
        row.Name.Length > 0 ? row.Name : row.By == "all" ? "all" : $"no {row.By}";

    private static string Words(MetricUnit unit, double? value) => value is not { } known ? "–" : unit switch
    {
        MetricUnit.Count => PageWords.Count((long)known),
        MetricUnit.Share => PageWords.Share(known),
        MetricUnit.Span => PageWords.Spell(Duration.FromSeconds(known)),
        _ => known.ToString("0.00", CultureInfo.InvariantCulture) + " USD",
    };
}
