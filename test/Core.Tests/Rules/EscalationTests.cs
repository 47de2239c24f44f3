using Muster.Core.Escalation;
using Muster.Core.Replay;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Rules;

/// <summary>BEHAVIOUR section 4, E1 to E4, each rule at its exact edge.</summary>
public sealed class EscalationTests
{
    /// <summary>E1 and E7 are out of the way for days.</summary>
    private const string FarTargets = """
        sla:
          - name: default
            targets: {P1: {resolution: 99h, escalateAt: 98h}, P2: {resolution: 99h, escalateAt: 98h}}
        """;

    [Theory]
    [InlineData(P1, "day 1 11:00")]
    [InlineData(P2, "day 1 15:00")]
    [InlineData(P3, "day 2 05:00")]
    [InlineData(P4, "day 3 21:00")]
    public void E1_a_ticket_that_nobody_works_on_escalates_at_the_threshold_also_in_New(Priority priority, string at)
    {
        var desk = new Desk().At("09:00").Open("A", priority);
        desk.JustBefore(at).ExpectNo("A escalated E1");
        desk.At(at).Expect($"{at} A escalated E1 trigger=threshold").ExpectNo("A warned");
    }

    [Theory]
    [InlineData(P2, "day 1 15:00", "4 h")]
    [InlineData(P3, "day 2 05:00", "4 h")]
    [InlineData(P4, "day 3 21:00", "8 h")]
    public void E1_active_is_in_progress_and_less_than_its_limit_quiet(Priority priority, string at, string limit)
    {
        const string policy = "escalation: {stagnation: {P2: {inProgress: 99h, assigned: 99h}}}";
        var threshold = Clock.At(at);
        Desk LastTouched(string more)
        {
            var last = threshold - Clock.Span(limit) + Clock.Span(more);
            return new Desk(policy).At("09:00").Open("A", priority).Start("A").At(Clock.Say(last)).Update("A");
        }
        LastTouched("1 ms").At(at).Expect($"{at} A warned E1").ExpectNo("A escalated");
        LastTouched("0 ms").At(at).Expect($"{at} A escalated E1").ExpectNo("A warned");
    }

    [Fact]
    public void E1_P1_escalates_however_active_it_is() => new Desk().At("09:00").Open("A", P1).Start("A")
        .At("10:59").Update("A").At("11:00").Expect("11:00 A escalated E1").ExpectNo("A warned");

    [Fact]
    public void E1_after_the_warning_it_escalates_when_quiet_for_the_limit()
    {
        const string policy = """
            escalation: {stagnation: {P2: {inProgress: 99h, assigned: 99h}}}
            sla: [{name: default, targets: {P2: {resolution: 20h}}}]
            """;
        var desk = new Desk(policy).At("09:00").Open("A", P2).Start("A").At("14:30").Update("A");
        desk.JustBefore("18:30").Expect("15:00 A warned E1").ExpectNo("A escalated");
        desk.At("18:30").Expect("18:30 A escalated E1");
    }

    [Fact]
    public void E1_after_the_warning_it_escalates_at_90_percent_and_the_90_percent_warning_stands_first()
    {
        var desk = new Desk().At("09:00").Open("A", P2).Start("A").At("12:00").Update("A").At("15:59").Update("A");
        desk.JustBefore("16:12").ExpectNo("A escalated");
        desk.At("16:12").ExpectOnly("warned,escalated", "15:00 A warned E1", "16:12 A escalated E1");
        Assert.Contains("\"event\":\"escalated\"", desk.Journal.Split('\n')[^2]);
    }

    [Fact]
    public void E1_past_90_percent_already_it_escalates_without_the_warning()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Start("A").At("12:00").Update("A").At("15:59").Update("A")
            .At("16:12").Prioritise("A", P2);
        desk.ExpectOnly("warned,escalated", "16:12 A escalated E1");
    }

    [Fact]
    public void E1_warns_once_and_escalates_once_per_cycle_whatever_the_priority_becomes()
    {
        var desk = new Desk().At("09:00").Open("A", P1).At("11:00").At("12:00").Prioritise("A", P4)
            .At("day 4 08:00");
        Assert.Equal(1, desk.Count("A escalated E1"));
    }

    [Fact]
    public void E1_a_threshold_already_passed_at_a_retarget_is_judged_at_that_instant()
    {
        var before = new Desk().At("09:00").Open("A", P3).JustBefore("11:00").Prioritise("A", P1);
        before.ExpectNo("A escalated E1").At("11:00").Expect("11:00 A escalated E1");
        new Desk().At("09:00").Open("A", P3).At("11:30").Prioritise("A", P1).Expect("11:30 A escalated E1");
    }

    [Theory]
    [InlineData(P1, "start", "2 h")]
    [InlineData(P2, "start", "4 h")]
    [InlineData(P1, "triage", "1 h")]
    [InlineData(P2, "triage", "3 h")]
    [InlineData(P1, "assign", "1 h")]
    [InlineData(P2, "assign", "3 h")]
    [InlineData(P1, "reopen", "1 h")]
    [InlineData(P2, "reopen", "3 h")]
    public void E2_no_activity_for_the_limit_of_priority_and_state(Priority priority, string verb, string limit)
    {
        Desk Doing() => verb == "reopen"
            ? new Desk(FarTargets).At("09:00").Open("A", priority).Resolve("A").Reopen("A")
            : new Desk(FarTargets).At("09:00").Open("A", priority)
                .Line(verb, "A", verb == "assign" ? "\"to\":\"bo\"" : null);
        Doing().Let(limit).Pass().Update("A").ExpectNo("A escalated");
        var last = Clock.Span(limit) - Clock.Span("1 ms");
        Assert.Equal(0, Doing().At(Clock.Say(Clock.At("09:00") + last)).Count("A escalated"));
        Doing().Let(limit).Pass().Expect($"{Clock.Say(Clock.At("09:00") + Clock.Span(limit))} A escalated E2");
    }

    [Fact]
    public void E2_is_off_in_New_and_for_P3_and_P4()
    {
        var desk = new Desk().At("09:00").Open("N", P2).Open("A", P3).Start("A").Open("B", P4).Start("B")
            .At("day 2 04:00");
        desk.ExpectNo("N escalated E2", "A escalated", "B escalated");
    }

    [Fact]
    public void E2_one_already_passed_at_a_change_fires_then() =>
        new Desk().At("09:00").Open("A", P3).Start("A").At("14:00").Prioritise("A", P2).Expect("14:00 A escalated E2");

    [Fact]
    public void E2_counts_from_any_escalation_leaving_pending_and_the_end_of_a_snooze()
    {
        var escalated = new Desk().At("09:00").Open("A", P2).Start("A").At("12:00").Escalate("A");
        escalated.JustBefore("14:00").ExpectNo("A escalated E2"); // halved (E8)
        escalated.At("14:00").Expect("14:00 A escalated E2");

        var held = new Desk().At("09:00").Open("A", P2).Start("A").Hold("A", until: "12:00");
        held.JustBefore("16:00").ExpectNo("A escalated");
        held.At("16:00").Expect("16:00 A escalated E2");

        var snoozed = new Desk().At("09:00").Open("A", P2).Start("A").Snooze("A", "10:00");
        snoozed.JustBefore("14:00").ExpectNo("A escalated");
        snoozed.At("14:00").Expect("14:00 A escalated E2");
    }

    [Fact]
    public void E2_at_management_only_after_activity_since_the_last_escalation()
    {
        var desk = new Desk(FarTargets).At("09:00").Open("A", P2).Start("A").Escalate("A", "management").At("14:00");
        desk.ExpectNo("A escalated E2").Update("A").At("16:00")
            .Expect("16:00 A escalated E2 from=management to=management");
    }

    [Fact]
    public void E3_escalates_at_the_fourth_reassignment_and_begins_at_0_there()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Assign("A", "a", "bo")
            .Assign("A", "b").Assign("A", "c").Assign("A", "d");
        desk.ExpectNo("A escalated").Assign("A", "e").Expect("A escalated E3 trigger=bounced from=tier-1 to=tier-2");
        desk.Assign("A", "f"); // the first after an escalation is none
        desk.At("09:10").Assign("A", "g").Assign("A", "h").Assign("A", "i");
        Assert.Equal(1, desk.Count("A escalated"));
        Assert.Equal(2, desk.Assign("A", "j").Count("A escalated E3"));
    }

    [Theory]
    [InlineData("\"team\":\"b\",\"to\":\"cy\"", 1)] // both at once are one
    [InlineData("\"to\":\"cy\"", 1)]
    [InlineData("\"team\":\"b\"", 1)]
    [InlineData("\"team\":\"a\"", 0)]
    public void E3_a_reassignment_puts_another_team_or_person_in_place_of_one(string more, int counts)
    {
        var desk = new Desk("escalation: {bouncedMoreThan: 0}").At("09:00").Open("A", P4)
            .Assign("A", "a", "bo").At("09:01").Line("assign", "A", more);
        Assert.Equal(counts, desk.Count("A escalated E3"));
    }

    [Fact]
    public void E3_a_first_team_the_first_person_and_a_team_set_by_triage_are_none()
    {
        const string policy = "escalation: {bouncedMoreThan: 0}";
        new Desk(policy).At("09:00").Open("A", P4).Assign("A", to: "bo").Assign("A", "a").ExpectNo("A escalated");
        new Desk(policy).At("09:00").Open("A", P4).Assign("A", "a").Assign("A", to: "bo").ExpectNo("A escalated");
        new Desk(policy).At("09:00").Open("A", P4).Triage("A", team: "a").Assign("A", "b").ExpectNo("A escalated");
    }

    [Fact]
    public void E3_reopening_resets_nothing()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Assign("A", "a").Assign("A", "b").Assign("A", "c")
            .Assign("A", "d").Resolve("A").Reopen("A").Assign("A", "e");
        desk.Expect("A escalated E3");
    }

    [Theory]
    [InlineData(P1, "A escalated E4 trigger=customer from=tier-1 to=tier-2")]
    [InlineData(P2, "A escalated E4 trigger=customer")]
    [InlineData(P3, "A warned E4 trigger=customer proposed=true")]
    [InlineData(P4, "A warned E4 trigger=customer proposed=true")]
    public void E4_P1_and_P2_escalate_P3_and_P4_propose(Priority priority, string fact)
    {
        var words = new Desk().At("09:00").Open("A", priority).At("09:10").Reply("A", "Please ESCALATE this!");
        words.Expect("09:10 " + fact);
        Assert.Equal(priority <= P2 ? Tier.Tier2 : Tier.Tier1, words["A"].Tier);
        new Desk().At("09:00").Open("A", priority, more: "\"requester\":{\"vip\":true}").Expect("09:00 " + fact);
    }

    [Theory]
    [InlineData("mail", true)]
    [InlineData("portal", true)]
    [InlineData("chat", true)]
    [InlineData("phone", true)]
    [InlineData("sms", true)]
    [InlineData("walk-in", true)]
    [InlineData(null, true)]
    [InlineData("monitoring", false)]
    public void E4_the_words_of_an_open_count_by_its_source(string? source, bool counts)
    {
        var more = source is null ? null : $"\"source\":\"{source}\"";
        var desk = new Desk().At("09:00").Open("A", P2, "escalate please", more);
        Assert.Equal(counts ? 1 : 0, desk.Count("A escalated E4"));
    }

    [Theory]
    [InlineData("escalate", true)]
    [InlineData("de-escalate", true)]
    [InlineData("deescalate", false)] // whole words
    [InlineData("escalated", false)]
    [InlineData("I want to speak to a  manager.", true)]
    [InlineData("do not escalate", false)]
    [InlineData("don't you escalate", false)]
    [InlineData("don’t ever escalate", false)]
    [InlineData("no a b escalate", false)] // three words before
    [InlineData("no a b c escalate", true)]
    [InlineData("no need to escalate", false)]
    [InlineData("no need at all to escalate", true)]
    [InlineData("bitte eskalieren", true)]
    public void E4_whole_words_in_any_case_and_not_behind_a_negation(string text, bool counts)
    {
        var desk = new Desk().At("09:00").Open("A", P2).Reply("A", text);
        Assert.Equal(counts ? 1 : 0, desk.Count("A escalated E4"));
        new Desk().At("09:00").Open("A", P2).Reply("A", text, auto: true).ExpectNo("A escalated");
    }

    [Fact]
    public void E4_words_do_not_fire_again_before_the_active_limit_has_passed()
    {
        var desk = new Desk().At("09:00").Open("A", P3).At("10:00").Reply("A", "escalate")
            .JustBefore("14:00").Reply("A", "escalate");
        Assert.Equal(1, desk.Count("A warned E4"));
        Assert.Equal(2, desk.At("14:00").Reply("A", "escalate").Count("A warned E4"));
    }

    [Fact]
    public void E4_a_proposal_stands_and_escalates_when_the_priority_becomes_P1_or_P2()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Reply("A", "escalate").At("10:00").Prioritise("A", P3);
        desk.ExpectNo("A escalated").At("11:00").Prioritise("A", P2).Expect("11:00 A escalated E4");
        desk.Prioritise("A", P4).At("12:00").Prioritise("A", P1);
        Assert.Equal(1, desk.Count("A escalated E4"));
    }
}
