using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;
using static Muster.Core.Tickets.TicketStatus;

namespace Muster.Core.Tests.Rules;

/// <summary>
/// BEHAVIOUR section 2, L1 to L7, each rule at its exact edge. What verbs say of links and fields: LinkTests.
/// </summary>
public sealed class LifeTests
{
    /// <summary>The table of section 2: which states let a verb through.</summary>
    public static TheoryData<string, string> Table => new()
    {
        { "triage \"team\":\"x\"", "New" },
        { "assign \"to\":\"cy\"", "New Triaged Assigned InProgress Pending Reopened" },
        { "start", "New Triaged Assigned Reopened InProgress" }, // InProgress: nothing to change (L1)
        { "hold \"reason\":\"vendor\"", "New Triaged Assigned InProgress Pending Reopened" },
        { "resume", "Pending" },
        { "resolve \"code\":\"fixed\"", "New Triaged Assigned InProgress Pending Reopened" },
        { "close \"code\":\"cancelled\"", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "close \"code\":\"duplicate\"", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "close \"code\":\"fixed\"", "Resolved" },
        { "close", "Resolved Closed" }, // Closed: nothing to change (L1)
        { "reopen", "Resolved Closed Reopened" }, // Reopened: nothing to change (L1)
        { "merge \"to\":\"B\"", "New Triaged Assigned InProgress Pending Reopened" },
        { "prioritise \"priority\":\"P4\"", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "ask", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "link \"to\":\"B\"", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "tag \"tags\":{\"a\":\"b\"}", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "escalate", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "acknowledge", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "snooze \"until\":\"2026-01-01T00:00:00Z\"", "New Triaged Assigned InProgress Pending Reopened Resolved" },
        { "update", "New Triaged Assigned InProgress Pending Reopened Resolved Closed" },
        { "reply", "New Triaged Assigned InProgress Pending Reopened Resolved Closed" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void The_table_a_verb_is_allowed_from_these_states_and_refused_from_all_others(string line, string from)
    {
        var words = line.Split(' ', 2);
        foreach (var state in Enum.GetNames<TicketStatus>())
        {
            var desk = new Desk().At("09:00").Open("B").Open("A", P3, more: $"\"state\":\"{state}\"");
            var before = desk.Lines;
            desk.Line(words[0], "A", words.ElementAtOrDefault(1));
            if (from.Split(' ').Contains(state))
                Assert.True(desk.Lines >= before, state);
            else
                Assert.Equal(before, desk.Refused(RefusalCode.NotAllowed).Lines);
        }
    }

    [Fact]
    public void L1_a_reopening_that_comes_too_late_is_not_offered_to_whom_it_is_refused()
    {
        var desk = new Desk().At("09:00").Open("A", P3, more: "\"state\":\"Closed\"").JustAfter("day 31 09:00")
            .Reopen("A").Refused(RefusalCode.NotAllowed);
        Assert.Equal("allowed now: update reply impact declare stand-down", desk.RefusalText.Split("; ")[1]);
    }

    [Fact]
    public void L1_the_same_hold_again_is_written_where_it_ends_a_wait_for_the_requester() =>
        new Desk().At("09:00").Open("A", P3).Hold("A").Ask("A").Hold("A").Hold("A").At("10:00").Resume("A")
            .Start("A", "bo").At("day 3 09:00").ExpectOnly("held", "A held", "A held");

    [Fact]
    public void L1_a_merge_with_other_words_is_no_repetition()
    {
        var desk = new Desk().At("09:00").Open("A", P3).Open("B", P3)
            .Line("merge", "A", "\"to\":\"B\",\"text\":\"same\"").Line("merge", "A", "\"to\":\"B\"")
            .Line("merge", "A", "\"to\":\"B\",\"text\":\"same\"");
        var lines = desk.Lines;
        desk.Line("merge", "A", "\"to\":\"B\",\"text\":\"other\"").Refused(RefusalCode.NotAllowed);
        Assert.Equal(lines, desk.Lines);
    }

    [Fact]
    public void L1_a_refusal_names_the_present_state_and_the_verbs_allowed_now()
    {
        var desk = new Desk().At("09:00").Open("A").Start("A").Resume("A").Refused(RefusalCode.NotAllowed);
        Assert.Contains("InProgress", desk.RefusalText);
        foreach (var verb in "assign hold resolve close merge update ask reply acknowledge".Split(' '))
            Assert.Contains(verb, desk.RefusalText.Split(' '));
        Assert.DoesNotContain("start", desk.RefusalText.Split(' '));
    }

    [Theory]
    [InlineData("start", null)]
    [InlineData("prioritise", "\"priority\":\"P2\"")]
    [InlineData("assign", "\"team\":\"desk\"")]
    [InlineData("assign", "\"to\":\"bo\"")]
    [InlineData("assign", "\"team\":\"desk\",\"to\":\"bo\"")]
    [InlineData("tag", "\"tags\":{\"os\":\"mac\"}")]
    [InlineData("link", "\"to\":\"B\"")]
    [InlineData("unlink", "\"to\":\"B\",\"kind\":\"blocks\"")]
    [InlineData("impact", "\"affectedUsers\":5")]
    [InlineData("snooze", "\"until\":\"2025-10-20T20:00:00Z\"")]
    [InlineData("escalate", "\"to\":\"tier-1\"")]
    [InlineData("stand-down", null)]
    public void L1_a_verb_that_would_change_nothing_writes_nothing_and_is_no_activity(string verb, string? more)
    {
        var desk = new Desk().At("09:00").Open("B", P4).Open("A", P2, more: "\"tags\":{\"os\":\"mac\"}")
            .Assign("A", "desk", "bo").Start("A").Link("A", "B").Line("impact", "A", "\"affectedUsers\":5");
        if (verb == "snooze")
            desk.Snooze("A", "20:00");
        var before = desk.Lines;
        Assert.Equal(before, desk.Let("2 h").Pass().Line(verb, "A", more).Lines);
        Assert.Equal(Clock.At("09:00"), desk["A"].LastActivityAt);
    }

    [Theory]
    [InlineData("update")]
    [InlineData("ask")]
    [InlineData("reply")]
    public void L1_update_ask_and_reply_always_write(string verb)
    {
        var desk = new Desk().At("09:00").Open("A").Line(verb, "A").Line(verb, "A");
        Assert.Equal(3, desk.Lines - desk.Count("A sla-met"));
    }

    [Fact]
    public void L1_a_second_acknowledge_by_the_same_person_writes_nothing_until_escalated_or_reopened()
    {
        var desk = new Desk().At("09:00").Open("A").Acknowledge("A", by: "bo").Acknowledge("A", by: "BO")
            .Acknowledge("A").Acknowledge("A").Acknowledge("A", by: "cy");
        Assert.Equal(3, desk.Count("A acknowledged"));
        desk.Escalate("A").Acknowledge("A", by: "Bo");
        Assert.Equal(4, desk.Count("A acknowledged"));
        desk.Resolve("A").Reopen("A").Acknowledge("A", by: "bo").Acknowledge("A", by: "bo");
        Assert.Equal(5, desk.Count("A acknowledged"));
    }

    [Fact]
    public void L2_seven_days_after_resolving_it_closes_with_a_notice_at_day_5()
    {
        var desk = new Desk().At("09:00").Open("A").Resolve("A");
        desk.JustBefore("day 6 09:00").ExpectNo("A warned");
        desk.At("day 6 09:00").Expect("09:00 A warned L2");
        desk.JustBefore("day 8 09:00").ExpectNo("A closed");
        desk.At("day 8 09:00").ExpectOnly("warned,closed",
            "day 6 09:00 A warned L2", "day 8 09:00 A closed L2 auto=true");
    }

    [Fact]
    public void L2_activity_moves_the_date_and_the_notice_is_given_again()
    {
        var desk = new Desk().At("09:00").Open("A").Resolve("A").At("day 6 10:00").Update("A").At("day 20 09:00");
        desk.ExpectOnly("warned,closed",
            "day 6 09:00 A warned L2", "day 11 10:00 A warned L2", "day 13 10:00 A closed L2");
    }

    [Fact]
    public void L2_with_an_open_child_it_waits_and_closes_at_the_instant_the_last_child_ends()
    {
        var desk = new Desk().At("09:00").Open("P").Open("C", P4).Open("D", P4).Link("P", "C", "child")
            .Link("D", "P", "parent").Resolve("P")
            .At("day 9 10:00").Resolve("C").At("day 9 11:00").Close("D", "cancelled");
        desk.JustBefore("day 9 11:00:00.001").ExpectOnly("closed",
            "11:00 D closed code=cancelled", "11:00 P closed L2");
    }

    [Fact]
    public void L3_after_24_hours_without_a_reply_in_progress_becomes_pending_and_the_clocks_pause_from_then()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Start("A").At("10:00").Ask("A", by: "bo");
        desk.JustBefore("day 2 10:00").ExpectNo("A held");
        desk.At("day 2 10:00").Expect("10:00 A held L3 reason=user");
        Assert.Equal("PT25H", desk.At("day 2 12:00").Elapsed("A"));
    }

    [Fact]
    public void L3_the_newest_ask_counts()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Start("A").Ask("A").At("15:00").Ask("A").At("day 2 15:00");
        desk.ExpectOnly("held", "15:00 A held L3");
    }

    [Fact]
    public void L3_in_any_other_state_the_wait_lapses()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Ask("A").At("day 2 09:00").At("day 2 09:00:00.001").Start("A");
        desk.At("day 5 09:00").ExpectNo("A held");
    }

    [Theory]
    [InlineData("reply", "\"text\":\"yes\"", true)]
    [InlineData("reply", "\"text\":\"yes\",\"auto\":true", false)]
    [InlineData("hold", "\"reason\":\"change\"", true)]
    [InlineData("resolve", "\"code\":\"fixed\"", true)]
    [InlineData("update", null, false)]
    [InlineData("close", "\"code\":\"cancelled\"", true)]
    public void L3_a_reply_hold_resolve_or_close_ends_the_wait(string verb, string? more, bool ends)
    {
        var desk = new Desk().At("09:00").Open("A", P4).Start("A").Ask("A").At("10:00").Line(verb, "A", more)
            .At("day 2 09:00");
        Assert.Equal(ends ? 0 : 1, desk.Count("A held L3"));
    }

    [Fact]
    public void L4_a_reply_resumes_from_pending_user_also_before_until()
    {
        var desk = new Desk().At("09:00").Open("A").Start("A").Hold("A", until: "17:00").At("10:00").Reply("A");
        desk.ExpectOnly("replied,resumed", "10:00 A replied", "10:00 A resumed L4");
        Assert.Equal(InProgress, desk.At("18:00")["A"].Status);
    }

    [Fact]
    public void L4_on_any_other_pending_it_only_counts_as_activity()
    {
        var desk = new Desk().At("09:00").Open("A").Hold("A", "vendor").At("10:00").Reply("A");
        Assert.Equal((Pending, Clock.At("10:00")), (desk["A"].Status, desk["A"].LastActivityAt));
    }

    [Fact]
    public void L4_on_resolved_it_reopens() =>
        new Desk().At("09:00").Open("A").Resolve("A").At("day 3 09:00").Reply("A").Expect("09:00 A reopened L4");

    [Fact]
    public void L4_on_closed_for_exactly_30_times_24_hours_it_reopens_and_a_millisecond_later_a_new_ticket_follows()
    {
        Desk Closed() => new Desk().At("09:00")
            .Open("A", P4, "VPN", "\"service\":\"vpn\",\"requester\":{\"name\":\"ana\"}").Resolve("A").Close("A");
        Closed().At("day 31 09:00").Reply("A").Expect("09:00 A reopened L4").ExpectNo("A/2 opened");

        var late = Closed().At("day 31 09:00:00.001").Reply("A", "again").Reply("A", "hello?");
        late.ExpectOnly("replied,reopened,opened,linked",
            "day 1 09:00 A opened", "A replied text=again",
            "A/2 opened L4 priority=P4 title=VPN service=vpn", "A/2 linked L4 to=A kind=follows", "A/2 replied");
        Assert.Equal("ana", late["A/2"].Requester?.Name);
    }

    [Fact]
    public void L4_numbering_goes_on_from_the_first_of_the_chain()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Close("A", "cancelled").At("day 40 09:00").Reply("A")
            .Close("A/2", "cancelled").At("day 80 09:00").Reply("A").Reply("A/2");
        desk.Expect("A/3 opened L4", "A/3 linked to=A/2 kind=follows", "A/3 replied").ExpectNo("A/2/2 opened");
    }

    [Fact]
    public void L4_a_follow_up_is_read_for_the_vip_mark_and_the_replys_words()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Close("A", "cancelled").At("day 40 09:00")
            .Reply("A", "please escalate");
        desk.ExpectOnly("opened,linked,warned", "day 1 09:00 A opened", "A/2 opened", "A/2 linked", "A/2 warned E4");
    }

    [Theory]
    [InlineData("out of office", true)]
    [InlineData("Thanks!", false)]
    [InlineData("  Vielen Dank :-) ", false)]
    public void L4_automatic_mail_and_mere_thanks_change_no_state(string text, bool auto)
    {
        var desk = new Desk().At("09:00").Open("A").Resolve("A").At("10:00").Reply("A", text, auto);
        desk.Expect("10:00 A replied").ExpectNo("A reopened");
        var pending = new Desk().At("09:00").Open("A").Hold("A").At("10:00").Reply("A", text, auto);
        Assert.Equal(Pending, pending["A"].Status);
    }

    [Fact]
    public void L5_when_until_passes_it_resumes()
    {
        var desk = new Desk().At("09:00").Open("A", P4).Start("A").Hold("A", until: "12:00");
        desk.JustBefore("12:00").ExpectNo("A resumed");
        desk.At("12:00").ExpectOnly("resumed", "12:00 A resumed L5");
        Assert.Equal(InProgress, desk["A"].Status);
    }

    [Fact]
    public void L5_until_must_lie_in_the_future()
    {
        var desk = new Desk().At("09:00").Open("A").Hold("A", until: "09:00").Refused(RefusalCode.Invalid);
        desk.Hold("A", until: "08:59").Refused(RefusalCode.Invalid);
        Assert.Equal(Pending, desk.Hold("A", until: "09:00:00.001")["A"].Status);
    }

    [Fact]
    public void L6_commands_of_one_instant_are_applied_one_after_another_and_none_is_lost()
    {
        var desk = new Desk().At("09:00").Open("A").Assign("A", to: "bo").Assign("A", to: "cy").Assign("A", to: "bo");
        desk.ExpectOnly("assigned", "A assigned to=bo", "A assigned to=cy", "A assigned to=bo");
    }

    private const string Key = "\"key\":\"k\",\"text\":\"x\"";

    [Fact]
    public void L7_the_same_key_and_body_writes_nothing_for_less_than_72_hours()
    {
        var desk = new Desk().At("09:00").Open("A").Line("update", "A", Key)
            .JustBefore("day 4 09:00").Line("update", "A", Key);
        Assert.Equal(1, desk.Count("A updated"));
        Assert.Equal(2, desk.At("day 4 09:00").Line("update", "A", Key).Count("A updated"));
    }

    [Fact]
    public void L7_the_same_key_with_another_body_is_refused() => new Desk().At("09:00").Open("A")
        .Line("update", "A", Key).Line("update", "A", "\"key\":\"k\",\"text\":\"y\"").Refused(RefusalCode.KeyReused);

    [Fact]
    public void L7_a_refused_command_uses_up_no_key_and_an_accepted_one_that_wrote_nothing_does()
    {
        new Desk().At("09:00").Open("A").Line("resume", "A", "\"key\":\"k\"").Refused(RefusalCode.NotAllowed)
            .Line("start", "A", "\"key\":\"k\"").Expect("A started");
        new Desk().At("09:00").Open("A").Start("A").Line("start", "A", "\"key\":\"k\"")
            .Line("update", "A", "\"key\":\"k\"").Refused(RefusalCode.KeyReused);
    }
}
