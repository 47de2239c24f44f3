using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>The same log under two policies, side by side.</summary>
internal sealed class AgainstPart(Html html, ReplayReport report, OtherPolicy against)
{
    private readonly PolicyComparison comparison = against.Comparison;

    public void Write()
    {
        html.Begin("section");
        html.Leaf("h2", "Two policies side by side");
        html.Begin("dl", ("class", "facts"));
        Policy("Base", report.Policy.Version);
        Policy("Other", against.Policy.Version);
        html.End();
        html.Leaf(
            "p", "Each figure is given as base → other, with the difference. The rest of this page is about the base.");
        if (against.Summary.Refused != report.Summary.Refused)
            html.Leaf(
                "p", $"The other policy refused {Count(against.Summary.Refused, "line", "lines")} of the log, the base "
                + $"{Count(report.Summary.Refused)}; part of what differs may come from that.");
        Charts();
        ByPriority();
        ByRule();
        ByTeam();
        Lists();
        html.End();
    }

    private void Policy(string name, string version)
    {
        html.Begin("div");
        html.Leaf("dt", name);
        html.Leaf("dd", Short(version, 120));
        html.End();
    }

    private void Charts()
    {
        var chart = new PairChart(html);
        chart.Legend();
        html.Begin("div", ("class", "multiples"));
        foreach (var clock in new[] { ClockKind.Resolution, ClockKind.Response })
        {
            PairRow[] kept =
            [
                .. comparison.Priorities.Select(pair => Kept(pair.Key, pair.Value, clock))
                    .Where(row => row.Base is not null || row.Other is not null),
            ];
            if (kept.Length > 0)
                chart.Draw($"{Name(clock)} in time, by priority", "Share of promises kept under the base and under the "
                    + "other policy; the tables below have the figures.", 1, kept);
        }
        PairRow[] escalated =
        [
            .. comparison.Rules.Where(pair => pair.Value.Base.Escalations + pair.Value.Other.Escalations > 0)
                .Select(pair => Escalated(pair.Key, pair.Value)),
        ];
        if (escalated.Length > 0)
            chart.Draw("Escalations by rule", "How often each rule escalates under the base and under the other "
                + "policy; the tables below have the figures.",
                escalated.Max(row => Math.Max(row.Base!.Value, row.Other!.Value)), escalated);
        html.End();
    }

    private static PairRow Kept(Priority priority, Pair pair, ClockKind clock)
    {
        var (ours, other) = (pair.Base.Of(clock).Compliance, pair.Other.Of(clock).Compliance);
        return new PairRow(priority.ToString(), ours, other, Share(ours), Share(other));
    }

    private static PairRow Escalated(Rule rule, Pair pair) => new(
        Name(rule), pair.Base.Escalations, pair.Other.Escalations,
        Count(pair.Base.Escalations), Count(pair.Other.Escalations));

    private void ByPriority()
    {
        foreach (var clock in new[] { ClockKind.Resolution, ClockKind.Response })
        {
            var table = new Table(html).Begin($"{Name(clock)} by priority", "Priority", "Kept", "Missed");
            foreach (var (priority, pair) in comparison.Priorities)
                Outcomes(table, priority.ToString(), pair, clock);
            Outcomes(table, "All", comparison.Whole, clock);
            table.End();
        }
        var acts = new Table(html).Begin("What the rules do, by priority", "Priority", "Escalated", "Warned");
        foreach (var (priority, pair) in comparison.Priorities)
            Acts(acts, priority.ToString(), pair);
        Acts(acts, "All", comparison.Whole);
        acts.End();
    }

    private static void Outcomes(Table table, string name, Pair pair, ClockKind clock)
    {
        var (ours, other) = (pair.Base.Of(clock), pair.Other.Of(clock));
        table.Row(name, Change(ours.Compliance, other.Compliance), Change(ours.Breached, other.Breached));
    }

    private static void Acts(Table table, string name, Pair pair) => table.Row(
        name, Change(pair.Base.Escalations, pair.Other.Escalations), Change(pair.Base.Warnings, pair.Other.Warnings));

    private void ByRule()
    {
        var table = Table.Stacking(html).Begin("By rule", "Rule", "Escalated", "Held back", "Warned", "Missed");
        foreach (var (rule, pair) in comparison.Rules)
            table.Row(Name(rule), Change(pair.Base.Escalations, pair.Other.Escalations),
                Change(pair.Base.Withheld, pair.Other.Withheld), Change(pair.Base.Warnings, pair.Other.Warnings),
                Change(pair.Base.Breaches, pair.Other.Breaches));
        table.End();
    }

    private void ByTeam()
    {
        var teams = comparison.MostChanged.ToList();
        var table = Table.Stacking(html).Begin(
            teams.Count > StandstillPart.Teams
                ? $"By team: the {StandstillPart.Teams} with the greatest change, of {Count(teams.Count)}"
                : "By team, the greatest change first",
            "Team", "Escalated", "Warned", "Missed", "Resolved");
        foreach (var (team, pair) in teams.Take(StandstillPart.Teams))
            table.Row(Team(Short(team, 60)), Change(pair.Base.Escalations, pair.Other.Escalations),
                Change(pair.Base.Warnings, pair.Other.Warnings), Change(pair.Base.Breaches, pair.Other.Breaches),
                Change(pair.Base.Of(ClockKind.Resolution).Compliance, pair.Other.Of(ClockKind.Resolution).Compliance));
        table.End();
    }

    private void Lists()
    {
        html.Leaf("h3", "Tickets for which it makes a difference");
        List("escalate under the base only", comparison.EscalateOnlyInBase);
        List("escalate under the other only", comparison.EscalateOnlyInOther);
        List("miss a target under the base only", comparison.BreachOnlyInBase);
        List("miss a target under the other only", comparison.BreachOnlyInOther);
    }

    private void List(string what, TicketList list)
    {
        if (list.Count == 0)
        {
            html.Leaf("p", $"No tickets {what}.");
            return;
        }
        html.Begin("details");
        html.Leaf("summary", $"{Count(list.Count, "ticket", "tickets")} {(list.Count == 1 ? Singular(what) : what)}");
        html.Begin("p", ("class", "names"));
        foreach (var ticket in list.Listed)
            html.Said(Short(ticket.Value, 60)).Text(" ");
        if (list.Count > list.Listed.Length)
            html.Text($"and {Count(list.Count - list.Listed.Length)} more");
        html.End().End();
    }

    private static string Singular(string what)
    {
        var verb = what.IndexOf(' ');
        return what[..verb] + (what[verb - 1] == 's' ? "es" : "s") + what[verb..];
    }

    private static string Change(int ours, int other) => ours == other
        ? Count(ours)
        : $"{Count(ours)} → {Count(other)} ({(other > ours ? "+" : "−")}{Count(Math.Abs(other - ours))})";

    private static string Change(double? ours, double? other) => Share(ours) == Share(other)
        ? Share(ours)
        : $"{Share(ours)} → {Share(other)}";
}
