using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>Promises kept and missed, by priority and over time.</summary>
internal sealed class CompliancePart(Html html, ReplayReport report, Timescale scale)
{
    private readonly DeskFigures figures = report.Figures;
    private readonly IReadOnlyList<SortedDictionary<Priority, Slice>> stretches = report.Figures.Over(scale);

    public void Write()
    {
        html.Begin("section");
        html.Leaf("h2", "Promises kept and missed");
        html.Leaf(
            "p", $"By priority and {Name(scale.Unit)}. A promise counts in the {Name(scale.Unit)} in which it was "
            + "met, or fell due and was missed; over all cycles, so that a late reopening is judged anew.");
        Totals();
        html.Begin("p", ("class", "legend")).Begin("span").Raw(Key("met")).Text("kept").End()
            .Begin("span").Raw(Key("missed")).Text("missed").End().End();
        foreach (var clock in new[] { ClockKind.Resolution, ClockKind.Response })
            Charts(clock);
        html.End();
    }

    private static string Key(string kind) =>
        "<svg width=\"14\" height=\"14\" aria-hidden=\"true\">"
            + $"<rect width=\"14\" height=\"14\" class=\"{kind}\"/></svg>";

    private void Totals()
    {
        html.Begin("div", ("class", "multiples"));
        foreach (var clock in new[] { ClockKind.Resolution, ClockKind.Response })
        {
            var table = new Table(html).Begin($"{Name(clock)} by priority", "Priority", "Kept", "Missed", "Share kept");
            foreach (var (priority, slice) in figures.Tally.Priorities)
                Total(table, priority.ToString(), slice.Of(clock));
            Total(table, "All", figures.Tally.Whole.Of(clock));
            table.End();
        }
        foreach (var clock in report.Summary.Clocks.Where(clock => clock.Further is not null))
        {
            var table = new Table(html).Begin($"{Name(clock)} by priority", "Priority", "Kept", "Missed", "Share kept");
            foreach (var priority in Enum.GetValues<Priority>())
            {
                var outcomes = report.Summary.Of(clock, priority);
                if (outcomes.Share is not null)
                    table.Row($"{priority}", Count(outcomes.Met), Count(outcomes.Breached), Share(outcomes.Share));
            }
            table.End();
        }
        html.End();
    }

    private static void Total(Table table, string name, Outcomes outcomes) =>
        table.Row(name, Count(outcomes.Met), Count(outcomes.Breached), Share(outcomes.Compliance));

    private void Charts(ClockKind clock)
    {
        html.Leaf("h3", $"{Name(clock)} by {Name(scale.Unit)}");
        html.Begin("div", ("class", "multiples"));
        var chart = new ColumnChart(html, scale);
        foreach (var (priority, slice) in figures.Tally.Priorities)
        {
            var outcomes = slice.Of(clock);
            if (outcomes.Judged == 0)
                continue;
            int[] met = [.. stretches.Select(stretch => Of(stretch, priority, clock)?.Met ?? 0)];
            int[] breached = [.. stretches.Select(stretch => Of(stretch, priority, clock)?.Breached ?? 0)];
            chart.Draw($"{priority} {Name(clock).ToLowerInvariant()}",
                $"{Share(outcomes.Compliance)} kept, {Count(outcomes.Breached)} missed",
                $"{Count(outcomes.Met)} kept and {Count(outcomes.Breached)} missed over {scale.Stretches.Length} "
                    + $"{Name(scale.Unit)}s; the table below has the figures.",
                met, breached);
        }
        html.End();
        Figures(clock);
    }

    private void Figures(ClockKind clock)
    {
        html.Begin("details");
        html.Leaf("summary", $"The figures of {Name(clock).ToLowerInvariant()} by {Name(scale.Unit)}");
        var table = new Table(html).Begin(
            $"{Name(clock)}: kept and missed, by {Name(scale.Unit)} and priority; – where no promise ended",
            Head(scale.Unit), "P1", "P2", "P3", "P4");
        for (var index = 0; index < stretches.Count; index++)
        {
            var stretch = stretches[index];
            table.Row(PageWords.Name(scale.Unit, scale.Stretches[index]), Cell(Priority.P1), Cell(Priority.P2),
                Cell(Priority.P3), Cell(Priority.P4));

            string Cell(Priority priority) => Of(stretch, priority, clock) is { Judged: not 0 } outcomes
                ? $"{Count(outcomes.Met)} / {Count(outcomes.Breached)}"
                : "–";
        }
        table.End();
        html.End();
    }

    private static Outcomes? Of(SortedDictionary<Priority, Slice> stretch, Priority priority, ClockKind clock) =>
        stretch.TryGetValue(priority, out var slice) ? slice.Of(clock) : null;
}
