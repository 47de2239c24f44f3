using Muster.Core.Escalation;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>BEHAVIOUR section 4, E6 to E11: the way up, one instant, and what is held back.</summary>
public sealed class LadderTests
{
    private const string NoStagnation = "escalation: {stagnation: {P2: {inProgress: 999h, assigned: 999h}}}";

    [Fact]
    public void E6_by_hand_one_tier_up_or_to_a_higher_one_named_and_never_lower()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Escalate("A").Escalate("A", "vendor");
        desk.ExpectOnly("escalated", "A escalated E6 trigger=manual from=tier-1 to=tier-2",
            "A escalated E6 from=tier-2 to=vendor");
        desk.Escalate("A", "tier-3").Refused(RefusalCode.Invalid);
    }

    [Fact]
    public void E6_is_never_held_back() =>
        new Desk().At("09:00").Open("A", P4).Hold("A").Snooze("A", "20:00").Escalate("A").Expect("A escalated E6");

    [Fact]
    public void E6_with_asOf_nothing_is_written_if_it_has_been_escalated_after_it()
    {
        Desk Escalated() => new Desk().At("09:00").Open("A", P4).At("10:00").Escalate("A").At("11:00");
        Assert.Equal(1, Escalated().Escalate("A", asOf: "09:59:59.999").Count("A escalated"));
        Assert.Equal(2, Escalated().Escalate("A", asOf: "10:00").Count("A escalated"));
        Assert.Equal(2, Escalated().Escalate("A", asOf: "10:00:00.001").Count("A escalated"));
    }

    [Fact]
    public void E9_an_escalation_to_the_vendor_carries_the_vendors_reference()
    {
        var desk = new Desk().At("09:00").Open("A", P4).At("10:00").Escalate("A", "vendor", reference: "CASE-7")
            .ExpectOnly("escalated,tagged", "10:00 A escalated E6 to=vendor", "10:00 A tagged");
        Assert.Equal("CASE-7", desk["A"].Tags[Ticket.VendorReference]);
        desk.Escalate("A", "vendor", reference: "CASE-7").Escalate("A", "vendor", reference: "CASE-8");
        Assert.Equal((1, 2), (desk.Count("A escalated"), desk.Count("A tagged")));
        Assert.Equal("CASE-8", desk["A"].Tags[Ticket.VendorReference]);
    }

    [Fact]
    public void E9_a_reference_goes_to_no_other_tier()
    {
        var desk = new Desk().At("09:00").Open("A", P4);
        desk.Escalate("A", "tier-3", reference: "CASE-7").Refused(RefusalCode.Invalid);
        Assert.Contains("tier-3", desk.RefusalText, StringComparison.Ordinal);
        desk.Escalate("A", reference: "CASE-7").Refused(RefusalCode.Invalid).Escalate("A", "tier-3")
            .Escalate("A", reference: "CASE-7").Expect("A escalated from=tier-3 to=vendor", "A tagged");
    }

    [Fact]
    public void E7_a_resolution_breach_moves_one_tier_up_once_per_cycle_and_a_response_breach_none()
    {
        var desk = new Desk(NoStagnation).At("09:00").Open("A", P2).At("10:00").ExpectNo("A escalated");
        desk.JustBefore("17:00").ExpectNo("A escalated E7");
        desk.At("17:00").Expect("17:00 A escalated E7 trigger=breach").Prioritise("A", P1);
        Assert.Equal(1, desk.At("day 3 09:00").Count("A escalated E7"));
    }

    [Fact]
    public void E7_also_a_retroactive_breach() => new Desk().At("09:00").Open("A", P3).Start("A").At("14:00")
        .Prioritise("A", P1).ExpectOnly("sla-breached,escalated", "A sla-breached S4", "14:00 A escalated E7");

    [Fact]
    public void E8_escalating_changes_the_tier_alone_and_is_no_activity_response_or_reassignment()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Assign("A", "desk", "bo").At("09:30").Escalate("A");
        var ticket = desk["A"];
        Assert.Equal(("desk", "bo", TicketStatus.Assigned), (ticket.Team, ticket.Person, ticket.Status));
        Assert.Equal((Clock.At("09:00"), false, 0),
            (ticket.LastActivityAt, ticket.Response.HasEnded, ticket.Escalation.Bounces));
    }

    [Fact]
    public void E8_limits_are_halved_from_the_first_escalation_of_the_cycle_on()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Start("A").Escalate("A").At("10:00").Update("A");
        desk.JustBefore("12:00").ExpectNo("A escalated E2");
        desk.At("12:00").Expect("12:00 A escalated E2");
        var next = new Desk().At("09:00").Open("A", P2).Escalate("A").Resolve("A").At("14:00").Reopen("A").Start("A");
        next.JustBefore("18:00").ExpectNo("A escalated E2");
        next.At("18:00").Expect("18:00 A escalated E2");
    }

    [Fact]
    public void E8_the_active_limits_are_halved_and_the_threshold_is_not()
    {
        var desk = new Desk(NoStagnation).At("09:00").Open("A", P2).Start("A").Escalate("A").At("13:00").Update("A");
        desk.JustBefore("15:00").ExpectNo("A escalated E1");
        desk.At("15:00").Expect("15:00 A escalated E1").ExpectNo("A warned");
        var active = new Desk(NoStagnation).At("09:00").Open("A", P2).Start("A").Escalate("A")
            .At("13:00:00.001").Update("A");
        active.At("15:00").Expect("15:00 A warned E1").ExpectNo("A escalated E1");
    }

    [Fact]
    public void E9_tier_1_to_2_to_3_to_vendor_to_management()
    {
        var desk = new Desk().At("09:00").Open("A", P4);
        foreach (var tier in new[] { "tier-2", "tier-3", "vendor", "management", "management" })
            desk.Escalate("A").Expect($"A escalated to={tier}");
        desk.Expect("A escalated E6 from=management to=management");
    }

    [Fact]
    public void E9_a_tier_without_a_team_is_skipped_on_the_way_up_and_taken_when_named_by_hand()
    {
        const string policy = "teams: {desk: {tier: tier-1}, oracle: {tier: vendor}}";
        new Desk(policy).At("09:00").Open("A", P4).Escalate("A").Escalate("A")
            .ExpectOnly("escalated", "A escalated to=vendor", "A escalated to=management");
        new Desk(policy).At("09:00").Open("A", P4).Escalate("A", "tier-2").Expect("A escalated to=tier-2");
    }

    [Fact]
    public void E9_at_management_E7_writes_nothing()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Escalate("A", "management").At("13:00");
        desk.Expect("13:00 A sla-breached clock=resolution", "11:00 A escalated E1 from=management to=management")
            .ExpectNo("A escalated E7");
    }

    [Fact]
    public void E10_one_instant_moves_a_ticket_by_one_tier_and_the_others_count_as_fired()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A").At("11:00"); // E1 and E2 at once
        desk.ExpectOnly("escalated", "11:00 A escalated E1");
        var byHand = new Desk().At("09:00").Open("A", P1).At("11:00").Escalate("A").At("12:59");
        byHand.ExpectOnly("escalated", "11:00 A escalated E6");
    }

    [Fact]
    public void E10_a_proposal_at_an_instant_of_an_escalation_writes_nothing_and_counts_as_given()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Escalate("A").Reply("A", "escalate").ExpectNo("A warned");
        desk.At("10:00").Prioritise("A", P2).Expect("10:00 A escalated E4");
    }

    [Fact]
    public void E10_without_activity_E2_fires_again_each_halved_limit_up_to_management()
    {
        var desk = new Desk("sla: [{name: d, targets: {P2: {resolution: 99h, escalateAt: 98h}}}]")
            .At("09:00").Open("A", P2).Start("A").At("day 2 09:00");
        desk.ExpectOnly("escalated", "day 1 13:00 A escalated E2 to=tier-2", "day 1 15:00 A escalated E2 to=tier-3",
            "day 1 17:00 A escalated E2 to=vendor", "day 1 19:00 A escalated E2 to=management");
    }

    [Fact]
    public void E11_snoozed_E1_E2_E3_E4_and_E7_are_withheld_once_per_rule()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Start("A").Snooze("A", "20:00", "lunch")
            .At("10:00").Reply("A", "escalate").At("10:10");
        foreach (var team in "a b c d e".Split(' '))
            desk.Assign("A", team);
        desk.At("15:00").ExpectNo("A escalated");
        foreach (var rule in new[] { "E1", "E2", "E3", "E4", "E7" })
            Assert.Equal((rule, 1), (rule, desk.Count($"A escalation-withheld {rule}")));
    }

    [Fact]
    public void E11_a_proposal_and_sla_events_are_never_held_back()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Snooze("A", "day 9 09:00").Reply("A", "escalate")
            .At("day 2 09:00");
        desk.Expect("09:00 A sla-breached clock=resolution", "A warned E4", "A sla-warned level=50 clock=resolution");
    }

    [Fact]
    public void E11_in_pending_E2_does_not_count_at_all() => new Desk().At("09:00").Open("A", P2).Start("A")
        .Hold("A", "change").At("16:00").ExpectNo("A escalation-withheld E2");

    [Fact]
    public void E11_at_its_end_what_was_withheld_is_judged_and_fires_if_still_true()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Hold("A", "change").At("10:00").Reply("A", "escalate");
        desk.Expect("10:00 A escalation-withheld E4").At("10:30").Resume("A").Expect("10:30 A escalated E4");

        var byTime = new Desk(NoStagnation).At("09:00").Open("A", P2).Hold("A", "change", "16:00");
        byTime.At("16:00").Expect("15:00 A escalation-withheld E1", "16:00 A resumed L5", "16:00 A escalated E1");
    }

    [Fact]
    public void E11_it_is_judged_by_the_priority_of_then()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Hold("A", "change").Reply("A", "escalate")
            .At("09:30").Prioritise("A", P4).At("10:00").Resume("A");
        desk.ExpectNo("A escalated").Expect("10:00 A warned E4 proposed=true");
    }

    [Fact]
    public void E11_resolving_or_closing_drops_E3_E4_and_E7()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Hold("A", "change").Reply("A", "escalate")
            .At("09:30").Resolve("A").At("10:00").Reopen("A").At("10:59");
        desk.ExpectOnly("escalated,escalation-withheld", "09:00 A escalation-withheld E4");
    }

    [Fact]
    public void E11_a_snooze_runs_in_at_until_ends_silently_and_pauses_no_clock()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Snooze("A", "11:00");
        desk.At("11:00").Expect("11:00 A escalated E1").ExpectNo("A escalation-withheld E1");
        Assert.Equal("PT2H", desk.Elapsed("A"));
        var longer = new Desk().At("09:00").Open("A", P1).Snooze("A", "11:00:00.001");
        longer.At("11:00").Expect("11:00 A escalation-withheld E1");
        longer.At("11:00:00.001").Expect("11:00:00.001 A escalated E1");
    }

    [Fact]
    public void E11_an_until_that_is_not_after_its_own_instant_ends_a_running_snooze_and_is_refused_if_none_runs()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Snooze("A", "09:00").Refused(RefusalCode.Invalid)
            .Snooze("A", "12:00").At("10:00").Snooze("A", "10:00").Expect("10:00 A snoozed");
        Assert.Null(desk["A"].SnoozedUntil);
        desk.Snooze("A", "10:00").Refused(RefusalCode.Invalid);
    }

    [Fact]
    public void E11_pending_and_snooze_are_one_as_long_as_either_lasts()
    {
        var desk = new Desk(NoStagnation).At("09:00").Open("A", P2).Hold("A", "change").At("15:30").Snooze("A", "18:00")
            .At("16:00").Resume("A").At("16:30").Hold("A", "change").At("18:00");
        Assert.Equal(1, desk.Count("A escalation-withheld E1"));
        desk.At("19:00").Resume("A").Expect("19:00 A escalated E7");
    }

    [Fact]
    public void E11_a_snooze_that_ends_as_L3_begins_is_one_hold_back_with_it()
    {
        var desk = new Desk("lifecycle: {autoPending: 2h}").At("09:00").Open("A", P1).Start("A")
            .Snooze("A", "12:00").Reply("A", "escalate").At("10:00").Ask("A").At("12:30");
        desk.Expect("12:00 A held L3");
        Assert.Equal(1, desk.Count("A escalation-withheld E4"));
    }

    [Fact]
    public void E11_what_was_held_back_waits_for_the_end_of_the_instant_whatever_is_assigned_in_it()
    {
        var desk = new Desk(NoStagnation).At("09:00").Open("A", P4).Assign("A", "a").Snooze("A", "12:00")
            .At("09:10").Assign("A", "b").Assign("A", "c").Assign("A", "d").Assign("A", "e")
            .Expect("09:10 A escalation-withheld E3")
            .At("11:00").Snooze("A", "11:00").Assign("A", "f").Tag("A", "os", "linux");
        desk.ExpectOnly("snoozed,assigned,tagged,escalated",
            "09:00 A assigned", "09:00 A snoozed", "09:10 A assigned", "09:10 A assigned", "09:10 A assigned",
            "09:10 A assigned", "11:00 A snoozed", "11:00 A assigned", "11:00 A tagged", "11:00 A escalated E3");
    }

    [Fact]
    public void E11_a_proposal_in_a_hold_back_does_not_settle_what_was_withheld_before_it()
    {
        var desk = new Desk().At("09:00").Open("A", P1).Hold("A", "change").Reply("A", "escalate")
            .At("10:00").Prioritise("A", P4).At("20:00").Reply("A", "escalate").At("21:00").Resume("A");
        desk.ExpectOnly("escalation-withheld,warned", "09:00 A escalation-withheld E4",
            "20:00 A warned E4 proposed=true", "21:00 A warned E4 proposed=true");
    }
}
