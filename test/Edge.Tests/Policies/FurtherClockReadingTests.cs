using Muster.Core.Sla;
using Muster.Core.Tickets;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

/// <summary>The further clocks of an agreement, from their text to their value.</summary>
public sealed class FurtherClockReadingTests
{
    [Fact]
    public void What_a_clock_leaves_out_it_has_from_its_entry_but_a_vendor_and_a_duty_are_paused_by_nothing()
    {
        var policy = Policy("""
            calendars: {office: {zone: UTC, week: {mon-fri: ["09:00-17:00"]}}}
            sla:
              - name: rest
                calendar: office
                pauseOn: [user]
                warnAt: [80%]
                clocks:
                  network: {kind: team, teams: [network], targets: {P2: 1h}}
                  vendor: {kind: vendor, targets: {P1: 4h}, warnAt: []}
                  authority: {kind: regulatory, targets: {P3: 72h}, calendar: always, metBy: {told: ["yes"]}}
              - {name: vpn, match: {service: [vpn]}, clocks: {network: {targets: {P1: 30m}}}}
            """);
        var (network, vendor, authority) = (policy.Sla[0].Clocks[0], policy.Sla[0].Clocks[1], policy.Sla[0].Clocks[2]);
        Assert.Equal((ClockPurpose.Team, policy.Calendars["office"]), (network.Purpose, network.Calendar));
        Assert.Equal(["user"], network.PauseOn);
        Assert.Equal([80], network.WarnAt.Select(level => level.Hundredths));
        Assert.Equal((null, 60.0), (network.TargetOf(Priority.P1), network.TargetOf(Priority.P2)?.TotalMinutes));
        Assert.Empty(vendor.PauseOn);
        Assert.Empty(vendor.WarnAt);
        Assert.Equal((policy.Calendars["office"], policy.Calendars["always"]), (vendor.Calendar, authority.Calendar));
        Assert.Empty(authority.PauseOn);
        Assert.Equal(["yes"], authority.MetBy["told"]);
        var further = policy.Sla[1].Clocks[0]; // an entry takes what it lacks from the first
        Assert.Equal((30.0, 60.0),
            (further.TargetOf(Priority.P1)?.TotalMinutes, further.TargetOf(Priority.P2)?.TotalMinutes));
    }

    [Theory]
    [InlineData("response: {kind: vendor, targets: {P1: 1h}}", "is no name for a clock")]
    [InlineData("\"Next Update\": {kind: next-update, targets: {P1: 1h}}", "is no name for a clock")]
    [InlineData("a: {kind: vendors, targets: {P1: 1h}}", "did you mean 'vendor'")]
    [InlineData("a: {kind: vendor}", "a clock needs 'targets'")]
    [InlineData("a: {kind: vendor, targets: {}}", "'targets' needs at least one priority")]
    [InlineData("a: {kind: vendor, targets: {P1: 1h}, teams: [x]}", "'teams' belongs to a team clock, and this one is")]
    [InlineData("a: {kind: team, targets: {P1: 1h}}", "a team clock needs 'teams'")]
    [InlineData("a: {kind: regulatory, targets: {P1: 1h}, calendar: always}", "a regulatory clock needs 'metBy'")]
    [InlineData("a: {kind: regulatory, targets: {P1: 1h}, metBy: {t: [x]}}", "a regulatory clock needs 'calendar'")]
    [InlineData("a: {kind: vendor, targets: {P1: 1h}, calendar: offise}", "there is no calendar 'offise'")]
    [InlineData("a: {kind: vendor, targets: {P1: 1h}, pauseOn: [lunch]}", "there is no hold reason 'lunch'")]
    public void What_is_wrong_in_a_clock_is_told_with_its_place(string clock, string fault)
    {
        var told = Assert.Single(Faults($"sla:\n  - clocks:\n      {clock}\n"));
        Assert.StartsWith("3:", told, StringComparison.Ordinal);
        Assert.Contains(fault, told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clock_is_of_one_kind_in_every_agreement() => Assert.Equal(
        ["3:56: 'a' is a vendor clock in another entry; give one a new name"],
        Faults(
            "sla:\n"
            + "  - {name: vpn, match: {service: [vpn]}, clocks: {a: {kind: vendor, targets: {P1: 1h}}}}\n"
            + "  - {name: rest, clocks: {a: {targets: {P2: 1h}, kind: next-update}}}\n"));

    [Fact]
    public void A_team_that_the_policy_does_not_list_is_a_fault_where_it_lists_any() => Assert.Equal(
        ["2:49: there is no team 'netwrk'; did you mean 'network'?"],
        Faults(
            "teams: {network: {tier: tier-2}}\n"
            + "sla: [{clocks: {a: {kind: team, teams: [tier-1, netwrk], targets: {P1: 1h}}}}]\n"));
}
