using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>
/// Where two sentences of docs/reference/policy.md on further clocks meet; each was found by the second interpreter.
/// </summary>
public sealed class FurtherClockEdgeTests
{
    private const string Clocks = "sla-met,sla-warned,sla-breached";

    private const string Updates = """
        sla: [{name: default, warnAt: [], clocks: {word: {kind: next-update, targets: {P2: 2h}}}}]
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
                match: {tag: {data: [lost]}}
                targets: {P2: 72h}
                calendar: always
                metBy: {authority: [notified]}
        """;

    private const string Lost = "\"tags\":{\"data\":\"lost\"}";

    [Fact]
    public void A_line_that_ends_the_duty_meets_it_though_the_same_line_lets_it_match_no_more()
    {
        new Desk(Duty).At("09:00").Open("A", P2, more: Lost).Start("A")
            .At("11:00").Line("tag", "A", """ "tags":{"data":"found","authority":"notified"} """)
            .Expect("11:00 A sla-met S5 clock=authority elapsed=PT2H due=2025-10-23T09:00:00Z");
    }

    [Fact]
    public void An_import_closes_a_ticket_that_owes_a_duty_and_the_journal_says_that_it_was_forced()
    {
        var desk = new Desk(Duty).At("09:00").Open("A", P2, more: Lost).At("10:00").Resolve("A")
            .At("11:00").Line("close", "A", "\"imported\":true").Expect("11:00 A closed forced=true");
        desk.At("day 5 09:00").ExpectNo("A sla-met clock=authority").ExpectNo("A sla-breached clock=authority");
    }

    [Fact]
    public void An_open_child_is_named_before_the_duty()
    {
        new Desk(Duty).At("09:00").Open("A", P2, more: Lost).Open("B").Link("A", "B", "child")
            .At("10:00").Resolve("A").Close("A").Refused(RefusalCode.ChildOpen)
            .Resolve("B").Close("A").Refused(RefusalCode.NotAllowed);
    }

    [Fact]
    public void A_duty_that_went_on_through_a_late_reopening_goes_on_where_its_tag_is_taken_back()
    {
        var desk = new Desk(Duty).At("09:00").Open("A", P2, more: Lost).At("10:00").Resolve("A")
            .At("20:00").Reopen("A").Expect("20:00 A reopened");
        desk.At("day 2 09:00").Tag("A", "authority", "notified").At("day 2 10:00").Tag("A", "authority", "refused")
            .At("day 4 10:00").Expect(
                "day 2 09:00 A sla-met clock=authority cycle=1 elapsed=PT24H",
                "day 4 10:00 A sla-breached S6 clock=authority cycle=1 elapsed=PT72H");
    }

    [Fact]
    public void A_duty_that_the_late_reopening_itself_stops_goes_on_in_its_cycle_when_it_counts_again()
    {
        new Desk(Duty).At("09:00").Open("A", P2, more: Lost).At("10:00").Resolve("A")
            .At("20:00").Line("triage", "A", "\"priority\":\"P3\",\"imported\":true").At("21:00").Prioritise("A", P2)
            .At("day 4 10:00").Expect("day 4 10:00 A sla-breached S6 clock=authority cycle=1 elapsed=PT72H");
    }

    [Fact]
    public void Nobody_waits_for_the_next_word_before_the_first_one_though_the_response_was_missed_and_closed()
    {
        var desk = new Desk(Updates).At("09:00").Open("A", P2).At("11:00").Close("A", "cancelled")
            .At("20:00").Reopen("A").At("23:00").ExpectNo("A sla-breached clock=word");
        desk.At("23:30").Start("A").At("day 2 01:30").Expect("01:30 A sla-breached clock=word cycle=1 elapsed=PT2H");
    }

    [Fact]
    public void A_missed_response_that_is_given_after_all_is_no_promise_kept()
    {
        new Desk(Updates).At("09:00").Open("A", P2).At("11:00").Close("A", "cancelled")
            .At("20:00").Reopen("A").Start("A").At("21:00").Resolve("A")
            .ExpectOnly(Clocks,
                "10:00 A sla-breached clock=response",
                "21:00 A sla-met clock=resolution cycle=2", "21:00 A sla-met clock=word cycle=1");
    }

    [Fact]
    public void An_ask_by_the_coordinators_name_is_a_word_to_the_requester_as_it_is_a_response()
    {
        new Desk(Updates).At("09:00").Open("A", P2).Start("A").At("10:00").Ask("A", "coordinator")
            .Expect("10:00 A sla-met clock=word cycle=1 elapsed=PT1H");
    }

    [Fact]
    public void An_agreement_that_names_other_teams_cancels_the_clock_and_does_not_meet_it()
    {
        const string policy = """
            sla:
              - name: acme
                match: {customer: [acme]}
                warnAt: []
                clocks: {network: {kind: team, teams: [network], targets: {P2: 1h}}}
              - {name: rest, clocks: {network: {teams: [dba]}}}
            """;
        var desk = new Desk(policy).At("09:00").Open("A", P2).Tag("A", "customer", "acme").Assign("A", "network")
            .At("09:30").Tag("A", "customer", "globex").At("10:00").ExpectNo("A sla-met clock=network");
        desk.Assign("A", "dba").At("10:30").Expect("10:30 A sla-breached clock=network cycle=1 elapsed=PT1H");
    }

    [Fact]
    public void A_vendors_hold_that_ends_by_itself_is_told_behind_what_the_resolution_clock_says_then()
    {
        const string policy = """
            sla: [{name: default, warnAt: [50%], clocks: {vendor: {kind: vendor, targets: {P2: 5h}}}, pauseOn: [user]}]
            """;
        new Desk(policy).At("09:00").Open("A", P2).Start("A").At("10:00").Hold("A", "vendor", until: "13:00")
            .At("13:00").ExpectOnly("resumed,sla-met,sla-warned,escalated",
                "09:00 A sla-met clock=response", "12:30 A sla-warned clock=vendor", "13:00 A resumed L5",
                "13:00 A sla-warned clock=resolution level=50", "13:00 A sla-met clock=vendor elapsed=PT3H");
    }

    [Fact]
    public void Reopened_in_managements_hands_the_vendors_clock_waits_for_the_vendor()
    {
        var desk = new Desk(Vendor).At("09:00").Open("A", P2).Start("A").Escalate("A", "vendor")
            .At("10:00").Escalate("A").At("10:30").Resolve("A").At("11:00").Reopen("A").Assign("A", to: "bo");
        desk.At("13:30").ExpectNo("A sla-breached clock=vendor").Hold("A", "vendor")
            .At("15:00").Expect("15:00 A sla-breached clock=vendor cycle=1 elapsed=PT3H");
    }

    [Fact]
    public void A_limit_at_the_very_instant_in_which_the_clock_stopped_is_due_when_it_counts_again()
    {
        const string policy = """
            sla: [{name: default, warnAt: [], clocks: {network: {kind: team, teams: [network], targets: {P2: 1h}}}}]
            """;
        new Desk(policy).At("09:00").Open("A", P2).Assign("A", "network").At("10:00").Prioritise("A", P3)
            .At("12:00").Prioritise("A", P2).Expect().ExpectOnly("sla-breached",
                "12:00 A sla-breached S4 clock=response",
                "12:00 A sla-breached S6 clock=network cycle=1 elapsed=PT1H due=2025-10-20T12:00:00Z");
    }
}
