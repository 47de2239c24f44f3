using System.Text;
using Muster.Core.Reports.Metrics;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Support;
using NodaTime;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>R3 and section 12: the figures of a period. A desk's day is 2025-10-20.</summary>
public sealed class DeskMetricsTests
{
    private static readonly Instant Day = Clock.At("00:00");

    [Fact]
    public void A_cycle_counts_once_by_its_last_outcome_and_a_breach_stays()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A", "bo")
            .At("10:00").Resolve("A").At("11:00").Line("reopen", "A").At("11:30").Resolve("A")
            .At("09:00").At("12:00").Open("B", P1).Start("B", "bo").At("18:00").Resolve("B");
        var report = Taken(desk);
        Assert.Equal("1/1", Kept(report, "resolution", "priority", "P1"));
        Assert.Equal("2/0", Kept(report, "response", "all", ""));
    }

    [Fact]
    public void What_happens_at_the_end_of_a_period_belongs_to_the_next_one()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A", "bo").At("10:00").Resolve("A");
        Assert.Empty(Taken(desk, to: Clock.At("10:00")).Table("resolution").Rows);
        Assert.Equal("1/0", Kept(Taken(desk, from: Clock.At("10:00")), "resolution", "all", ""));
    }

    [Fact]
    public void A_team_answers_for_what_happened_while_it_had_the_ticket()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Assign("A", "tier-1", "bo").Start("A", "bo")
            .At("10:00").Assign("A", "network", "cy").At("11:00").Resolve("A");
        var network = Taken(desk, team: "network");
        Assert.Equal("1/0", Kept(network, "resolution", "team", "network"));
        Assert.Empty(network.Table("response").Rows);
    }

    [Fact]
    public void Times_run_from_the_opening_in_plain_time_over_a_reopening_to_the_last_resolution()
    {
        var desk = new Desk().At("09:00").Open("A", P3).At("09:10").Acknowledge("A", "bo")
            .At("10:00").Resolve("A").At("11:00").Line("reopen", "A").At("12:00").Resolve("A")
            .At("12:30").Open("B", P3).Close("B", "cancelled");
        var all = Row(Taken(desk), "times", "all", "");
        Assert.Equal([1.0, 600.0, 600.0, 600.0, 1.0, 10_800.0, 10_800.0, 10_800.0], all);
    }

    [Fact]
    public void Rules_are_judged_by_what_people_did_by_the_end_of_the_period()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Assign("A", "tier-1", "bo").Start("A", "bo")
            .At("13:01").Assign("A", "tier-2", "cy").At("13:30").Resolve("A");
        Assert.Equal([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0], Row(Taken(desk), "escalations", "rule", "E2"));
        var earlier = Row(Taken(desk, to: Clock.At("13:00:30")), "escalations", "rule", "E2");
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 0.0, 1.0, null], earlier);
    }

    [Fact]
    public void Fewer_than_ten_are_not_enough_data_to_say_whether_a_target_is_met()
    {
        var (nine, ten) = (Figure(9), Figure(10));
        Assert.Equal((9, false, null), (nine.Count, nine.IsEnough, nine.IsMet));
        Assert.Equal((10, true, true), (ten.Count, ten.IsEnough, ten.IsMet));
        Assert.Equal((1.0, "> 95 %"), (ten.Value, ten.Target));

        static SelfFigure Figure(int count)
        {
            var desk = new Desk().At("09:00");
            for (var ticket = 1; ticket <= count; ticket++)
                desk.Open($"T{ticket}", P1).Start($"T{ticket}", "bo");
            return Named(Taken(desk), "slaCompliance");
        }
    }

    [Fact]
    public void The_report_takes_from_the_stand_down_to_its_first_acceptance()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Line("declare", "A", "\"severity\":\"SEV-1\",\"by\":\"ana\"")
            .At("10:00").Line("stand-down", "A", "\"by\":\"ana\"")
            .At("10:40").Line("accept", "A", "\"by\":\"ana\"")
            .At("10:50").Line("lesson", "A", "\"kind\":\"well\",\"text\":\"Calm\"").Line("accept", "A");
        var figure = Named(Taken(desk), "reportTime");
        Assert.Equal((1, 2_400.0, "30 to 45 min"), (figure.Count, figure.Value, figure.Target));
    }

    [Fact]
    public void Coordination_is_what_passes_between_a_prompt_and_the_act_that_answers_it()
    {
        const string Policy = """
            people: {ana: {mail: ana@example.org}}
            teams: {desk: {tier: tier-1, lead: ana, members: [ana]}}
            majors: {roles: {commander: ["person:ana"]}}
            """;
        var desk = new Desk(Policy, withMajors: true).At("09:00").Open("A", P1).Assign("A", "desk", null)
            .Line("declare", "A", "\"severity\":\"SEV-1\",\"by\":\"bo\"")
            .At("09:03").Line("accept-role", "A", "\"role\":\"commander\",\"by\":\"ana\"");
        var figure = Named(Taken(desk), "coordinationTime");
        Assert.Equal((1, 180.0), (figure.Count, figure.Value));
    }

    [Fact]
    public void What_is_open_counts_by_its_age_and_by_who_has_it()
    {
        var scope = new MetricScope(Day, Day + Duration.FromDays(1), null, null);
        var metrics = new DeskMetrics(scope, new Desk().Policy);
        metrics.Open(new StandingTicket(P1, "network", "bo", Duration.FromDays(1)));
        metrics.Open(new StandingTicket(P3, null, null, Duration.FromDays(30)));
        var report = metrics.Report(Day);
        Assert.Equal([1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 86_400.0, 86_400.0], Row(report, "ageing", "priority", "P1"));
        Assert.Equal([0.0, 0.0, 1.0, 1.0], Row(report, "workload", "person", "bo"));
        Assert.Equal([0.0, 0.0, 1.0, 0.0], Row(report, "workload", "team", ""));
    }

    private static MetricReport Taken(Desk desk, Instant? from = null, Instant? to = null, string? team = null)
    {
        var scope = new MetricScope(from ?? Day, to ?? Day + Duration.FromDays(1), team, null);
        var stories = new Dictionary<TicketId, List<MetricMoment>>();
        var replay = new LogReplay(desk.Policy, withMajors: true, Keep) { Until = scope.To };
        Assert.True(replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(desk.Log))));
        var metrics = new DeskMetrics(scope, desk.Policy);
        foreach (var story in stories.Values)
            metrics.Ticket(story);
        return metrics.Report(scope.To);

        void Keep(Instant at, TicketState last, TicketEvent fact)
        {
            if (at >= scope.To)
                return;
            if (!stories.TryGetValue(last.Id, out var story))
                stories.Add(last.Id, story = []);
            var ticket = story.Count == 0
                ? TicketState.From(last.Id, (TicketOpened)fact, at, desk.Policy)
                : story[^1].Ticket.Evolve(fact, at, desk.Policy);
            story.Add(new MetricMoment(at, at, ticket, fact, ByTime: false));
        }
    }

    private static string Kept(MetricReport report, string table, string by, string name) =>
        string.Join('/', Row(report, table, by, name).Take(2));

    private static double?[] Row(MetricReport report, string table, string by, string name) =>
        [.. report.Table(table).Rows.Single(row => row.By == by && row.Name == name).Values];

    private static SelfFigure Named(MetricReport report, string name) =>
        report.Figures.Single(figure => figure.Name == name);
}
