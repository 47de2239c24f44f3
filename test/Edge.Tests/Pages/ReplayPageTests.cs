using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Edge.Tests.Policies;
using Muster.Files.Pages;
using Xunit;

namespace Muster.Edge.Tests.Pages;

public sealed partial class ReplayPageTests
{
    private static readonly Replaying Desk = Replaying.Of(Replaying.Desk);

    private const string OneTicket =
        """
        {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2","title":"VPN drops"}
        {"at":"2025-10-20T09:20:00Z","do":"start","ticket":"A1","by":"bo"}
        {"at":"2025-10-20T19:00:00Z","do":"resolve","ticket":"A1","code":"fixed","by":"bo"}

        """;

    [Fact]
    public void The_page_of_the_sample_desk_counts_what_the_summary_counts()
    {
        var (summary, figures) = (Desk.Summary, Desk.Report.Figures);

        Assert.Contains($"Tickets {summary.Tickets} Lines read {summary.Lines} Lines refused 0", Desk.Text);
        foreach (var priority in Enum.GetValues<Priority>())
        {
            foreach (var clock in Enum.GetValues<ClockKind>())
            {
                var (counted, slice) = (summary.Of(clock, priority), figures.Tally.Priorities[priority].Of(clock));
                Assert.Equal((counted.Met, counted.Breached), (slice.Met, slice.Breached));
                Assert.Contains($"{priority} {counted.Met} {counted.Breached}", Desk.Text);
            }
        }
        foreach (var (rule, count) in summary.Escalations)
            Assert.Equal(count, figures.Tally.Rules[rule].Escalations);
        Assert.Contains($"Escalations {summary.Escalations.Values.Sum()} 0 held back", Desk.Text);
    }

    [Fact]
    public void What_is_counted_by_day_and_by_team_adds_up_to_the_whole()
    {
        var tally = Desk.Report.Figures.Tally;
        foreach (var clock in Enum.GetValues<ClockKind>())
        {
            Assert.Equal(tally.Whole.Of(clock).Met, tally.Days.Values.Sum(day => day.Values.Sum(s => s.Of(clock).Met)));
            Assert.Equal(tally.Whole.Of(clock).Breached, tally.Teams.Values.Sum(team => team.Of(clock).Breached));
        }
        Assert.Equal(tally.Whole.Escalations, Desk.Report.Figures.Moves.Values.Sum(move => move.Escalations));
    }

    [Fact]
    public void The_page_needs_nothing_but_itself()
    {
        var against = Replaying.Of(Replaying.Desk, other: Replaying.OfficeHours);
        foreach (var page in new[] { Desk, against, Replaying.Of("") })
        {
            Assert.DoesNotContain("<script", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("http:", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("https:", page.Html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(Elsewhere(), page.Html);
        }
    }

    [Fact]
    public void The_page_is_well_formed_and_names_each_element_once()
    {
        var page = Tree(Replaying.Of(Replaying.Desk, other: Replaying.OfficeHours));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];

        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.All(page.Descendants("svg").Where(svg => svg.Attribute("role") is not null), svg =>
            Assert.All(svg.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids)));
        Assert.Equal(20, page.Descendants("article").Count());
    }

    [Fact]
    public void The_same_log_gives_the_same_bytes() => Assert.Equal(Desk.Html, Replaying.Of(Replaying.Desk).Html);

    [Fact]
    public void What_people_wrote_stays_text()
    {
        const string Evil = "</bdi><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;\\u202e\\u0000\\\"x";
        var page = Replaying.Of(OneTicket
            .Replace("VPN drops", Evil).Replace("\"bo\"", $"\"{Evil}\"").Replace("\"A1\"", $"\"{Evil}\"")
            .Replace("\"start\"", $"\"assign\",\"team\":\"{Evil}\""));

        Assert.Equal(0, page.Summary.Refused);
        Assert.DoesNotContain("<script", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\0', page.Html);
        Assert.Contains("</bdi><script>alert(1)", page.Text);
        Tree(page);
    }

    [Fact]
    public void Half_a_character_and_what_no_page_may_hold_are_replaced()
    {
        using var text = new StringWriter();
        new Html(text).Text("a\ud800b\udc00\ud83d\ude00\u0007'");

        Assert.Equal("a\ufffdb\ufffd\ud83d\ude00\ufffd&#39;", text.ToString());
    }

    [Fact]
    public void A_log_without_tickets_gets_a_clear_sentence()
    {
        Assert.Contains("No ticket was opened in this log", Replaying.Of("").Text);
        const string Unknown = "{\"at\":\"2025-10-20T09:00:00Z\",\"do\":\"start\",\"ticket\":\"A\"}\n";
        Assert.Contains("Lines refused 1", Replaying.Of(Unknown).Text);
    }

    [Fact]
    public void One_ticket_is_told_in_full()
    {
        var page = Replaying.Of(OneTicket);

        Assert.Contains("The worst ticket", page.Text);
        Assert.Contains("1. A1 · P2 · VPN drops", page.Text);
        Assert.Contains("2 h over its resolution target", page.Text);
        Assert.Contains("Resolution: missed, 10 h of 8 h", page.Text);
        Assert.Contains("2025-10-20 17:00:00 S6 Resolution target missed, due 20 Oct 2025, 17:00", page.Text);
        Assert.Contains("No replies of the requester", page.Text);
    }

    [Fact]
    public void What_came_of_the_escalations_is_said_on_the_page_and_in_the_summary()
    {
        var acknowledged = string.Concat(Enumerable.Range(1, 10).Select(number =>
            $$"""
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A{{number}}","priority":"P1"}

            """)) + string.Concat(Enumerable.Range(1, 10).Select(number =>
            $$"""
            {"at":"2025-10-20T11:01:00Z","do":"{{(number < 8 ? "acknowledge" : "resolve")}}","ticket":"A{{number}}"{{(
                number < 8 ? "" : ",\"code\":\"fixed\"")}}}

            """));
        var few = Reading.Policy("escalation: {verdicts: {lastJudged: 3}}");

        var page = Replaying.Of(acknowledged, few);
        var verdicts = page.Json.GetProperty("verdicts").GetProperty("E1");
        Assert.Equal(
            """{"useful":7,"noise":3,"late":0,"unjudged":0,"accuracy":0.7,"belowFloor":true}""", verdicts.GetRawText());
        Assert.Contains("Was it worth it?", page.Text);
        Assert.Contains("E1 threshold 7 3 0 0 70 %", page.Text);
        Assert.Contains("E1 threshold: fewer than 50 % of the last 3 that were judged were useful", page.Text);
        Assert.Contains("E2 stagnation 0 0 0 1 not enough data", Replaying.Of(OneTicket).Text);
    }

    [Fact]
    public void Without_any_escalation_the_verdict_of_a_proposal_is_still_told()
    {
        var page = Replaying.Of(
            """
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","title":"please escalate"}

            """);

        Assert.Contains("No rule would have escalated anything", page.Text);
        Assert.Contains("E4 customer 0 0 0 1 not enough data", page.Text);
    }

    [Fact]
    public void The_name_of_an_escalation_stands_at_its_mark_where_there_is_room()
    {
        // E1 at 11:00, then resolved: the mark is at the given share of the drawing
        string Until(string resolved) => Replaying.Of(
            $$"""
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P1"}
            {"at":"{{resolved}}","do":"resolve","ticket":"A1","code":"fixed"}

            """).Html;

        Assert.Contains("<text x=\"88.89%\" y=\"12\" class=\"rule\">E1<", Until("2025-10-20T11:15:00Z"));
        Assert.Contains(
            "<text x=\"100%\" y=\"12\" class=\"rule\" text-anchor=\"end\">E1<", Until("2025-10-20T11:05:00Z"));
    }

    [Fact]
    public void A_pause_and_a_night_are_drawn_as_such_and_counted_apart()
    {
        var page = Replaying.Of(
            """
            {"at":"2025-10-20T13:00:00Z","do":"open","ticket":"A1","priority":"P2","service":"erp"}
            {"at":"2025-10-20T14:00:00Z","do":"hold","ticket":"A1","reason":"user"}
            {"at":"2025-10-20T14:30:00Z","do":"resume","ticket":"A1"}
            {"at":"2025-10-21T09:00:00Z","do":"escalate","ticket":"A1"}
            {"at":"2025-10-21T09:30:00Z","do":"resolve","ticket":"A1","code":"fixed"}

            """,
            Replaying.OfficeHours);

        // the office closes at 15:00 UTC and opens at 07:00
        Assert.Contains("counted 4 h against 8 h, paused 30 min, out of hours 16 h", page.Text);
    }

    [Fact]
    public void More_than_sixty_weeks_are_shown_by_month()
    {
        var lines = new StringBuilder();
        for (var month = 0; month < 24; month++)
            lines.Append($"{{\"at\":\"{2024 + month / 12}-{month % 12 + 1:00}-05T09:00:00Z\",\"do\":\"open\",")
                .Append($"\"ticket\":\"T{month}\"}}\n");
        var page = Replaying.Of(lines.ToString());

        Assert.Equal(24, page.Report.Figures.Scale!.Stretches.Length);
        Assert.Contains("Resolution by month", page.Text);
        Assert.Contains("Jan 2024", page.Text);
    }

    private static XElement Tree(Replaying page)
    {
        var body = page.Html["<!doctype html>".Length..];
        var start = body.IndexOf("<style>", StringComparison.Ordinal);
        var end = body.IndexOf("</style>", StringComparison.Ordinal);
        return XDocument.Parse(body[..start] + body[(end + "</style>".Length)..]).Root!;
    }

    [GeneratedRegex(@"<(link|img|iframe|object|embed|base)\b|\b(src|href)=|@import|url\((?!#)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
