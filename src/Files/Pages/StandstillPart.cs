using Muster.Core.Reports;
using Muster.Core.Tickets;
using NodaTime;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>Where tickets bounced and where they stood still, by team and by priority.</summary>
internal sealed class StandstillPart(Html html, ReplayReport report)
{
    /// <summary>How many teams a table names; the others stand in one row.</summary>
    public const int Teams = 15;

    private const int HandOvers = 10;

    private readonly DeskFigures figures = report.Figures;

    public void Write()
    {
        html.Begin("section");
        html.Leaf("h2", "Where tickets bounced and stood still");
        var limits = report.Policy.Escalation.ActiveWithin;
        html.Leaf(
            "p", "A bounce is a reassignment to another team or person; the first assignment, and the first after "
            + "an escalation, are none. A quiet spell is a time in which an open ticket, not held and not snoozed, lay "
            + "untouched for "
            + string.Join(", ", limits.OrderBy(limit => limit.Key).Select(limit => $"{limit.Key} {Spell(limit.Value)}"))
            + " or longer, counted in the working hours of its agreement.");
        ByPriority();
        ByTeam();
        ByHandOver();
        html.End();
    }

    private void ByPriority()
    {
        var table = Begin("Bounces and quiet spells by priority", "Priority");
        foreach (var (priority, standing) in figures.Standstill.Priorities)
            Row(table, priority.ToString(), standing, figures.Tally.Priorities[priority]);
        table.End();
    }

    private void ByTeam()
    {
        var teams = figures.Standstill.Teams
            .OrderByDescending(team => team.Value.Bounces)
            .ThenByDescending(team => team.Value.Quiet)
            .ThenBy(team => team.Key, StringComparer.Ordinal)
            .ToList();
        if (teams.Count == 0)
            return;
        var table = Begin("Bounces and quiet spells by team, counted where the ticket was", "Team");
        foreach (var (team, standing) in teams.Take(Teams))
            Row(table, Team(Short(team, 60)), standing, figures.Tally.Teams.GetValueOrDefault(team) ?? new Slice());
        if (teams.Count > Teams)
            Rest(table, teams[Teams..]);
        table.End();
    }

    private void Rest(Table table, List<KeyValuePair<string, Standing>> rest)
    {
        var quiet = rest.Aggregate(Duration.Zero, (sum, team) => sum + team.Value.Quiet);
        var longest = rest.MaxBy(team => team.Value.LongestQuiet).Value;
        int Escalated(Rule rule) =>
            rest.Sum(team => figures.Tally.Teams.GetValueOrDefault(team.Key)?.EscalationsBy(rule) ?? 0);
        table.Row($"{Count(rest.Count, "other team", "other teams")}",
            Count(rest.Sum(team => team.Value.Arrivals)), Count(rest.Sum(team => team.Value.Bounces)),
            Count(Escalated(Rule.E3)), Count(rest.Sum(team => team.Value.QuietSpells)), Spell(quiet),
            Spell(longest.LongestQuiet), Count(Escalated(Rule.E2)));
    }

    private Table Begin(string caption, string first) => Table.Stacking(html).Begin(
        caption, first, "Tickets in", "Bounces", "E3 escalated", "Quiet spells", "Quiet in all", "Longest",
        "E2 escalated");

    private static void Row(Table table, string name, Standing standing, Slice slice) => table.Row(
        name, Count(standing.Arrivals), Count(standing.Bounces), Count(slice.EscalationsBy(Rule.E3)),
        Count(standing.QuietSpells), Spell(standing.Quiet), Spell(standing.LongestQuiet),
        Count(slice.EscalationsBy(Rule.E2)));

    private void ByHandOver()
    {
        var pairs = figures.Standstill.HandOvers.OrderByDescending(pair => pair.Value).Take(HandOvers).ToList();
        if (pairs.Count == 0)
            return;
        var table = new Table(html).Begin(
            "The most frequent ways between teams, and how often tickets went the same way back",
            "From, to", "Times", "Back");
        foreach (var ((from, to), times) in pairs)
            table.Row($"{Short(from, 60)} to {Short(to, 60)}", Count(times),
                Count(figures.Standstill.HandOvers.GetValueOrDefault((to, from))));
        table.End();
    }
}
