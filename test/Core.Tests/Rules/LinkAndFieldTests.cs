using Muster.Core.Escalation;
using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tests.Rules;

/// <summary>BEHAVIOUR section 2, L8 to L13: what hangs together, who has it, what an import and an ending do.</summary>
public sealed class LinkAndFieldTests
{
    [Fact]
    public void L8_a_parent_may_be_resolved_before_its_children_but_not_closed()
    {
        var desk = new Desk().At("09:00").Open("P").Open("C").Link("P", "C", "child").Resolve("P")
            .Close("P").Refused(RefusalCode.ChildOpen).Merge("C", "P");
        Assert.Equal((Resolved, Closed), (desk["P"].Status, desk["C"].Status));
        Assert.Equal(Closed, desk.Close("P")["P"].Status);
    }

    [Fact]
    public void L8_a_merge_is_refused_whole_while_a_child_is_open()
    {
        var desk = new Desk().At("09:00").Open("P").Open("C").Open("X").Link("P", "C", "child")
            .Merge("P", "X").Refused(RefusalCode.ChildOpen);
        desk.ExpectOnly("linked,closed", "P linked to=C kind=child");
    }

    [Theory]
    [InlineData("blocks", "blocks")]
    [InlineData("blocked-by", "blocked-by")]
    [InlineData("parent", "parent")]
    [InlineData("child", "child")]
    public void L9_a_cycle_of_blocks_or_parents_is_refused(string first, string second)
    {
        var desk = new Desk().At("09:00").Open("A").Open("B").Open("C").Link("A", "B", first).Link("B", "C", second);
        desk.Link("C", "A", first).Refused(RefusalCode.Invalid).Link("A", "A", first).Refused(RefusalCode.Invalid);
    }

    [Theory]
    [InlineData("caused-by")]
    [InlineData("duplicate")]
    [InlineData("follows")]
    public void L9_a_cycle_of_other_links_is_none(string kind) =>
        new Desk().At("09:00").Open("A").Open("B").Link("A", "B", kind).Link("B", "A", kind).Expect("B linked to=A");

    [Fact]
    public void L9_a_link_to_an_unknown_ticket_is_invalid_and_to_a_problem_or_change_is_not() =>
        new Desk().At("09:00").Open("A").Link("A", "nobody").Refused(RefusalCode.Invalid)
            .Link("A", "PRB-1", "in-problem").Link("A", "CHG-1", "by-change").Expect("A linked to=CHG-1");

    [Fact]
    public void L9_being_blocked_holds_nothing_back()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Open("B").Start("A").Link("A", "B", "blocked-by");
        desk.At("13:00").Expect("13:00 A escalated E2");
    }

    [Fact]
    public void L9_a_link_said_from_the_other_side_is_the_same_link()
    {
        var desk = new Desk().At("09:00").Open("A").Open("B").Link("A", "B", "blocks").Link("B", "A", "blocked-by");
        Assert.Equal(1, desk.Count("A linked") + desk.Count("B linked"));
        desk.Unlink("B", "A", "blocked-by").Expect("B unlinked to=A").Link("A", "B", "blocks");
        Assert.Equal(2, desk.Count("A linked"));
        new Desk().At("09:00").Open("A").Open("B").Link("A", "B").Link("B", "A").ExpectOnly("linked", "A linked to=B");
    }

    [Fact]
    public void L10_only_assign_sets_the_person()
    {
        var desk = new Desk().At("09:00").Open("A").Assign("A", to: "bo").Start("A", by: "cy")
            .Acknowledge("A", by: "di").Update("A", by: "eve")
            .Line("resolve", "A", "\"code\":\"fixed\",\"by\":\"fay\"");
        Assert.Equal("bo", desk["A"].Person);
    }

    [Theory]
    [InlineData("update", "BO", true)]
    [InlineData("ask", "bo", true)]
    [InlineData("update", "cy", false)]
    [InlineData("update", null, false)]
    [InlineData("acknowledge", "bo", false)]
    [InlineData("tag", "bo", false)]
    public void L10_in_reopened_an_update_or_ask_by_the_assignee_starts(string verb, string? by, bool starts)
    {
        var more = (by is null ? "" : $"\"by\":\"{by}\"") + (verb == "tag" ? ",\"tags\":{\"a\":\"b\"}" : "");
        var desk = new Desk().At("09:00").Open("A").Assign("A", to: "bo").Resolve("A").Reopen("A")
            .At("09:10").Line(verb, "A", more);
        Assert.Equal(starts ? InProgress : Reopened, desk["A"].Status);
        Assert.Equal(starts ? 1 : 0, desk.Count("09:10 A started L10"));
    }

    [Theory] // CONTRACT: an update by the coordinator is no activity, any other verb of its is like a person's
    [InlineData("update", false)]
    [InlineData("ask", true)]
    public void L10_what_is_assigned_to_the_coordinator_it_starts_by_asking(string verb, bool starts)
    {
        var desk = new Desk().At("09:00").Open("A").Assign("A", to: "coordinator").Resolve("A").Reopen("A")
            .At("09:10").Line(verb, "A", "\"by\":\"coordinator\"");
        Assert.Equal(starts ? 1 : 0, desk.Count("09:10 A started L10"));
    }

    [Fact]
    public void L10_without_a_person_only_start_does()
    {
        var desk = new Desk().At("09:00").Open("A").Resolve("A").Reopen("A").Update("A").Update("A", by: "bo");
        Assert.Equal((Reopened, InProgress), (desk["A"].Status, desk.Start("A")["A"].Status));
    }

    [Theory]
    [InlineData(null, "cy", "desk", "cy", InProgress)] // without a team keeps the team
    [InlineData("desk", null, "desk", "bo", InProgress)] // the same team and no person: the person stays
    [InlineData("network", null, "network", null, Assigned)] // another team empties the person
    [InlineData("network", "cy", "network", "cy", Assigned)] // unless one is named
    public void L11_team_and_person_after_an_assign_in_progress(
        string? team, string? to, string newTeam, string? newPerson, TicketStatus status)
    {
        var ticket = new Desk().At("09:00").Open("A").Assign("A", "desk", "bo").Start("A").Assign("A", team, to)["A"];
        Assert.Equal((newTeam, newPerson, status), (ticket.Team, ticket.Person, ticket.Status));
    }

    [Fact]
    public void L11_a_team_after_none_empties_the_person()
    {
        var desk = new Desk().At("09:00").Open("A").Assign("A", to: "bo").Assign("A", "desk");
        Assert.Null(desk["A"].Person);
    }

    [Fact]
    public void L11_the_same_team_again_sets_a_tier_that_an_escalation_had_changed()
    {
        var desk = new Desk().At("09:00").Open("A").Assign("A", "tier-1").Escalate("A").Assign("A", "tier-1");
        desk.Expect("A assigned team=tier-1 tier=tier-1");
        Assert.Equal(Tier.Tier1, desk["A"].Tier);
        desk.Assign("A", "unknown-team").ExpectNo("A assigned team=unknown-team tier=tier-1");
    }

    [Theory]
    [InlineData("New", Assigned)]
    [InlineData("Triaged", Assigned)]
    [InlineData("Reopened", Assigned)]
    [InlineData("InProgress", InProgress)]
    [InlineData("Pending", Pending)]
    public void L11_the_state_after_an_assign_inside_the_team(string state, TicketStatus after)
    {
        var desk = new Desk().At("09:00").Open("A", more: $"\"state\":\"{state}\"").Assign("A", to: "bo");
        Assert.Equal(after, desk["A"].Status);
    }

    [Theory]
    [InlineData("New", ClockState.Running, ClockState.Running)]
    [InlineData("Triaged", ClockState.Running, ClockState.Running)]
    [InlineData("Assigned", ClockState.Running, ClockState.Running)]
    [InlineData("InProgress", ClockState.Met, ClockState.Running)]
    [InlineData("Pending", ClockState.Paused, ClockState.Paused)]
    [InlineData("Reopened", ClockState.Met, ClockState.Running)]
    [InlineData("Resolved", ClockState.Met, ClockState.Met)]
    [InlineData("Closed", ClockState.Met, ClockState.Met)]
    public void L12_an_import_writes_only_opened_and_stands_there(
        string state, ClockState response, ClockState resolution)
    {
        var desk = new Desk().At("09:00").Open("A", P3, "please escalate",
            $"\"state\":\"{state}\",\"requester\":{{\"name\":\"ana\",\"vip\":true}}").At("09:01");
        Assert.Equal((response, resolution),
            (desk.Reading("A", ClockKind.Response).State, desk.Reading("A", ClockKind.Resolution).State));
        Assert.Equal((state, 1), (desk["A"].Status.ToString(), desk.Lines));
    }

    [Fact]
    public void L12_pending_comes_from_new_and_its_reason_pauses_the_clocks_from_at()
    {
        var desk = new Desk().At("09:00").Open("A", more: "\"state\":\"Pending\",\"reason\":\"change\"").At("10:00");
        Assert.Equal("PT1H", desk.Elapsed("A"));
        Assert.Equal(New, desk.Resume("A")["A"].Status);
        var held = new Desk().At("09:00").Open("A", more: "\"state\":\"Pending\"").At("10:00").Reply("A");
        Assert.Equal((New, "PT0S"), (held["A"].Status, held.Elapsed("A")));
    }

    [Fact]
    public void L12_L2_and_the_30_days_count_from_at()
    {
        new Desk().At("09:00").Open("A", more: "\"state\":\"Resolved\"").At("day 8 09:00").Expect("09:00 A closed L2");
        var closed = new Desk().At("09:00").Open("A", more: "\"state\":\"Closed\"");
        closed.At("day 31 09:00").Reply("A").Expect("09:00 A reopened L4");
        var late = new Desk().At("09:00").Open("A", more: "\"state\":\"Closed\"");
        late.JustAfter("day 31 09:00").Reply("A").Expect("A/2 opened L4");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void L13_resolving_and_closing_end_hold_until_snooze_and_wait_without_events(bool byClosing)
    {
        var desk = new Desk().At("09:00").Open("A", P4).Start("A").Ask("A").Snooze("A", "20:00")
            .At("10:00");
        if (byClosing)
            desk.Close("A", "cancelled");
        else
            desk.Resolve("A");
        var ticket = desk["A"];
        Assert.Equal((null, null), (ticket.SnoozedUntil, ticket.AskedAt));
        desk.Reopen("A").At("day 3 09:00").ExpectNo("A resumed", "A held", "A started L10");

        var held = new Desk().At("09:00").Open("A", P4).Hold("A", until: "20:00").Resolve("A").Reopen("A")
            .At("day 2 09:00");
        held.ExpectNo("A resumed");
        Assert.Equal((null, null), (held["A"].HoldReason, held["A"].HoldUntil));
    }

    [Fact]
    public void L13_a_reopening_by_L4_is_one_in_every_respect()
    {
        var desk = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A").At("14:00").Reply("A");
        Assert.Equal((Reopened, "PT1H", 1), (desk["A"].Status, desk.Elapsed("A"), desk["A"].Resolution.Cycle));
        var later = new Desk().At("09:00").Open("A", P2).At("10:00").Resolve("A").JustAfter("14:00").Reply("A");
        Assert.Equal(2, later["A"].Resolution.Cycle);
    }
}
