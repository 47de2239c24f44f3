using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Sla.ClockKind;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>BEHAVIOUR section 3, S1 to S12, each rule at its exact edge.</summary>
public sealed class ClockTests
{
    private const string Office = """
        calendars:
          office: {zone: UTC, week: {mon-fri: ["09:00-17:00"]}, holidays: [2025-10-22]}
        sla:
          - {name: default, calendar: office}
        """;

    [Theory]
    [InlineData(P1, "00:15", "04:00")]
    [InlineData(P2, "01:00", "08:00")]
    [InlineData(P3, "04:00", "24:00")]
    [InlineData(P4, "08:00", "72:00")]
    public void S1_two_clocks_with_the_targets_of_the_priority_both_from_the_opening(
        Priority priority, string response, string resolution)
    {
        var ticket = new Desk().At("09:00").Open("A", priority)["A"];
        Assert.Equal((response, resolution), (Hours(ticket.Response.Target), Hours(ticket.Resolution.Target)));
        Assert.Equal((ticket.OpenedAt, ticket.OpenedAt), (ticket.Response.RunsSince, ticket.Resolution.RunsSince));

        static string Hours(NodaTime.Duration target) => $"{(int)target.TotalHours:00}:{target.Minutes:00}";
    }

    [Fact]
    public void S1_the_policy_is_matched_again_whenever_a_matched_field_changes()
    {
        const string policy = """
            sla:
              - {name: rest}
              - {name: none, match: {service: [none]}}
            """;
        const string matching = """
            sla:
              - {name: vpn, match: {tag: {os: [mac]}}, targets: {P2: {response: 1h, resolution: 2h, escalateAt: 1h}}}
              - {name: rest, targets: {P2: {resolution: 8h, escalateAt: 6h}}}
            """;
        Assert.Equal("day 1 17:00", new Desk(policy).At("09:00").Open("A", P2).Due("A"));
        var desk = new Desk(matching).At("09:00").Open("A", P2).At("10:30").Tag("A", "os", "mac");
        Assert.Equal("day 1 11:00", desk.Due("A"));
        Assert.Equal("day 1 17:00", desk.At("10:40").Tag("A", "os", "linux").Due("A"));
    }

    [Fact]
    public void S2_elapsed_counts_in_the_calendar_and_due_is_the_first_instant_at_which_the_target_is_reached()
    {
        var desk = new Desk(Office).At("16:30").Open("A", P2); // Wednesday is a holiday
        Assert.Equal(("day 2 09:30", "day 2 16:30"), (desk.Due("A", Response), desk.Due("A")));
        var evening = new Desk(Office).At("09:00").Open("A", P2);
        Assert.Equal("day 1 17:00", evening.Due("A"));
        evening.JustBefore("17:00").ExpectNo("A sla-breached clock=resolution");
        evening.At("17:00").Expect("17:00 A sla-breached S6 clock=resolution");
    }

    [Fact]
    public void S2_finer_than_a_millisecond_is_cut_off()
    {
        var desk = new Desk().At("09:00").Open("A", P4)
            .Line("hold", "A", "\"reason\":\"user\",\"until\":\"2025-10-20T10:00:00.0019999Z\"").At("11:00");
        desk.Expect("10:00:00.001 A resumed L5", "A held until=2025-10-20T10:00:00.001Z");
    }

    [Fact]
    public void S3_outside_calendar_hours_it_is_out_of_hours_and_not_paused()
    {
        var desk = new Desk(Office).At("16:00").Open("A", P2).At("20:00");
        Assert.Equal((ClockState.OutOfHours, "PT1H"), (desk.Reading("A", Resolution).State, desk.Elapsed("A")));
        desk.Hold("A");
        Assert.Equal(ClockState.Paused, desk.Reading("A", Resolution).State);
    }

    [Fact]
    public void S3_change_does_not_pause_and_a_new_reason_may()
    {
        var desk = new Desk().At("09:00").Open("A").Hold("A", "change").At("10:00").Hold("A", "vendor")
            .At("11:00").Hold("A", "change").At("12:00");
        Assert.Equal("PT2H", desk.Elapsed("A"));
    }

    [Fact]
    public void S3_a_limit_exactly_on_the_instant_of_pausing_is_judged_when_the_clock_next_runs()
    {
        var desk = new Desk().At("09:00").Open("A", P1).At("13:00").Hold("A").At("15:00");
        desk.ExpectNo("A sla-breached clock=resolution").Resume("A")
            .Expect("15:00 A sla-breached S6 clock=resolution due=2025-10-20T15:00:00Z elapsed=PT4H");

        var met = new Desk().At("09:00").Open("A", P1).At("13:00").Hold("A").At("15:00").Resume("A").Resolve("A");
        met.Expect("15:00 A sla-met clock=resolution").ExpectNo("A sla-breached clock=resolution");
    }

    [Fact]
    public void S3_a_paused_clock_can_be_met_with_the_elapsed_time_it_had()
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("10:00").Hold("A").At("23:00").Resolve("A");
        desk.Expect("23:00 A sla-met S5 clock=resolution elapsed=PT1H").ExpectNo("A sla-breached clock=resolution");
    }

    [Fact]
    public void S4_opened_10_00_as_P3_paused_11_to_12_P1_at_13_00_is_due_15_00()
    {
        var desk = new Desk().At("10:00").Open("A", P3).At("11:00").Hold("A").At("12:00").Resume("A")
            .At("13:00").Prioritise("A", P1);
        Assert.Equal(("day 1 15:00", "PT2H"), (desk.Due("A"), desk.Elapsed("A")));
        desk.Expect("13:00 A sla-breached S4 clock=response due=2025-10-20T10:15:00Z retroactive=true");
    }

    [Fact]
    public void S4_a_response_target_passed_in_the_instant_of_a_closing_is_judged_when_the_same_cycle_goes_on()
    {
        var desk = new Desk().At("09:00").Open("A", P3).At("11:00").Prioritise("A", P1).Close("A", "cancelled");
        desk.At("12:00").Reopen("A").Expect(
            "12:00 A sla-breached S4 clock=response due=2025-10-20T09:15:00Z retroactive=true");
    }

    [Fact]
    public void S4_a_target_reached_at_this_very_instant_is_a_breach_and_not_retroactive()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Start("A").At("13:00").Prioritise("A", P1);
        desk.Expect("13:00 A sla-breached S6 clock=resolution due=2025-10-20T13:00:00Z")
            .ExpectNo("A sla-breached retroactive=true");
        var after = new Desk().At("09:00").Open("A", P3).Start("A").JustAfter("13:00").Prioritise("A", P1);
        after.Expect("A sla-breached S4 clock=resolution due=2025-10-20T13:00:00Z retroactive=true")
            .ExpectNo("A sla-warned clock=resolution");
    }

    [Fact] // S2: an end-of-day due stays at the earlier side
    public void S4_a_target_that_was_reached_at_the_end_of_a_day_has_that_end_as_its_due()
    {
        var desk = new Desk("""
            calendars: {day: {zone: UTC, week: {mon-fri: ["09:00-17:00"]} } }
            sla:
              - {calendar: day, targets: {P2: {resolution: 8h}, P3: {resolution: 24h} } }
              - {name: mail, match: {service: [mail]}, calendar: always}
            """);
        desk.At("09:00").Open("A", P3).At("20:00").Prioritise("A", P2).At("20:01");
        desk.Expect("20:00 A sla-breached S4 clock=resolution due=2025-10-20T17:00:00Z retroactive=true");
    }

    [Fact]
    public void S4_only_the_highest_of_the_levels_passed_is_sent()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Start("A").At("15:30").Prioritise("A", P2);
        desk.ExpectOnly("sla-warned", "15:30 A sla-warned S6 level=75");
    }

    [Fact]
    public void S4_never_a_level_at_or_below_one_already_sent_in_this_cycle()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Start("A").At("16:13").Prioritise("A", P3)
            .At("17:00").Prioritise("A", P4).At("day 3 09:00");
        desk.Expect("A sla-warned level=50", "A sla-warned level=75", "A sla-warned level=90");
        Assert.Equal(3, desk.Count("A sla-warned"));
    }

    [Fact]
    public void S4_while_paused_it_is_judged_at_once_and_while_resolved_when_the_clock_runs_again()
    {
        var paused = new Desk().At("09:00").Open("A", P3).At("10:00").Hold("A").At("12:00").Prioritise("A", P1);
        paused.Expect("12:00 A sla-breached S4 clock=response due=2025-10-20T09:15:00Z");

        var resolved = new Desk().At("09:00").Open("A", P3).At("14:00").Resolve("A").Prioritise("A", P1);
        resolved.ExpectNo("A sla-breached clock=resolution").At("15:00").Reopen("A")
            .Expect("15:00 A sla-breached S4 clock=resolution due=2025-10-20T13:00:00Z");
    }

    [Fact] // S3's later due is for a limit that stood when the clock paused
    public void S4_a_new_target_that_was_reached_where_the_clock_paused_has_that_instant_as_its_due()
    {
        foreach (var late in (string[])["10:30", "11:00", "12:00"])
        {
            var desk = new Desk().At("06:00").Open("A", P3).Start("A").At("10:00").Hold("A");
            if (late != "10:30")
                desk.At("11:00").Resume("A");
            desk.At(late).Prioritise("A", P1).Expect(
                $"{late} A sla-breached S4 clock=resolution due=2025-10-20T10:00:00Z retroactive=true")
                .ExpectNo("A sla-warned clock=resolution");
        }
    }

    [Fact]
    public void S4_a_run_of_no_length_is_no_next_run_of_a_clock_that_is_paused_in_it_again()
    {
        new Desk().At("08:00").Open("A", P4).At("12:00").Hold("A").At("12:30").Resume("A").Prioritise("A", P3).Hold("A")
            .Expect("12:30 A sla-breached S4 clock=response due=2025-10-20T12:00:00Z retroactive=true")
            .ExpectNo("A sla-warned clock=response level=90");
        new Desk().At("08:00").Open("A", P3).At("12:00").Hold("A").At("12:30").Resume("A").Hold("A")
            .At("13:00").Prioritise("A", P4).At("14:00").Prioritise("A", P3)
            .Expect("14:00 A sla-breached S4 clock=response due=2025-10-20T12:00:00Z retroactive=true");
    }

    [Fact]
    public void S3_where_a_limit_at_the_pausing_is_judged_next_is_not_its_due_when_it_is_met_there() =>
        new Desk().At("09:00").Open("A", P2).At("10:00").Hold("A").At("11:00").Resume("A").Acknowledge("A")
            .Expect("11:00 A sla-met S5 clock=response elapsed=PT1H due=2025-10-20T10:00:00Z");

    [Fact]
    public void S4_a_retarget_is_judged_once_at_the_end_of_its_instant_and_not_if_it_was_met_in_it()
    {
        new Desk().At("09:00").Open("A", P3).At("12:00").Prioritise("A", P1).Prioritise("A", P3)
            .ExpectNo("A sla-breached");
        new Desk().At("09:00").Open("A", P3).Start("A").At("14:00").Prioritise("A", P1).Resolve("A")
            .ExpectNo("A sla-breached").Expect("14:00 A sla-met clock=resolution");
    }

    [Fact]
    public void S4_a_breach_stays_a_fact_with_its_due_until_the_cycle_ends()
    {
        var desk = new Desk().At("09:00").Open("A", P1).At("13:00").At("14:00").Prioritise("A", P4);
        Assert.Equal((ClockState.Breached, "day 1 13:00"), (desk.Reading("A", Resolution).State, desk.Due("A")));
        desk.Resolve("A").ExpectNo("A sla-met clock=resolution");
    }

    [Theory]
    [InlineData("start", "", true)]
    [InlineData("acknowledge", "", true)]
    [InlineData("ask", "", true)]
    [InlineData("update", "\"public\":true", true)]
    [InlineData("resolve", "\"code\":\"fixed\"", true)]
    [InlineData("triage", "", false)]
    [InlineData("assign", "\"to\":\"bo\"", false)]
    [InlineData("hold", "\"reason\":\"change\"", false)]
    [InlineData("update", "", false)]
    [InlineData("update", "\"public\":true,\"auto\":true", false)]
    [InlineData("update", "\"public\":true,\"by\":\"ANA\"", false)]
    [InlineData("ask", "\"by\":\"ana\"", false)]
    [InlineData("update", "\"public\":true,\"by\":\"coordinator\"", false)]
    public void S5_response_is_met_by_these_and_not_by_those(string verb, string more, bool meets)
    {
        var desk = new Desk().At("09:00").Open("A", more: "\"requester\":{\"name\":\"ana\"}").At("09:30")
            .Line(verb, "A", more);
        Assert.Equal(meets ? 1 : 0, desk.Count("09:30 A sla-met S5 clock=response elapsed=PT30M"));
    }

    [Fact]
    public void S5_met_stays_met_and_reopening_never_touches_it()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A").Resolve("A").At("day 3 09:00").Reopen("A")
            .At("day 3 12:00");
        Assert.Equal(ClockState.Met, desk.Reading("A", Response).State);
        Assert.Equal(1, desk.Count("A sla-met clock=response"));
    }

    [Fact]
    public void S6_warnings_at_50_75_and_90_percent_and_a_breach_each_once_stamped_with_its_instant()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Start("A").At("day 9 09:00");
        desk.ExpectOnly("sla-warned,sla-breached",
            "day 2 21:00 A sla-warned level=50", "day 3 15:00 A sla-warned level=75",
            "day 4 01:48 A sla-warned level=90", "day 4 09:00 A sla-breached clock=resolution elapsed=PT72H");
    }

    [Fact]
    public void S6_each_limit_at_its_millisecond()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A");
        foreach (var (level, at) in new[] { (50, "11:00"), (75, "12:00"), (90, "12:36") })
        {
            desk.JustBefore(at).ExpectNo($"A sla-warned level={level}");
            desk.At(at).Expect($"{at} A sla-warned level={level}");
        }
        desk.JustBefore("13:00").ExpectNo("A sla-breached");
        desk.At("13:00").Expect("13:00 A sla-breached");
    }

    [Fact]
    public void S6_after_a_breach_it_ends_without_an_event_and_compliance_is_met_by_met_and_breached()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Open("B", P1).At("10:00").Resolve("B")
            .At("14:00").Resolve("A").ExpectNo("A sla-met");
        var resolution = desk.Summary.Of(Resolution, P1);
        Assert.Equal((1, 1, 0.5), (resolution.Met, resolution.Breached, resolution.Share));
    }

    [Fact]
    public void S7_reopened_within_4_hours_the_same_cycle_goes_on_exactly_4_hours_included()
    {
        var within = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A").At("14:00").Reopen("A");
        Assert.Equal((1, "PT1H"), (within["A"].Resolution.Cycle, within.Elapsed("A")));
        Assert.Equal(0, within.Summary.Of(Resolution, P2).Met);

        var later = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A").JustAfter("14:00").Reopen("A");
        Assert.Equal((2, "PT0S"), (later["A"].Resolution.Cycle, later.Elapsed("A")));
        Assert.Equal(1, later.Summary.Of(Resolution, P2).Met);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("assign", "\"team\":\"network\"")]
    [InlineData("triage", "\"category\":\"lan\"")]
    [InlineData("hold", "\"reason\":\"change\"")]
    [InlineData("reopen")]
    public void S7_what_an_import_takes_out_of_Resolved_counts_its_cycle_once(string verb, string? more = null)
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A")
            .At("11:00").Line(verb, "A", more is null ? "\"imported\":true" : $"\"imported\":true,{more}");
        desk.At("18:00").Expect("18:00 A sla-breached S6 clock=resolution cycle=1");
        var resolution = desk.Summary.Of(Resolution, P2);
        Assert.Equal((0, 1, 0, 1),
            (resolution.Met, resolution.Breached, resolution.FirstMet, resolution.FirstBreached));
    }

    [Fact]
    public void S7_closed_in_between_or_not()
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A").At("13:00").Close("A")
            .At("14:00").Reopen("A");
        Assert.Equal(1, desk["A"].Resolution.Cycle);
        Assert.Equal(2, new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A").At("13:00").Close("A")
            .JustAfter("14:00").Reopen("A")["A"].Resolution.Cycle);
    }

    [Fact]
    public void S7_closing_as_cancelled_cancels_each_clock_not_yet_met_and_reopening_gives_it_back()
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("09:30").Close("A", "cancelled");
        Assert.Equal(ClockState.Cancelled, desk.Reading("A", Response).State);
        Assert.Equal(1, desk.Lines - desk.Count("A closed") - desk.Count("A sla-warned"));
        Assert.Null(desk.Summary.Of(Response, P2).Share);
        desk.At("13:30").Reopen("A");
        Assert.Equal(("PT30M", 1), (desk.Elapsed("A", Response), desk["A"].Response.Cycle));

        var later = new Desk().At("09:00").Open("A", P2).At("09:30").Close("A", "cancelled")
            .JustAfter("13:30").Reopen("A");
        Assert.Equal(("PT0S", 2), (later.Elapsed("A", Response), later["A"].Response.Cycle));
    }

    [Fact]
    public void S8_a_command_at_the_very_instant_of_a_limit_comes_before_the_limit()
    {
        new Desk().At("09:00").Open("A", P1).At("13:00").Resolve("A").Expect("13:00 A sla-met clock=resolution")
            .ExpectNo("A sla-breached clock=resolution");
        new Desk().At("09:00").Open("A", P4).Start("A").Ask("A").At("day 2 09:00").Reply("A").ExpectNo("A held");
        new Desk().At("09:00").Open("A", P2).Start("A").At("13:00").Update("A").ExpectNo("A escalated");
        new Desk().At("09:00").Open("A", P2).Resolve("A").At("day 8 09:00").Reply("A")
            .Expect("09:00 A reopened").ExpectNo("A closed");
    }

    [Fact]
    public void S8_inside_a_ticket_waits_end_first_then_response_resolution_and_the_escalations()
    {
        const string policy = """
            sla: [{name: default, warnAt: [50%], targets: {P2: {response: 2h, resolution: 2h, escalateAt: 2h}}}]
            """;
        var desk = new Desk(policy).At("09:00").Open("A", P2).Hold("A", "change", until: "11:00").At("11:00");
        desk.ExpectOnly("resumed,sla-breached,escalated", "11:00 A resumed L5", "11:00 A sla-breached clock=response",
            "11:00 A sla-breached clock=resolution", "11:00 A escalated E7");
    }

    [Fact]
    public void S8_ticket_by_ticket_in_the_order_of_opening()
    {
        var desk = new Desk().At("09:00").Open("Z", P1).Open("A", P1).At("13:00");
        desk.ExpectOnly("sla-breached", "09:15 Z sla-breached", "09:15 A sla-breached",
            "13:00 Z sla-breached", "13:00 A sla-breached");
    }

    [Fact]
    public void S9_a_changed_policy_is_a_new_version()
    {
        Assert.StartsWith("default@sha256:", new Desk().Policy.Version, StringComparison.Ordinal);
        Assert.NotEqual(new Desk().Policy.Version, new Desk(Office).Policy.Version);
    }

    [Fact]
    public void S10_a_clock_knows_every_interval_that_it_counted()
    {
        var desk = new Desk(Office).At("16:00").Open("A", P2).At("16:30").Hold("A").At("day 2 10:00").Resume("A")
            .At("day 2 11:00").Hold("A", "vendor");
        var runs = desk["A"].Resolution.Runs;
        Assert.Equal(
            [("day 1 16:00", "day 1 16:30", 30.0), ("day 2 10:00", "day 2 11:00", 60.0)],
            runs.Select(run => (Clock.Say(run.From), Clock.Say(run.To), run.Counted.TotalMinutes)));
    }

    [Fact]
    public void S12_stagnation_and_thresholds_count_in_the_calendar_and_L2_to_L5_in_plain_time()
    {
        var desk = new Desk(Office).At("16:00").Open("A", P2).Start("A").Ask("A");
        desk.JustBefore("day 2 12:00").ExpectNo("A escalated");
        desk.At("day 2 12:00").Expect("12:00 A escalated E2");
        desk.At("day 2 16:00").Expect("16:00 A held L3");
        var resolved = new Desk(Office).At("16:00").Open("A").Resolve("A").At("20:00").Reopen("A");
        Assert.Equal(1, resolved["A"].Resolution.Cycle);
    }
}
