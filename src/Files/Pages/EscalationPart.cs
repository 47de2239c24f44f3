using Muster.Core.Escalation;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>When each rule would have escalated, out of which team, and to whom.</summary>
internal sealed class EscalationPart(Html html, ReplayReport report, Timescale scale)
{
    private readonly DeskFigures figures = report.Figures;
    private readonly Slice whole = report.Figures.Tally.Whole;

    public void Write()
    {
        html.Begin("section");
        html.Leaf("h2", "When each rule would have escalated whom");
        if (whole.Escalations == 0)
            html.Leaf("p", "No rule would have escalated anything in this log.");
        else
            WriteEscalations();
        new VerdictPart(html, report.Summary.Verdicts, report.Policy.Escalation.Verdicts).Write();
        html.End();
    }

    private void WriteEscalations()
    {
        Rule[] fired = [.. EscalationRules.Where(rule => whole.EscalationsBy(rule) > 0)];
        Rule[] silent = [.. EscalationRules.Where(rule => whole.EscalationsBy(rule) == 0)];
        html.Leaf(
            "p", "An escalation moves a ticket one tier up, to that tier's on-call and lead; state, team and person "
            + "stay until somebody assigns it."
            + (silent.Length == 0 ? "" : $" Never: {string.Join(", ", silent.Select(Name))}."));
        ByRule();
        OverTime(fired);
        ByTeam(fired);
        ByTier(fired);
    }

    private void ByRule()
    {
        var table = new Table(html).Begin(
            "What each rule did", "Rule", "Escalated", "Held back", "Warned or proposed");
        foreach (var (rule, slice) in figures.Tally.Rules.Where(rule => EscalationRules.Contains(rule.Key)))
            table.Row(
                $"{Name(rule)}: {Why(rule)}", Count(slice.Escalations), Count(slice.Withheld), Count(slice.Warnings));
        table.End();
    }

    private void OverTime(Rule[] fired)
    {
        html.Leaf("h3", $"Escalations by {Name(scale.Unit)}");
        html.Begin("div", ("class", "multiples"));
        var chart = new ColumnChart(html, scale);
        int[][] counts = [.. fired.Select(OverTime)];
        for (var index = 0; index < fired.Length; index++)
            chart.Draw(Name(fired[index]), Count(whole.EscalationsBy(fired[index]), "escalation", "escalations"),
                $"Escalations by {Name(fired[index])} over {scale.Stretches.Length} {Name(scale.Unit)}s; the table "
                    + "below has the figures.",
                counts[index]);
        html.End();
        html.Begin("details");
        html.Leaf("summary", $"The figures by {Name(scale.Unit)}");
        var table = new Table(html).Begin($"Escalations by rule and {Name(scale.Unit)}",
            [Head(scale.Unit), .. fired.Select(rule => rule.ToString())]);
        for (var index = 0; index < scale.Stretches.Length; index++)
            table.Row(Name(scale.Unit, scale.Stretches[index]), [.. counts.Select(count => Count(count[index]))]);
        table.End();
        html.End();
    }

    private int[] OverTime(Rule rule) =>
        [.. figures.Over(scale).Select(stretch => stretch.Values.Sum(slice => slice.EscalationsBy(rule)))];

    private void ByTeam(Rule[] fired)
    {
        var teams = figures.Tally.Teams.Where(team => team.Value.Escalations > 0)
            .OrderByDescending(team => team.Value.Escalations)
            .ThenBy(team => team.Key, StringComparer.Ordinal).ToList();
        var table = new Table(html).Begin("Escalations by the team that had the ticket",
            ["Team", .. fired.Select(rule => rule.ToString()), "All"]);
        foreach (var (team, slice) in teams.Take(StandstillPart.Teams))
            Row(table, Team(Short(team, 60)), slice, fired);
        if (teams.Count > StandstillPart.Teams)
        {
            var rest = teams[StandstillPart.Teams..];
            table.Row(Count(rest.Count, "other team", "other teams"),
                [.. fired.Select(rule => Count(rest.Sum(team => team.Value.EscalationsBy(rule)))),
                    Count(rest.Sum(team => team.Value.Escalations))]);
        }
        table.End();
    }

    private void ByTier(Rule[] fired)
    {
        var table = new Table(html).Begin("Escalations by tier: who would have been called",
            ["From, to", .. fired.Select(rule => rule.ToString()), "All"]);
        foreach (var ((from, to), slice) in figures.Moves)
            Row(table, from == to ? $"{to.Name()}, told again" : $"{from.Name()} to {to.Name()}", slice, fired);
        table.End();
    }

    private static void Row(Table table, string name, Slice slice, Rule[] fired) => table.Row(
        name, [.. fired.Select(rule => Count(slice.EscalationsBy(rule))), Count(slice.Escalations)]);
}
