using Muster.Core.Tickets;
using Muster.Support;
using Xunit;

namespace Muster.Core.Tests.Paging;

/// <summary>E12: who is paged, until somebody answers.</summary>
public sealed class PagingTests
{
    private const string TwoTeams = """
        people:
          ann: {mail: ann@example.org}
          bo: {mail: bo@example.org}
          cy: {phone: "+1555"}
          dee: {mail: dee@example.org, roles: [duty-manager]}
          mute: {}
        schedules:
          primary:
            zone: UTC
            layers: [{rotation: daily, start: 2025-10-20T00:00, people: [ann, bo]}]
        paging:
          first:
            repeat: 1
            ackTimeout: 30m
            steps: [{notify: [schedule:primary], after: 0m}, {notify: [person:cy], after: 5m}]
            lastResort: [role:duty-manager]
          second: {steps: [{notify: [person:bo]}], lastResort: [role:duty-manager]}
          third: {steps: [{notify: [person:cy]}], lastResort: [role:duty-manager]}
        teams:
          tier-1: {members: [ann], paging: first}
          tier-2: {members: [bo], paging: second}
        """;

    private readonly Desk desk = new(TwoTeams);

    [Fact]
    public void A_P1_pages_who_is_on_call_then_the_next_step_then_again_then_the_last_resort()
    {
        desk.At("09:00").Open("A", Priority.P1).At("12:00");
        desk.ExpectOnly(
            "paged",
            "09:00 A paged E12 paging=first step=1 round=1 to=ann",
            "09:05 A paged step=2 round=1 to=cy",
            "09:10 A paged step=1 round=2 to=ann",
            "09:15 A paged step=2 round=2 to=cy",
            "09:20 A paged lastResort=true to=dee reason=Nobody_has_acknowledged",
            "11:00 A paged paging=second step=1 to=bo", // escalated by E1
            "11:05 A paged paging=second lastResort=true");
    }

    [Fact]
    public void Acknowledging_stops_it_and_the_page_of_the_same_instant_comes_after()
    {
        desk.At("09:00").Open("A", Priority.P1).At("09:05").Acknowledge("A", "ann").At("09:30");
        desk.ExpectOnly("paged", "09:00 A paged");
    }

    [Fact]
    public void An_acknowledged_ticket_without_activity_pages_again_from_the_first_step()
    {
        desk.At("09:00").Open("A", Priority.P1).At("09:02").Acknowledge("A", "ann").At("09:31").Expect();
        desk.ExpectOnly("paged", "09:00 A paged");
        desk.At("09:32").Expect("09:32 A paged step=1 reason=Acknowledged,_and_no_activity_for_30_min");
        desk.At("09:33").Acknowledge("A", "ann").At("09:40").ExpectOnly("paged", "09:00 A paged", "09:32 A paged");
    }

    [Theory]
    [InlineData("09:03")]
    [InlineData("09:32")] // at the very instant, which comes before time does
    public void Activity_after_the_acknowledgement_ends_the_watch(string at)
    {
        desk.At("09:00").Open("A", Priority.P1).At("09:02").Acknowledge("A", "ann").At(at).Update("A", "ann");
        desk.At("10:50").ExpectOnly("paged", "09:00 A paged");
    }

    [Fact]
    public void A_step_with_nobody_reachable_falls_through_at_once()
    {
        var hole = new Desk(TwoTeams.Replace("people: [ann, bo]", "people: [mute]", StringComparison.Ordinal));
        hole.At("09:00").Open("A", Priority.P1).At("09:01");
        hole.ExpectOnly(
            "paged", "09:00 A paged step=1 reason=mute_has_no_way_to_be_told", "09:00 A paged step=2 to=cy");
    }

    [Fact]
    public void Where_nobody_at_all_can_be_told_the_last_resort_is_told_at_once()
    {
        var hole = new Desk(TwoTeams
            .Replace("[person:cy]", "[person:mute]", StringComparison.Ordinal)
            .Replace("people: [ann, bo]", "people: [mute]", StringComparison.Ordinal));
        hole.At("09:00").Open("A", Priority.P1).At("09:01");
        hole.ExpectOnly("paged", "09:00 A paged step=1", "09:00 A paged step=2", "09:00 A paged to=dee");
    }

    [Fact]
    public void Only_the_priorities_of_the_plan_page_by_themselves_and_an_escalation_always_does()
    {
        desk.At("09:00").Open("A", Priority.P2).At("09:10").ExpectNo("A paged");
        desk.Escalate("A").Expect("09:10 A paged paging=second to=bo");
        desk.At("09:11").Acknowledge("A", "bo").Prioritise("A", Priority.P1).At("09:12");
        desk.ExpectOnly("paged", "09:10 A paged", "09:11 A paged paging=second"); // the rise pages them again
    }

    [Fact]
    public void A_priority_that_rises_pages_and_a_ticket_in_progress_is_left_in_peace()
    {
        desk.At("09:00").Open("A", Priority.P2).Open("B", Priority.P2).Start("B", "ann");
        desk.At("09:10").Prioritise("A", Priority.P1).Prioritise("B", Priority.P1).At("09:11");
        desk.ExpectOnly("paged", "09:10 A paged");
    }

    [Fact]
    public void A_paging_under_way_is_not_doubled()
    {
        desk.At("09:00").Open("A", Priority.P1).At("09:01").Assign("A", "tier-1").At("09:04");
        desk.ExpectOnly("paged", "09:00 A paged");
    }

    [Fact]
    public void Another_team_is_paged_in_the_place_of_the_first()
    {
        desk.At("09:00").Open("A", Priority.P1).At("09:01").Assign("A", "tier-2").At("09:06");
        desk.ExpectOnly("paged", "09:00 A paged", "09:01 A paged paging=second", "09:06 A paged lastResort=true");
    }

    [Fact]
    public void Starting_resolving_and_closing_end_it()
    {
        desk.At("09:00").Open("A", Priority.P1).Open("B", Priority.P1).Open("C", Priority.P1);
        desk.At("09:01").Start("A", "ann").Resolve("B").Close("C", "cancelled").At("09:30");
        desk.ExpectOnly("paged", "09:00 A paged", "09:00 B paged", "09:00 C paged");
        desk.Reopen("B").Expect("09:30 B paged step=1");
    }

    [Fact]
    public void While_it_is_held_back_nobody_is_paged_and_afterwards_it_goes_on()
    {
        desk.At("09:00").Open("A", Priority.P1).Snooze("A", "09:30").At("09:29").ExpectNo("A paged");
        desk.At("09:30").Expect("09:30 A paged step=1").At("09:35").Hold("A", "vendor").At("09:50");
        desk.ExpectOnly("paged", "09:30 A paged").Resume("A").Expect("09:50 A paged step=2");
    }

    [Fact]
    public void A_step_may_be_for_some_priorities_only()
    {
        var some = new Desk(TwoTeams.Replace(
            "{notify: [schedule:primary], after: 0m}", "{notify: [schedule:primary], priorities: [P2]}",
            StringComparison.Ordinal));
        some.At("09:00").Open("A", Priority.P1).At("09:09").ExpectOnly("paged", "09:05 A paged step=2 to=cy");
    }

    [Fact]
    public void Where_no_step_is_for_the_priority_any_more_a_forgotten_ticket_tells_the_last_resort_once()
    {
        var some = new Desk(TwoTeams.Replace(
            "{notify: [schedule:primary], after: 0m}, {notify: [person:cy], after: 5m}",
            "{notify: [schedule:primary], priorities: [P1]}", StringComparison.Ordinal));
        some.At("09:00").Open("A", Priority.P1).At("09:02").Acknowledge("A", "ann").Prioritise("A", Priority.P2);
        some.At("11:00").ExpectOnly("paged", "09:00 A paged step=1", "09:32 A paged lastResort=true to=dee");
    }

    [Fact]
    public void Somebody_who_wants_only_ways_that_they_do_not_have_cannot_be_told()
    {
        var hole = new Desk(TwoTeams.Replace(
            "ann: {mail: ann@example.org}", "ann: {mail: ann@example.org, contact: [slack]}",
            StringComparison.Ordinal));
        hole.At("09:00").Open("A", Priority.P1).At("09:01").ExpectOnly(
            "paged", "09:00 A paged step=1 reason=ann_has_no_way_to_be_told", "09:00 A paged step=2 to=cy");
    }

    [Fact]
    public void A_tag_that_changes_the_priority_pages()
    {
        const string tagged = """

            sla:
              - {name: acme, match: {customer: [acme]}, defaultPriority: P1}
              - {name: rest, defaultPriority: P3}
            """;
        var known = new Desk(TwoTeams + tagged).At("09:00").Open("A").At("09:10").Tag("A", "customer", "acme");
        known.At("09:11").ExpectOnly("paged", "09:10 A paged paging=first step=1");
    }

    [Fact]
    public void An_escalation_pages_the_next_tier_also_for_a_team_that_has_none()
    {
        var loose = new Desk(TwoTeams + "\n  crew: {members: [cy], paging: third}\n");
        loose.At("09:00").Open("A", Priority.P1).Assign("A", "crew").At("09:01").Escalate("A").At("09:02");
        loose.ExpectOnly("paged", "09:00 A paged paging=third to=cy", "09:01 A paged paging=second to=bo");
    }

    [Fact]
    public void What_has_no_team_is_paged_as_the_owner_of_its_service()
    {
        var owned = new Desk(
            TwoTeams + "\n  payments: {members: [cy], paging: third}\nservices: {pay: {owner: payments}}");
        owned.At("09:00").Open("A", Priority.P1, more: "\"service\":\"pay\"").Open("B", Priority.P1);
        owned.ExpectOnly("paged", "09:00 A paged paging=third to=cy", "09:00 B paged paging=first");
    }

    [Fact]
    public void Without_a_paging_policy_nobody_is_paged() =>
        new Desk().At("09:00").Open("A", Priority.P1).At("12:00").ExpectNo("A paged");
}
