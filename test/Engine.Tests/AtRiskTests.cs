using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Support;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>From when on a ticket is at risk, as docs/reference/http.md says it.</summary>
public sealed class AtRiskTests
{
    private const string Ticket = "INC-2025-00001";

    private static Desk Opened() => new Desk().At("08:00").Open(Ticket, Priority.P2, "VPN drops");

    [Fact]
    public void A_ticket_is_at_risk_from_75_percent_of_the_target_that_is_first_to_come() =>
        AtRiskFrom("08:45", Opened());

    [Fact]
    public void A_clock_that_was_met_puts_nothing_at_risk_any_more() =>
        AtRiskFrom("14:00", Opened().At("08:50").Start(Ticket));

    [Fact]
    public void A_clock_that_is_paused_before_it_is_at_risk_is_not_and_goes_on_with_what_it_had()
    {
        var paused = Opened().At("08:10").Start(Ticket).At("13:00").Hold(Ticket);
        AtRiskFrom(null, paused);
        AtRiskFrom("16:00", paused.At("15:00").Resume(Ticket));
    }

    [Fact]
    public void A_clock_that_is_paused_when_it_is_at_risk_stays_so() =>
        AtRiskFrom("14:00", Opened().At("08:10").Start(Ticket).At("14:30").Hold(Ticket));

    [Fact]
    public void A_clock_that_missed_its_target_puts_its_ticket_at_risk_from_its_due_until_it_ends()
    {
        var missed = Opened().At("09:30");
        AtRiskFrom("09:00", missed);
        AtRiskFrom("14:00", missed.Start(Ticket));
    }

    [Fact]
    public void A_ticket_whose_clocks_have_ended_with_it_is_not_at_risk() =>
        AtRiskFrom(null, Opened().At("15:00").Resolve(Ticket));

    [Fact]
    public void A_duty_that_is_not_met_keeps_a_resolved_ticket_at_risk() => AtRiskFrom(
        "11:00",
        new Desk("""
            sla:
              - clocks:
                  authority: {kind: regulatory, targets: {P2: 4h}, calendar: always, metBy: {authority: [notified]}}
            """).At("08:00").Open(Ticket, Priority.P2, "Mail went to the wrong people").At("09:00").Resolve(Ticket));

    private static void AtRiskFrom(string? when, Desk desk) => Assert.Equal(
        when is null ? null : Clock.At(when), TicketRows.Of(desk[Ticket], desk.Policy).AtRiskFrom);
}
