using Muster.Core.Escalation;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tests.Rules;

/// <summary>Each place of BEHAVIOUR 1 to 4 that is marked (settled), in the words of the mark.</summary>
public sealed class SettledTests
{
    [Fact]
    public void Settled_1_Priority_a_ticket_without_a_clock_is_the_one_that_is_forgotten_so_P3_stands_in_provisionally()
    {
        var desk = new Desk().At("09:00").Open("A");
        Assert.Equal((P3, true), (desk["A"].Priority, desk["A"].IsProvisional));
        Assert.Equal(("day 1 13:00", "day 2 09:00"), (desk.Due("A", ClockKind.Response), desk.Due("A")));
        desk.ExpectNo("A opened priority=P3");
        Assert.False(desk.At("09:10").Prioritise("A", P2)["A"].IsProvisional);
    }

    [Fact]
    public void Settled_1_Severity_P1_proposes_a_major_incident_and_is_not_one()
    {
        var desk = new Desk().At("09:00").Open("A", P1);
        Assert.Equal((false, null), (desk["A"].IsMajor, desk["A"].Severity));
        desk.ExpectNo("A declared").Declare("A", "SEV-2");
        Assert.Equal((true, "SEV-2", P1), (desk["A"].IsMajor, desk["A"].Severity, desk["A"].Priority));
    }

    [Fact]
    public void Settled_1_Team_customers_are_attributes_and_not_tenants()
    {
        const string policy = """
            sla:
              - {name: acme, match: {customer: [acme]}, targets: {P3: {resolution: 2h, escalateAt: 1h}}}
              - {name: rest, targets: {P3: {resolution: 24h, escalateAt: 20h}}}
            """;
        var desk = new Desk(policy).At("09:00").Open("A", P3, more: "\"tags\":{\"customer\":\"acme\"}").Open("B", P3);
        Assert.Equal(("day 1 11:00", "day 2 09:00"), (desk.Due("A"), desk.Due("B")));
        desk.Link("A", "B", "relates").Expect("A linked to=B");
    }

    [Fact]
    public void Settled_1_Activity_having_seen_or_labelled_a_ticket_does_not_move_it()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Open("B").Start("A")
            .At("10:00").Acknowledge("A", by: "cy")
            .At("10:30").Tag("A", "os", "linux")
            .At("11:00").Link("A", "B")
            .At("11:30").Prioritise("A", P1).Prioritise("A", P2)
            .At("11:45").Update("A", auto: true).Reply("A", auto: true)
            .At("11:50").Update("A", by: "Coordinator");
        desk.At("13:00").Expect("13:00 A escalated E2");
        Assert.Equal(Clock.At("09:00"), desk["A"].LastActivityAt);
    }

    [Fact]
    public void Settled_2_start_in_an_emergency_nobody_is_sent_back_to_fill_in_a_form()
    {
        var desk = new Desk().At("09:00").Open("A", P1).At("09:01").Start("A", by: "bo");
        Assert.Equal(InProgress, desk["A"].Status);
        desk.ExpectOnly("triaged,assigned,started,sla-met", "09:01 A started", "09:01 A sla-met S5 clock=response");
    }

    [Fact]
    public void Settled_L11_Pending_stays_Pending_and_the_remembered_state_changes_as_the_state_itself_would_have()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Triage("A").Hold("A").At("09:10").Assign("A", "network");
        Assert.Equal((Pending, Assigned), (desk["A"].Status, desk["A"].HeldFrom));
        Assert.Equal(Assigned, desk.Resume("A")["A"].Status);

        var started = new Desk().At("09:00").Open("A", P3).Assign("A", "desk").Start("A").Hold("A");
        Assert.Equal(InProgress, started.Assign("A", "desk", to: "bo")["A"].HeldFrom);
        Assert.Equal(Assigned, started.Assign("A", "network")["A"].HeldFrom);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("vendor")]
    [InlineData("approval")]
    public void Settled_S3_both_clocks_pause(string reason)
    {
        var desk = new Desk().At("09:00").Open("A", P3).At("09:10").Hold("A", reason).At("10:00");
        Assert.Equal((ClockState.Paused, ClockState.Paused),
            (desk.Reading("A", ClockKind.Response).State, desk.Reading("A", ClockKind.Resolution).State));
        Assert.Equal(("PT10M", "PT10M"), (desk.Elapsed("A", ClockKind.Response), desk.Elapsed("A")));
    }

    [Fact]
    public void Settled_S3_a_major_incidents_clocks_never_pause()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Start("A").At("10:00").Hold("A")
            .At("10:30").Declare("A").At("11:00");
        Assert.Equal((ClockState.Running, "PT1H30M"),
            (desk.Reading("A", ClockKind.Resolution).State, desk.Elapsed("A")));
        desk.StandDown("A").At("12:00");
        Assert.Equal((ClockState.Paused, "PT1H30M"),
            (desk.Reading("A", ClockKind.Resolution).State, desk.Elapsed("A")));
    }

    [Fact]
    public void Settled_S7_reports_give_first_cycle_and_all_cycles()
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A")
            .At("14:00:00.001").Reopen("A").At("23:00").Resolve("A");
        var resolution = desk.Summary.Of(ClockKind.Resolution, P2);
        Assert.Equal((1, 1), (resolution.Met, resolution.Breached));
        Assert.Equal((1, 0), (resolution.FirstMet, resolution.FirstBreached));
    }

    [Fact]
    public void Settled_E1_the_table_escalates_P2_at_6_hours_and_example_2_warns_at_7()
    {
        var quiet = new Desk().At("09:00").Open("A", P2).At("15:00");
        quiet.Expect("15:00 A escalated E1").ExpectNo("A warned");

        var active = new Desk().At("09:00").Open("A", P2).Start("A").At("12:00").Update("A").At("14:30").Update("A");
        active.At("16:00").Expect("15:00 A warned E1").ExpectNo("A escalated");
    }

    [Fact]
    public void Settled_E2_from_example_2_an_assigned_P2_escalates_after_3_hours()
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("11:00").Assign("A", "tier-1", "bo");
        desk.JustBefore("14:00").ExpectNo("A escalated");
        desk.At("14:00").Expect("14:00 A escalated E2");
    }

    [Fact]
    public void Settled_E8_nobodys_work_is_taken_away()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Assign("A", "desk", "bo").Start("A").At("13:00");
        desk.Expect("13:00 A escalated E2 to=tier-2");
        var ticket = desk["A"];
        Assert.Equal((InProgress, "desk", "bo", Tier.Tier2), (ticket.Status, ticket.Team, ticket.Person, ticket.Tier));
    }
}
