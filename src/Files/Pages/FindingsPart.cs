using Muster.Core.Reports;
using Muster.Core.Sla;
using NodaTime;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>The page in a minute: eight figures and what stands out.</summary>
internal sealed class FindingsPart(Html html, ReplayReport report, Timescale scale)
{
    /// <summary>Of fewer outcomes a share says little, where another priority has as many.</summary>
    private const int Enough = 10;

    private readonly DeskFigures figures = report.Figures;
    private readonly Slice whole = report.Figures.Tally.Whole;

    public void Write()
    {
        html.Begin("section", ("class", "findings"));
        html.Leaf("h2", "In a minute");
        html.Begin("dl", ("class", "cards"));
        Card("Resolved in time", Share(whole.Of(ClockKind.Resolution).Compliance),
            $"{Count(whole.Of(ClockKind.Resolution).Breached)} missed");
        Card("Responded in time", Share(whole.Of(ClockKind.Response).Compliance),
            $"{Count(whole.Of(ClockKind.Response).Breached)} missed");
        Card("Escalations", Count(whole.Escalations), $"{Count(whole.Withheld)} held back");
        Card("Bounces", Count(Bounces), "between people or teams");
        Card("Quiet spells", Count(figures.Standstill.Priorities.Values.Sum(standing => standing.QuietSpells)),
            "too long without a touch");
        Card("Reopened", Count(report.Summary.Reopened), "times");
        Card("Still open", Count(figures.StillOpen), $"of {Count(report.Summary.Tickets, "ticket", "tickets")}");
        var worst = figures.Worst.Take(1).FirstOrDefault();
        Card("Longest over target", Spell(worst.Over),
            worst.Over == Duration.Zero ? "no ticket" : Short(worst.Ticket.Value, 30));
        html.End();
        html.Begin("ul");
        foreach (var sentence in Sentences())
            html.Begin("li").Said(sentence).End();
        html.End().End();
    }

    private int Bounces => figures.Standstill.Priorities.Values.Sum(standing => standing.Bounces);

    private void Card(string name, string value, string beside)
    {
        html.Begin("div");
        html.Leaf("dt", name);
        html.Begin("dd").Leaf("strong", value).Leaf("span", beside).End();
        html.End();
    }

    private IEnumerable<string> Sentences()
    {
        foreach (var clock in new[] { ClockKind.Resolution, ClockKind.Response })
        {
            if (Weakest(clock) is { } weakest)
                yield return weakest;
        }
        var breaches = figures.Over(scale).Select(stretch => stretch.Values.Sum(slice => slice.Breaches)).ToList();
        if (breaches.Max() is > 0 and var most && breaches.Count > 1)
            yield return $"Most promises were missed in {In(scale.Unit, scale.Stretches[breaches.IndexOf(most)])}: "
                + $"{Count(most)} of {Count(breaches.Sum())}.";
        yield return Escalated();
        var teams = figures.Standstill.Teams;
        if (teams.OrderByDescending(team => team.Value.Bounces).FirstOrDefault()
            is { Value: { Bounces: > 0 } bounced } from)
            yield return $"Of {Count(Bounces, "bounce", "bounces")}, {Count(bounced.Bounces)} left {Team(from.Key)}, "
                + "more than any other team.";
        if (teams.OrderByDescending(team => team.Value.Quiet).FirstOrDefault()
            is { Value: { QuietSpells: > 0 } quiet } where)
            yield return $"Tickets lay untouched longest with {Team(where.Key)}: {Spell(quiet.Quiet)} of working time "
                + $"in {Count(quiet.QuietSpells, "spell", "spells")}.";
    }

    private string? Weakest(ClockKind clock)
    {
        var most = figures.Tally.Priorities.Max(priority => priority.Value.Of(clock).Judged);
        var weakest = figures.Tally.Priorities
            .Where(priority => priority.Value.Of(clock).Judged >= Math.Clamp(most, 1, Enough))
            .OrderBy(priority => priority.Value.Of(clock).Compliance).FirstOrDefault();
        if (weakest.Value?.Of(clock) is not { } outcomes)
            return $"No {Name(clock).ToLowerInvariant()} clock came to an end.";
        var verb = clock == ClockKind.Resolution ? "resolve" : "respond";
        return figures.Tally.Whole.Of(clock).Breached == 0
            ? $"Every promise to {verb} was kept."
            : $"The promise to {verb} was kept least at {weakest.Key}: {Share(outcomes.Compliance)} of "
                + $"{Count(outcomes.Judged)}, {Count(outcomes.Breached)} missed.";
    }

    private string Escalated()
    {
        if (whole.Escalations == 0)
            return "No rule would have escalated anything.";
        var rule = EscalationRules.MaxBy(whole.EscalationsBy);
        var team = figures.Tally.Teams.MaxBy(team => team.Value.Escalations);
        return $"The rules would have escalated {Count(whole.Escalations, "time", "times")}, most often by "
            + $"{Name(rule)} ({Count(whole.EscalationsBy(rule))}), and most often out of {Team(team.Key)} "
            + $"({Count(team.Value.Escalations)}).";
    }
}
