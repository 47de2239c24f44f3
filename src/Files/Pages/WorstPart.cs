using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>The worst tickets, each with its clocks and its timeline.</summary>
internal sealed class WorstPart(Html html, IReadOnlyList<TicketStory> stories, Instant end)
{
    /// <summary>Rows of a timeline; of a longer one its beginning and its end.</summary>
    private const int Rows = 200;

    public void Write()
    {
        html.Begin("section");
        html.Leaf("h2", stories.Count == 1 ? "The worst ticket" : $"The {Numeral(stories.Count)} worst tickets");
        if (stories.Count == 0)
        {
            html.Leaf("p", "No ticket was late, escalated or bounced.").End();
            return;
        }
        html.Leaf(
            "p", "Worst first: by the time over the resolution target, then by the number of escalations, then by "
            + "bounces. Time over counts as the clock does, without pauses and hours out of the calendar.");
        Legend();
        for (var index = 0; index < stories.Count; index++)
            Tell(stories[index], index + 1);
        html.End();
    }

    private static string Numeral(int count) => count == ReplayReport.Worst ? "twenty" : Count(count);

    private void Legend()
    {
        html.Begin("p", ("class", "legend"));
        foreach (var (kind, words) in new[]
        {
            (ClockStretch.Counted, "counted"), (ClockStretch.Over, "counted, past the due"),
            (ClockStretch.Paused, "paused"), (ClockStretch.OutOfHours, "out of hours"),
        })
        {
            var high = StoryDrawing.HeightOf(kind);
            html.Begin("span").Raw("<svg width=\"22\" height=\"16\" aria-hidden=\"true\">"
                + $"<rect width=\"22\" y=\"{(16 - high) / 2}\" height=\"{high}\" "
                + $"class=\"{StoryDrawing.ClassOf(kind)}\"/></svg>").Text(words).End();
        }
        foreach (var (shape, kind, words) in new[]
        {
            ("M8 0L14 8L8 16L2 8Z", "breach", "target missed"),
            ("M8 5L12 12L4 12Z", "warned", "warning, below the bar"),
            ("M8 3L13 12L3 12Z", "escalated", "escalation with its rule, above the bars"),
        })
            html.Begin("span").Raw("<svg width=\"16\" height=\"16\" aria-hidden=\"true\">"
                    + $"<path class=\"mark {kind}\" d=\"{shape}\"/></svg>")
                .Text(words).End();
        html.End();
        html.Leaf("p", "Nights too short for the drawing are joined to the counting around them.", ("class", "small"));
    }

    private void Tell(TicketStory story, int rank)
    {
        var (ticket, drawing) = (story.Last, new StoryDrawing(html, story, end));
        html.Begin("article");
        html.Begin("h3").Text($"{rank}. ").Said(Short(ticket.Id.Value, 60)).Text($" · {ticket.Priority}");
        if (ticket.Title is { Length: > 0 } title)
            html.Text(" · ").Said(Short(title, 160));
        html.End();
        html.Begin("p").Said(Sentence(story)).End();
        drawing.Draw($"The clocks of {Short(ticket.Id.Value, 60)}",
            string.Join(' ', drawing.Bars.Select(bar => Words(bar, ticket))),
            bar => $"{Outcome(bar, ticket)}, {Spell(Counted(bar))} of {Spell(ticket.Clock(bar.Clock)!.Target)}");
        Clocks(drawing, ticket);
        Timeline(story);
        html.End();
    }

    private static string Sentence(TicketStory story)
    {
        var (ticket, score) = (story.Last, story.Score);
        var over = (score.Over == Duration.Zero ? "Not" : Spell(score.Over)) + " over its resolution target";
        var heldBack = story.Moments.Count(moment => moment.Fact is EscalationWithheld);
        var escalated = Times("escalated", score.Escalations)
            + (heldBack == 0 ? "" : $" (held back {Count(heldBack)})");
        var state = ticket.IsOpen ? $"still {StateWords(ticket.Status)} at the end" : StateWords(ticket.Status);
        return $"{over}, {escalated}, {Times("bounced", score.Bounces)}; "
            + $"{state}, {(ticket.Team is { } team ? $"with {Short(team, 60)}" : "without a team")}.";
    }

    private static string StateWords(TicketStatus status) =>
        status == TicketStatus.InProgress ? "in progress" : status.ToString().ToLowerInvariant();

    private static string Times(string what, int count) => count switch
    {
        0 => $"never {what}",
        1 => $"{what} once",
        2 => $"{what} twice",
        _ => $"{what} {Count(count)} times",
    };

    private static string Words(ClockBar bar, TicketState ticket) =>
        $"{Name(bar.Clock)}: {Outcome(bar, ticket)}; counted {Spell(Counted(bar))} "
        + $"against {Spell(ticket.Clock(bar.Clock)!.Target)}, paused {Spell(bar.Sum(ClockStretch.Paused))}, "
        + $"out of hours {Spell(bar.Sum(ClockStretch.OutOfHours))}.";

    private static Duration Counted(ClockBar bar) => bar.Sum(ClockStretch.Counted) + bar.Sum(ClockStretch.Over);

    private static string Outcome(ClockBar bar, TicketState ticket)
    {
        var clock = ticket.Clock(bar.Clock)!;
        var cycle = clock.Cycle == 1 ? "" : $" (cycle {clock.Cycle})";
        if (clock.HasBreached)
            return "missed" + cycle;
        return clock.End switch
        {
            ClockEnd.Met => "met",
            ClockEnd.Closed => "cancelled",
            _ => clock.IsRunning ? "running" : "paused",
        } + cycle;
    }

    private void Clocks(StoryDrawing drawing, TicketState ticket)
    {
        var table = new Table(html, stacking: drawing.Bars.Length > 2).Begin(
            "The clocks, all cycles together", ["", .. drawing.Bars.Select(bar => Name(bar.Clock))]);
        Row("Outcome", bar => Outcome(bar, ticket));
        Row("Target", bar => Spell(ticket.Clock(bar.Clock)!.Target));
        Row("Counted", bar => Spell(Counted(bar)));
        WhereAny("Paused", ClockStretch.Paused);
        WhereAny("Out of hours", ClockStretch.OutOfHours);
        table.End();

        void WhereAny(string name, ClockStretch kind)
        {
            if (drawing.Bars.Any(bar => bar.Sum(kind) > Duration.Zero))
                Row(name, bar => Spell(bar.Sum(kind)));
        }

        void Row(string name, Func<ClockBar, string> cell) =>
            table.Row(name, [.. drawing.Bars.Select(cell)]);
    }

    private void Timeline(TicketStory story)
    {
        List<StoryMoment> told = [.. story.Moments.Where(moment => !moment.Fact.IsSilent)];
        html.Begin("details");
        html.Leaf("summary", $"Timeline, {Count(told.Count + story.LeftOut, "event", "events")}");
        html.Begin("table", ("class", "timeline"));
        html.Leaf("caption", $"What happened to {Short(story.Last.Id.Value, 60)}, in UTC");
        html.Begin("thead").Begin("tr");
        foreach (var head in new[] { "When", "What", "Who" })
            html.Leaf("th", head, ("scope", "col"));
        html.End().End();
        html.Begin("tbody");
        var gap = told.Count > Rows ? told.Count - Rows + story.LeftOut : story.LeftOut;
        for (var index = 0; index < told.Count; index++)
        {
            if (told.Count <= Rows || index < Rows / 2 || index >= told.Count - Rows / 2)
                Row(told[index]);
            else if (index == Rows / 2)
                html.Begin("tr").Leaf("td", $"{Count(gap, "event", "events")} left out here", ("colspan", "3")).End();
        }
        html.End().End().End();
    }

    private void Row(StoryMoment moment)
    {
        html.Begin("tr", ("class", moment.Fact is TicketEscalated or ClockBreached ? "loud" : null));
        html.Leaf("td", Exactly(moment.At));
        html.Begin("td");
        if (moment.Fact.Rule != Rule.None)
            html.Leaf("b", moment.Fact.Rule.ToString()).Text(" ");
        html.Said(EventWords.Of(moment.Fact)).End();
        html.Begin("td").Said(Short(EventWords.Who(moment.Fact), 40)).End();
        html.End();
    }
}
