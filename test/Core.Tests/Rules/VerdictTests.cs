using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>E14: what became of everything that escalated, proposed or reopened by itself.</summary>
public sealed class VerdictTests
{
    /// <summary>At 13:00 E2 brings the ticket from tier-1, where bo has it, to tier-2.</summary>
    private static Desk Escalated() =>
        new Desk().At("09:00").Open("A", P2).Assign("A", "tier-1", "bo").Start("A", "bo").At("13:00");

    /// <summary>As above, a minute later, so that the line comes after the escalation.</summary>
    private static Desk Later(string at = "13:01") => Escalated().At(at);

    private static Desk Resolve(Desk desk, string by) =>
        desk.Line("resolve", "A", $"\"code\":\"fixed\",\"by\":\"{by}\"");

    [Fact]
    public void Assigned_started_or_acknowledged_in_the_new_tier_it_was_useful()
    {
        Says(Later().Assign("A", "tier-2", "cy"), Rule.E2, useful: 1);
        Says(Later().Acknowledge("A", "bo"), Rule.E2, useful: 1);
        var desk = new Desk().At("09:00").Open("A", P2).Assign("A", "tier-1", "bo").At("12:00");
        Says(desk.At("12:01").Start("A", "cy"), Rule.E2, useful: 1);
    }

    [Fact]
    public void What_is_no_such_act_leaves_it_open()
    {
        Says(Later().Update("A", "bo", isPublic: true).Ask("A", "bo").Prioritise("A", P3), Rule.E2, unjudged: 1);
        Says(Later().Assign("A", "tier-3", "cy"), Rule.E2, unjudged: 1);
    }

    [Fact]
    public void An_assignment_that_leaves_the_tier_withdraws_nothing()
    {
        var lowered = Escalated().At("14:00").Line("assign", "A", "\"team\":\"tier-1\",\"to\":\"cy\",\"by\":\"cy\"");
        var moved = lowered.At("14:05").Line("assign", "A", "\"team\":\"net\",\"to\":\"bo\",\"by\":\"bo\"");
        Says(moved, Rule.E2, unjudged: 1);
    }

    [Fact]
    public void What_comes_at_the_instant_of_the_escalation_comes_before_it() =>
        Says(Escalated().Acknowledge("A", "cy").At("13:01"), Rule.E2, unjudged: 1);

    [Fact]
    public void Resolved_within_10_min_it_was_noise_exactly_10_included()
    {
        Says(Resolve(Later("13:10"), "cy"), Rule.E2, noise: 1);
        Says(Resolve(Escalated().JustAfter("13:10"), "cy"), Rule.E2, unjudged: 1);
    }

    [Fact]
    public void Closed_as_cancelled_counts_as_resolved() =>
        Says(Later().Close("A", "cancelled"), Rule.E2, noise: 1);

    [Fact]
    public void Resolved_by_who_had_it_before_it_was_noise_whenever_that_is()
    {
        Says(Resolve(Later("16:00"), "BO"), Rule.E2, noise: 1);
        Says(Later("14:00").Resolve("A"), Rule.E2, unjudged: 1); // by nobody whom the line names
    }

    [Fact]
    public void After_an_act_in_the_new_tier_nothing_makes_it_noise() =>
        Says(Resolve(Later().Acknowledge("A", "cy"), "bo"), Rule.E2, useful: 1);

    [Fact]
    public void Taken_back_to_a_lower_tier_it_is_withdrawn()
    {
        Says(Later("13:10").Assign("A", "tier-1", "dee", "cy"), Rule.E2, noise: 1);
        Says(Later("14:30").Assign("A", "tier-1", "dee", "bo"), Rule.E2, noise: 1);
        Says(Later("14:30").Assign("A", "tier-1", "dee", "cy"), Rule.E2, unjudged: 1);
    }

    [Fact]
    public void Withdrawn_late_by_others_and_assigned_up_again_it_was_useful_after_all() => Says(
        Later("14:30").Assign("A", "tier-1", "dee", "cy").At("14:40").Assign("A", "tier-2", "eli"), Rule.E2, useful: 1);

    [Fact]
    public void After_the_resolution_clock_breached_it_is_late_whatever_happens_next()
    {
        const string policy = "sla: [{targets: {P2: {resolution: 3h, escalateAt: 2h}}}]";
        var desk = new Desk(policy).At("09:00").Open("A", P2).Assign("A", "tier-1", "bo").Start("A", "bo");
        desk.At("12:30").Expect("12:00 A sla-breached S6 clock=resolution", "12:00 A escalated E7 to=tier-3");
        Says(desk, Rule.E7, unjudged: 1); // at the very instant of the breach, not after it
        Says(desk.Acknowledge("A", "cy"), Rule.E7, useful: 1);
        desk.At("14:00").Expect("14:00 A escalated E2 to=vendor");
        Says(desk.At("14:01").Assign("A", "vendor", "eli"), Rule.E2, late: 1);
    }

    [Fact]
    public void Escalated_on_before_anybody_came_only_the_tier_that_acts_was_rightly_called()
    {
        var desk = Later("15:30").Expect("13:00 A escalated E2 to=tier-2", "15:00 A escalated E1 to=tier-3");
        Resolve(desk.Acknowledge("A", "cy").At("15:40"), "cy");
        Says(desk, Rule.E1, useful: 1);
        Says(desk, Rule.E2, unjudged: 1);
    }

    [Fact]
    public void E6_is_an_act_of_a_person_and_gets_no_verdict()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Escalate("A").Assign("A", "tier-2");
        Assert.Empty(desk.Summary.Verdicts.Rules);
    }

    [Fact]
    public void E3_judges_by_the_tier_of_after_the_fourth_reassignment()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Assign("A", "one").Assign("A", "two").Assign("A", "one")
            .Assign("A", "two").Assign("A", "one", "bo").Expect("A escalated E3 to=tier-2");
        Says(desk, Rule.E3, unjudged: 1);
        Says(desk.At("12:00").Start("A", "bo"), Rule.E3, useful: 1);
    }

    [Fact]
    public void E4_a_proposal_was_useful_when_somebody_follows_it()
    {
        Desk Proposed() => new Desk().At("08:00").Open("A", P3).Assign("A", "tier-1", "bo").At("09:00")
            .Reply("A", "please escalate").Expect("09:00 A warned E4 proposed=true").At("09:30");
        Says(Proposed(), Rule.E4, unjudged: 1);
        Says(Proposed().Escalate("A"), Rule.E4, useful: 1);
        Says(Proposed().Prioritise("A", P2), Rule.E4, useful: 1, unjudged: 1); // it escalates, that is judged anew
        Says(Proposed().Assign("A", "tier-2"), Rule.E4, useful: 1);
        Says(Proposed().Assign("A", "tier-1", "cy"), Rule.E4, unjudged: 1);
        Says(Proposed().Start("A", "bo"), Rule.E4, unjudged: 1);
        Says(Resolve(Proposed(), "bo"), Rule.E4, noise: 1);
        Says(Resolve(Proposed(), "cy"), Rule.E4, unjudged: 1);
    }

    [Fact]
    public void L4_a_reopening_was_useful_when_somebody_takes_it_up_and_noise_when_it_is_resolved_at_once()
    {
        Desk Reopened() => Resolve(
            new Desk().At("09:00").Open("A", P3).Assign("A", "tier-1", "bo").Start("A", "bo"), "bo")
            .At("10:00").Reply("A", "it fails again").Expect("A reopened L4").At("10:10");
        Says(Reopened(), Rule.L4, unjudged: 1);
        Says(Reopened().Update("A", "bo").Expect("A started L10"), Rule.L4, useful: 1);
        Says(Resolve(Reopened(), "bo"), Rule.L4, noise: 1);
        Says(Resolve(Reopened().At("10:11"), "bo"), Rule.L4, unjudged: 1);
        var byHand = new Desk().At("09:00").Open("A", P3).Resolve("A").At("10:00").Reopen("A").Start("A");
        Assert.Empty(byHand.Summary.Verdicts.Rules);
    }

    [Fact]
    public void Below_half_of_the_last_50_judged_a_rule_is_below_its_floor_and_goes_on_in_a_replay()
    {
        var desk = new Desk().At("09:00");
        for (var ticket = 1; ticket <= 51; ticket++)
            desk.Open($"T{ticket}", P1);
        desk.At("11:00").At("11:01"); // E1 escalates them all
        for (var ticket = 1; ticket <= 25; ticket++)
            desk.Acknowledge($"T{ticket}");
        for (var ticket = 26; ticket <= 49; ticket++)
            desk.Resolve($"T{ticket}");
        Assert.False(Of(desk).IsBelowFloor);
        Assert.False(Of(desk.Resolve("T50")).IsBelowFloor); // 25 of 50 are half
        Assert.True(Of(desk.Resolve("T51")).IsBelowFloor); // 24 of the last 50
        Assert.Equal(25.0 / 51, Of(desk).Accuracy);
        Assert.Equal(0, desk.Summary.Verdicts.Watched);
        Assert.Equal(1, desk.Open("B", P1).At("15:00").Count("B escalated E1"));

        static RuleVerdicts Of(Desk desk) => desk.Summary.Verdicts.Rules[Rule.E1];
    }

    private static void Says(Desk desk, Rule rule, int useful = 0, int noise = 0, int late = 0, int unjudged = 0)
    {
        var found = desk.Summary.Verdicts.Rules[rule];
        Assert.Equal((useful, noise, late, unjudged), (found.Useful, found.Noise, found.Late, found.Unjudged));
        double? share = useful + noise + late == 0 ? null : (double)useful / (useful + noise + late);
        Assert.Equal(share, found.Accuracy);
    }
}
