using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Scenarios;

/// <summary>The original's example 2: "Check SLA status for all open P2 tickets", and what comes after it.</summary>
public sealed class AgingTicket
{
    private const string Stagnant = "INC-2025-04567";
    private const string Busy = "INC-2025-04890";

    /// <summary>
    /// It is 14:00. One ticket was opened 5 h ago, assigned to tier-1 and last touched 3 h ago; the other was opened
    /// 7 h ago and is in progress, its latest update half an hour old.
    /// </summary>
    private static Desk TwoOpenP2Tickets() => new Desk()
        .At("07:00").Open(Busy, P2, "Reports are slow")
        .At("07:20").Assign(Busy, "tier-1", "cy")
        .At("07:30").Start(Busy, by: "cy")
        .At("09:00").Open(Stagnant, P2, "Printer queue stuck")
        .At("09:30").Triage(Stagnant, team: "tier-1")
        .At("10:00").Update(Busy, by: "cy")
        .At("11:00").Assign(Stagnant, "tier-1", "bo")
        .At("12:30").Update(Busy, by: "cy");

    [Fact]
    public void A_stagnant_P2_in_tier_1_escalates_to_tier_2_after_3_hours_without_activity()
    {
        var desk = TwoOpenP2Tickets();
        desk.JustBefore("14:00").ExpectNo($"{Stagnant} escalated");
        desk.At("14:00").ExpectOnly("escalated",
            $"14:00 {Stagnant} escalated E2 trigger=stagnation from=tier-1 to=tier-2 auto=true by=coordinator");
        desk.Expect($"{Stagnant} escalated reason=No_activity_for_3_h_on_P2_while_assigned");

        var ticket = desk[Stagnant];
        Assert.Equal((TicketStatus.Assigned, "tier-1", "bo"), (ticket.Status, ticket.Team, ticket.Person));
        Assert.Equal("day 1 17:00", desk.Due(Stagnant));
    }

    [Fact]
    public void An_active_P2_is_warned_of_at_6_hours_and_does_not_escalate_with_1_hour_left()
    {
        var desk = TwoOpenP2Tickets();
        desk.At("13:00").Expect($"13:00 {Busy} warned E1 trigger=threshold");
        desk.At("13:30").Update(Busy, by: "cy");
        desk.At("14:00").ExpectNo($"{Busy} escalated");

        Assert.Equal(1, desk.Count($"{Busy} warned"));
        Assert.Equal("day 1 15:00", desk.Due(Busy));
        Assert.Equal("PT7H", desk.Elapsed(Busy));
    }

    [Fact]
    public void The_stagnant_ticket_goes_up_to_management_when_nobody_takes_it()
    {
        var desk = TwoOpenP2Tickets().At("14:00");
        desk.Let("3 h").Pass();
        desk.Expect(
            $"15:00 {Stagnant} escalated E1 from=tier-2 to=tier-3",
            $"16:30 {Stagnant} escalated E2 from=tier-3 to=vendor",
            $"17:00 {Stagnant} sla-breached S6 clock=resolution due=2025-10-20T17:00:00Z",
            $"17:00 {Stagnant} escalated E7 from=vendor to=management");
        desk.Let("7 d").Pass();
        Assert.Equal(4, desk.Count($"{Stagnant} escalated"));
    }

    [Fact]
    public void The_stagnant_ticket_rests_in_tier_2_once_somebody_there_takes_it()
    {
        var desk = TwoOpenP2Tickets()
            .At("14:10").Assign(Stagnant, "tier-2", "di")
            .At("14:20").Start(Stagnant, by: "di")
            .At("16:00").Resolve(Stagnant);
        desk.Expect($"10:00 {Stagnant} sla-breached clock=response", $"16:00 {Stagnant} sla-met clock=resolution");
        Assert.Equal(1, desk.Count($"{Stagnant} escalated"));
    }

    [Fact]
    public void The_active_ticket_escalates_at_90_percent_of_its_target_however_active_it_is()
    {
        var desk = TwoOpenP2Tickets()
            .At("13:30").Update(Busy, by: "cy")
            .At("14:10").Update(Busy, by: "cy");
        desk.JustBefore("14:12").ExpectNo($"{Busy} escalated");
        desk.At("14:12").Expect(
            $"14:12 {Busy} sla-warned S6 level=90",
            $"14:12 {Busy} escalated E1 from=tier-1 to=tier-2");
        desk.At("15:00").Expect($"15:00 {Busy} sla-breached S6 clock=resolution");
        desk.ExpectNo($"{Busy} escalated E2");
        desk.Expect($"15:00 {Busy} escalated E7 from=tier-2 to=tier-3");
    }

    [Fact]
    public void The_active_ticket_resolved_in_its_last_hour_is_met_and_never_escalates()
    {
        var desk = TwoOpenP2Tickets().At("13:30").Update(Busy, by: "cy").At("14:11").Resolve(Busy);
        desk.At("day 2 09:00").Expect($"day 1 14:11 {Busy} sla-met S5 clock=resolution elapsed=PT7H11M");
        desk.ExpectNo($"{Busy} escalated", $"{Busy} sla-breached clock=resolution");
    }
}
