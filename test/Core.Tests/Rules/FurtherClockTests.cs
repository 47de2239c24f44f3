using Muster.Core.Majors;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>S1's further clocks, as docs/reference/policy.md says them, each rule at its edge.</summary>
public sealed class FurtherClockTests
{
    private const string Clocks = "sla-met,sla-warned,sla-breached";

    private const string Updates = """
        sla: [{name: default, warnAt: [], clocks: {next-update: {kind: next-update, targets: {P1: 30m, P2: 2h}}}}]
        """;

    private const string Network = """
        sla: [{name: default, warnAt: [], clocks: {network: {kind: team, teams: [network, lan], targets: {P2: 1h}}}}]
        """;

    private const string Vendor = """
        sla: [{name: default, warnAt: [], clocks: {vendor: {kind: vendor, targets: {P2: 3h}}}}]
        """;

    private const string Duty = """
        sla:
          - name: default
            warnAt: []
            clocks:
              authority:
                kind: regulatory
                match: {category: [data-breach]}
                targets: {P1: 72h, P2: 72h, P3: 72h, P4: 72h}
                warnAt: [90%]
                calendar: always
                metBy: {authority: [notified, not-needed]}
        """;

    private const string Ana = "\"requester\":{\"name\":\"ana\"}";
    private const string Breach = "\"category\":\"data-breach\"";

    private static Desk With(string policy) => new Desk(policy).At("09:00").Open("A", P2);

    [Fact]
    public void The_next_update_is_owed_from_the_response_on_and_each_public_word_begins_it_anew()
    {
        With(Updates).At("09:10").Update("A", "bo").At("09:30").Start("A", "bo")
            .At("10:00").Update("A", "bo") // internal
            .At("11:30").Update("A", "bo", isPublic: true) // at the due: in time
            .At("12:00").Ask("A", "bo")
            .At("14:00").Let("1 s").Pass()
            .At("14:30").Update("A", "bo", isPublic: true).At("15:00").Resolve("A")
            .ExpectOnly(Clocks,
                "09:30 A sla-met S5 clock=response",
                "11:30 A sla-met S5 clock=next-update cycle=1 elapsed=PT2H due=2025-10-20T11:30:00Z auto=true",
                "12:00 A sla-met S5 clock=next-update cycle=2 elapsed=PT30M",
                "14:00 A sla-breached S6 clock=next-update cycle=3 elapsed=PT2H due=2025-10-20T14:00:00Z",
                "15:00 A sla-met S5 clock=resolution",
                "15:00 A sla-met S5 clock=next-update cycle=4 elapsed=PT30M");
    }

    [Fact]
    public void By_the_stated_times_a_status_update_of_a_major_renews_it_too()
    {
        var policy = new Desk(Updates).Policy;
        DatedFact[] story =
        [
            new(Clock.At("09:00"), new TicketOpened { Priority = P1 }),
            new(Clock.At("09:10"), new WorkStarted { HappenedAt = Clock.At("09:05") }),
            new(Clock.At("09:11"), new MajorDeclared("SEV-1")),
            new(Clock.At("09:30"), new StatusPosted("investigating", "We look at it", null)),
        ];
        var stated = StatedTimes.Of(new TicketId("A"), story, Clock.At("09:50"), policy)!;
        var update = stated.Of(new ClockName(default, "next-update"))!.Value.Reading;
        Assert.Equal((ClockState.Running, 2, 20.0), (update.State, update.Cycle, update.Elapsed.TotalMinutes));
    }

    [Theory]
    [InlineData("by=ana")]
    [InlineData("auto")]
    [InlineData("by=coordinator")]
    public void What_the_requester_a_machine_or_the_coordinator_writes_is_no_update(string how)
    {
        var desk = new Desk(Updates).At("09:00").Open("A", P2, more: Ana).Start("A", "bo");
        desk.At("10:00").Update("A", how.StartsWith("by=") ? how[3..] : "bo", isPublic: true, auto: how == "auto");
        desk.At("11:00").Expect("11:00 A sla-breached clock=next-update cycle=1");
    }

    [Fact]
    public void A_teams_clock_counts_while_one_of_its_teams_has_the_ticket_and_going_back_buys_no_time()
    {
        With(Network).At("10:00").Assign("A", "network").At("10:40").Assign("A", "lan")
            .At("10:50").Assign("A", "dba")
            .At("12:00").Assign("A", "network").At("12:10").Expect()
            .ExpectOnly(Clocks,
                "10:00 A sla-breached clock=response",
                "10:50 A sla-met S5 clock=network cycle=1 elapsed=PT50M due=2025-10-20T11:00:00Z",
                "12:10 A sla-breached S6 clock=network cycle=1 elapsed=PT1H due=2025-10-20T12:10:00Z");
    }

    [Fact]
    public void A_cycle_counts_once_by_its_last_outcome()
    {
        var desk = With(Network).At("10:00").Assign("A", "network").At("10:50").Assign("A", "dba");
        Assert.Equal((1, 0), Outcomes(desk));
        desk.At("12:00").Assign("A", "network").At("12:05").Assign("A", "dba");
        Assert.Equal((1, 0), Outcomes(desk));
        desk.At("12:10").Assign("A", "network").At("12:15");
        Assert.Equal((0, 1), Outcomes(desk));

        static (int Met, int Breached) Outcomes(Desk desk)
        {
            var counted = desk.Summary.Of(new(default, "network"), P2);
            Assert.Equal((counted.FirstMet, counted.FirstBreached), (counted.Met, counted.Breached));
            return (counted.Met, counted.Breached);
        }
    }

    [Fact]
    public void A_teams_clock_pauses_as_its_entry_does_and_a_paused_one_can_be_met()
    {
        With(Network).At("10:00").Assign("A", "network").At("10:30").Hold("A").At("13:00").Assign("A", "dba")
            .Expect("13:00 A sla-met clock=network elapsed=PT30M").ExpectNo("A sla-breached clock=network");
    }

    [Fact]
    public void The_vendors_clock_counts_from_escalation_or_hold_until_the_ticket_comes_back()
    {
        With(Vendor).At("09:30").Start("A").At("10:00").Escalate("A", "vendor")
            .At("11:00").Escalate("A") // management joins in; the vendor still has it
            .At("12:00").Assign("A", "tier-2")
            .At("12:30").Hold("A", "vendor", until: "13:31")
            .At("14:00").Expect()
            .ExpectOnly(Clocks,
                "09:30 A sla-met clock=response",
                "12:00 A sla-met S5 clock=vendor cycle=1 elapsed=PT2H due=2025-10-20T13:00:00Z",
                "13:30 A sla-breached S6 clock=vendor cycle=1 elapsed=PT3H");
    }

    [Fact]
    public void A_hold_that_ends_by_itself_meets_the_vendors_clock_in_that_instant()
    {
        With(Vendor).At("09:30").Start("A").Hold("A", "vendor", until: "11:00").At("11:00")
            .ExpectOnly("resumed,sla-met",
                "09:30 A sla-met clock=response", "11:00 A resumed L5",
                "11:00 A sla-met S5 clock=vendor elapsed=PT1H30M");
    }

    [Fact]
    public void A_duty_begins_when_it_matches_and_outlives_the_resolving_until_a_tag_says_it_is_done()
    {
        var desk = new Desk(Duty).At("09:00").Open("B", P2).At("10:00").Triage("B", category: "data-breach")
            .Start("B").At("12:00").Resolve("B").At("13:00").Close("B").Refused(RefusalCode.NotAllowed);
        Assert.Contains("authority", desk.RefusalText, StringComparison.Ordinal);
        desk.At("day 4 02:48").Expect("02:48 B sla-warned S6 clock=authority level=90 elapsed=PT64H48M")
            .At("day 4 09:59").Tag("B", "authority", "notified").Close("B")
            .Expect(
                "09:59 B sla-met S5 clock=authority cycle=1 elapsed=PT71H59M due=2025-10-23T10:00:00Z",
                "09:59 B closed");
    }

    [Fact]
    public void A_duty_that_is_missed_is_a_breach_at_its_due_and_holds_the_closing_back_until_it_is_done()
    {
        var desk = new Desk(Duty).At("09:00").Open("B", P2, more: Breach).Start("B")
            .At("12:00").Resolve("B");
        desk.At("day 12 00:00").Expect("day 4 09:00 B sla-breached S6 clock=authority cycle=1 elapsed=PT72H")
            .ExpectNo("B closed");
        desk.At("day 13 10:00").Tag("B", "authority", "not-needed").Expect("day 13 10:00 B closed L2")
            .ExpectNo("B sla-met clock=authority");
    }

    [Fact]
    public void A_new_priority_keeps_what_was_counted_and_one_without_a_target_ends_the_clock_without_an_event()
    {
        var desk = With(Updates).Start("A", "bo").At("10:00").Prioritise("A", P1)
            .Expect("10:00 A sla-breached S4 clock=next-update retroactive=true due=2025-10-20T09:30:00Z");
        desk.At("10:10").Update("A", "bo", isPublic: true).At("10:20").Prioritise("A", P3).At("11:00")
            .ExpectNo("A sla-met clock=next-update").ExpectNo("A sla-breached clock=next-update cycle=2");
        desk.Prioritise("A", P2).At("12:49").ExpectNo("A sla-breached clock=next-update cycle=2")
            .At("12:50").Expect("12:50 A sla-breached clock=next-update cycle=2 elapsed=PT2H");
    }

    [Fact]
    public void A_major_incidents_further_clocks_do_not_pause()
    {
        With(Network).At("09:30").Assign("A", "network").At("09:40").Hold("A").At("10:00").Declare("A")
            .At("10:50").Expect("10:50 A sla-breached clock=network elapsed=PT1H");
    }

    [Fact]
    public void A_reopening_in_time_goes_on_with_the_cycle_and_a_later_one_begins_the_next()
    {
        var desk = With(Network).At("09:30").Assign("A", "network").At("10:00").Resolve("A")
            .At("13:00").Reopen("A").At("13:30").Expect("13:30 A sla-breached clock=network cycle=1 elapsed=PT1H");
        desk.At("14:00").Resolve("A").At("19:00").Reopen("A").At("20:00")
            .Expect("20:00 A sla-breached clock=network cycle=2 elapsed=PT1H");
    }

    [Fact]
    public void Another_agreement_ends_its_clocks_and_they_go_on_where_the_first_one_holds_again()
    {
        const string policy = """
            sla:
              - {name: globex, match: {customer: [globex]}, warnAt: []}
              - name: acme
                match: {customer: [acme]}
                clocks: {network: {kind: team, teams: [network], targets: {P2: 1h}}}
              - {name: rest}
            """;
        var desk = new Desk(policy).At("09:00").Open("A", P2).Tag("A", "customer", "acme").Assign("A", "network");
        Assert.Equal(["response", "resolution", "network"], desk["A"].Clocks.Select(clock => $"{clock}"));
        desk.At("09:50").Tag("A", "customer", "globex").At("12:00").ExpectNo("A sla-breached clock=network")
            .ExpectNo("A sla-met clock=network");
        desk.Tag("A", "customer", "acme").At("12:10").Expect("12:10 A sla-breached clock=network cycle=1");
    }
}
