using System.Text;
using Muster.Core.Escalation;
using Muster.Core.Reports.Metrics;
using Muster.Core.Sla;
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
            .At("12:00").Open("B", P1).Start("B", "bo").At("18:00").Resolve("B");
        var report = Taken(desk);
        Assert.Equal("1/1", Kept(report, "resolution", "priority", "P1"));
        Assert.Equal([1.0, 1.0, 0.5, 0.5, 0.0], Row(report, "resolution", "week", "2025-10-20"));
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
        var network = Taken(desk, scope => scope with { Teams = ["network"] });
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
    public void An_act_stands_in_the_period_it_fell_into_and_is_judged_by_what_people_did_later()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Assign("A", "tier-1", "bo").Start("A", "bo")
            .At("13:01").Assign("A", "tier-2", "cy").At("13:30").Resolve("A");
        Assert.Equal([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0], Row(Taken(desk), "escalations", "rule", "E2"));
        Assert.Equal([1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0],
            Row(Taken(desk, to: Clock.At("13:00:30")), "escalations", "team", "tier-1"));
        Assert.Empty(Taken(desk, from: Clock.At("13:00:00.001")).Table("escalations").Rows);
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
            return Named(Taken(desk, until: Clock.At("09:00")), "slaCompliance");
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
    public void What_is_open_counts_by_its_age_and_by_who_has_it_and_a_day_old_is_no_longer_under_a_day()
    {
        var desk = new Desk().At("00:00").Open("A", P1).Assign("A", "network", "bo").At("00:00:01").Open("B", P3);
        var report = Taken(desk);
        Assert.Equal([1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 86_400.0, 86_400.0], Row(report, "ageing", "priority", "P1"));
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 86_399.0, 86_399.0], Row(report, "ageing", "team", ""));
        Assert.Equal([0.0, 1.0, 0.0, 1.0, 1.0], Row(report, "workload", "person", "bo"));
        Assert.Equal([1.0, 1.0, 0.0, 1.0, 1.0], Row(report, "workload", "team", "network"));
    }

    [Fact]
    public void An_empty_desk_has_no_figures_at_all_and_none_is_nought()
    {
        var report = new DeskMetrics(new MetricScope(Day, Day + Duration.FromDays(1)), Day).Take();
        Assert.All(report.Tables, table => Assert.Empty(table.Rows));
        Assert.All(report.Figures, figure =>
            Assert.Equal((0, null, null, null), (figure.Count, figure.Value, figure.High, figure.IsMet)));
    }

    [Fact]
    public void Nothing_to_divide_by_is_no_figure()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Start("A", "bo");
        var report = Taken(desk, until: Clock.At("13:30"));
        Assert.Empty(report.Table("resolution").Rows);
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 0.0, 1.0, null], Row(report, "escalations", "rule", "E2"));
        Assert.Equal([1.0, 0.0, 0.0, 0.0, 0.0, null, null, null], Row(report, "times", "all", ""));
    }

    [Fact]
    public void A_share_that_equals_its_target_does_not_beat_it()
    {
        var desk = new Desk().At("09:00");
        for (var ticket = 1; ticket <= 19; ticket++)
            desk.Open($"T{ticket}", P1).Start($"T{ticket}", "bo");
        desk.Open("T20", P1);
        var figure = Named(Taken(desk, until: Clock.At("09:16")), "slaCompliance");
        Assert.Equal((20, 0.95, false), (figure.Count, figure.Value, figure.IsMet));
    }

    [Fact]
    public void Filters_hold_for_the_priority_team_and_service_of_the_moment()
    {
        var desk = new Desk().At("09:00").Open("A", P1, more: "\"service\":\"vpn\"").Start("A", "bo")
            .At("09:30").Line("prioritise", "A", "\"priority\":\"P2\"").At("10:00").Resolve("A");
        Assert.Equal("1/0", Kept(Taken(desk, scope => scope with { Priorities = [P1] }), "response", "all", ""));
        Assert.Empty(Taken(desk, scope => scope with { Priorities = [P1] }).Table("resolution").Rows);
        Assert.Equal("1/0", Kept(Taken(desk, scope => scope with { Services = ["vpn", "mail"] }), "resolution",
            "service", "vpn"));
        Assert.Empty(Taken(desk, scope => scope with { Services = ["VPN"] }).Table("response").Rows);
        Assert.Empty(Taken(desk, scope => scope with { Teams = ["network"] }).Table("response").Rows);
    }

    [Fact]
    public void What_an_alert_opened_and_ended_alone_is_loud_and_was_acknowledged_by_nobody()
    {
        var desk = new Desk().At("09:00").Open("A", P3).At("09:05").Resolve("A", "auto");
        var report = Taken(desk);
        Assert.Equal([1.0, 1.0, 0.0, 0.0, 0.0], Row(report, "noise", "all", ""));
        Assert.Equal([0.0, null, null, null, 1.0, 300.0, 300.0, 300.0], Row(report, "times", "all", ""));
    }

    [Fact]
    public void A_closing_as_cancelled_is_neither_kept_nor_missed_nor_resolved()
    {
        var report = Taken(new Desk().At("09:00").Open("A", P3).Close("A", "cancelled"));
        Assert.Empty(report.Table("response").Rows);
        Assert.Empty(report.Table("resolution").Rows);
        Assert.Empty(report.Table("times").Rows);
        Assert.Empty(report.Table("ageing").Rows);
    }

    [Fact]
    public void A_later_reopening_begins_a_cycle_that_the_first_ones_do_not_count()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A", "bo").At("10:00").Resolve("A")
            .At("14:00:01").Line("reopen", "A").At("19:00").Resolve("A");
        Assert.Equal([1.0, 1.0, 0.5, 1.0, 0.0], Row(Taken(desk), "resolution", "all", ""));
    }

    [Fact]
    public void A_breach_that_is_gone_by_corrected_times_is_kept_and_marked()
    {
        var policy = new Desk().Policy;
        var (opened, told) = (Clock.At("09:00"), Clock.At("09:20"));
        var id = new TicketId("INC-2025-00001");
        var state = TicketState.From(id, new TicketOpened { Priority = P1 }, opened, policy);
        List<MetricMoment> story = [Moment(opened, new TicketOpened { Priority = P1 })];
        Tell(Clock.At("09:15"), new ClockBreached(ClockKind.Response, 1, Duration.FromMinutes(15),
            Clock.At("09:15"), Retroactive: false) { Auto = true, Rule = Rule.S6 });
        Tell(told, new WorkStarted { By = "bo" });
        Tell(Clock.At("09:30"), new TimeCorrected(3, "By phone") { By = "bo", HappenedAt = Clock.At("09:10") });
        var metrics = new DeskMetrics(new MetricScope(Day, Day + Duration.FromDays(1)), Clock.At("10:00"));
        metrics.Ticket(TicketCounts.Of(story, new MetricNames()));
        var report = metrics.Take();
        Assert.Equal([1.0, 0.0, 1.0, 1.0, 1.0], Row(report, "response", "all", ""));
        Assert.Equal(600.0, Row(report, "times", "all", "")[1]);

        void Tell(Instant at, TicketEvent fact)
        {
            state = state.Evolve(fact, at, policy);
            story.Add(Moment(at, fact));
        }

        MetricMoment Moment(Instant at, TicketEvent fact) => new(at, at, state, fact, ByTime: false, policy);
    }

    [Fact]
    public void What_time_brought_at_one_instant_was_noticed_once()
    {
        var policy = new Desk().Policy;
        var (due, noticed) = (Clock.At("13:00"), Clock.At("13:00:02"));
        var opened = new TicketOpened { Priority = P1 };
        var state = TicketState.From(new TicketId("INC-2025-00001"), opened, Clock.At("09:00"), policy);
        MetricMoment[] story =
        [
            new(Clock.At("09:00"), Clock.At("09:00"), state, opened, ByTime: false, policy),
            new(due, noticed, state, new EscalationWithheld(Trigger.Breach, "") { Auto = true }, ByTime: true, policy),
            new(due, noticed, state, new EscalationWithheld(Trigger.Breach, "") { Auto = true }, ByTime: true, policy),
        ];
        var metrics = new DeskMetrics(new MetricScope(Day, Day + Duration.FromDays(1)), Clock.At("14:00"));
        metrics.Ticket(TicketCounts.Of(story, new MetricNames()));
        var figure = Named(metrics.Take(), "deadlineLag");
        Assert.Equal((1, 2.0, null, null), (figure.Count, figure.Value, figure.Target, figure.IsMet));
    }

    private static MetricReport Taken(
        Desk desk, Instant? from = null, Instant? to = null, Instant? until = null) =>
        Taken(desk, scope => new MetricScope(from ?? Day, to ?? scope.To), until);

    private static MetricReport Taken(Desk desk, Func<MetricScope, MetricScope> with, Instant? until = null)
    {
        var scope = with(new MetricScope(Day, Day + Duration.FromDays(1)));
        var stories = new Dictionary<TicketId, List<MetricMoment>>();
        var end = until ?? Day + Duration.FromDays(1);
        var replay = new LogReplay(desk.Policy, withMajors: true, Keep) { Until = end };
        Assert.True(replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(desk.Log))));
        var metrics = new DeskMetrics(scope, end);
        var names = new MetricNames();
        foreach (var story in stories.Values)
            metrics.Ticket(TicketCounts.Of(story, names));
        return metrics.Take();

        void Keep(Instant at, TicketState last, TicketEvent fact)
        {
            if (!stories.TryGetValue(last.Id, out var story))
                stories.Add(last.Id, story = []);
            var ticket = story.Count == 0
                ? TicketState.From(last.Id, (TicketOpened)fact, at, desk.Policy)
                : story[^1].Ticket.Evolve(fact, at, desk.Policy);
            story.Add(new MetricMoment(at, at, ticket, fact, ByTime: false, desk.Policy));
        }
    }

    private static string Kept(MetricReport report, string table, string by, string name) =>
        string.Join('/', Row(report, table, by, name).Take(2));

    private static double?[] Row(MetricReport report, string table, string by, string name) =>
        [.. report.Table(table).Rows.Single(row => row.By == by && row.Name == name).Values];

    private static SelfFigure Named(MetricReport report, string name) =>
        report.Figures.Single(figure => figure.Name == name);
}
