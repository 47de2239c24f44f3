using Muster.Core.Majors;
using Muster.Core.Replay;
using Muster.Support;
using Xunit;
using static Muster.Core.Tickets.Priority;

namespace Muster.Core.Tests.Majors;

/// <summary>BEHAVIOUR section 5, rule by rule and at the edge.</summary>
public sealed class MajorTests
{
    private const string Policy =
        """
        people:
          ana: {mail: ana@example.org}
          bo: {mail: bo@example.org}
          cy: {mail: cy@example.org}
          dee: {mail: dee@example.org}
          eli: {mail: eli@example.org}
        teams:
          app: {members: [ana, bo, cy, dee], escalatesTo: platform}
          platform: {members: [eli]}
        services:
          shop: {owner: app, critical: true}
          wiki: {owner: app}
        """;

    private static Desk Desk() => new Desk(Policy, withMajors: true).At("09:00");

    private static Desk Declared(string severity = "SEV-2") => Desk()
        .Open("A", P2, "slow", """ "service":"wiki" """)
        .Line("declare", "A", $""" "severity":"{severity}","by":"ana" """);

    [Theory]
    [InlineData("P1", "Complete outage of the shop", "declared M1 severity=SEV-1")]
    [InlineData("P1", "We had data loss", "declared M1 severity=SEV-1")]
    [InlineData("P1", "No data loss, but slow", null)]
    [InlineData("P2", "Complete outage of the shop", null)]
    public void M1_the_words_of_a_P1_declare_it(string priority, string title, string? expected)
    {
        var desk = Desk().Line("open", "A", $""" "priority":"{priority}","title":"{title}" """);
        if (expected is not null)
            desk.Expect($"09:00 A {expected}");
        else
            desk.ExpectNo("A declared");
    }

    [Theory]
    [InlineData("Complete service outage")]
    [InlineData("Total outage of the shop")]
    [InlineData("Production is down")]
    [InlineData("Production server down. All users affected.")]
    [InlineData("The wiki does not answer: complete outage")]
    [InlineData("Der Shop antwortet nicht - Totalausfall")]
    [InlineData("The shop is completely down")]
    [InlineData("Loss of data on the file server")]
    [InlineData("Customer data was lost")]
    [InlineData("Breach of security at the gate")]
    [InlineData("Kompletter Ausfall der Produktion")]
    [InlineData("Der Shop ist vollständig ausgefallen")]
    [InlineData("Alle Systeme sind ausgefallen")]
    [InlineData("Datenverlust nach dem Umzug")]
    [InlineData("Verdacht: Datenschutzverletzung")]
    [InlineData("Caída completa del servicio")]
    [InlineData("La producción está caída")]
    [InlineData("Pérdida de datos en el servidor")]
    [InlineData("Violación de la seguridad")]
    public void M1_an_outage_a_loss_of_data_and_a_breach_are_known_by_their_plain_words(string title) =>
        Desk().Open("A", P1, title).Expect("09:00 A declared M1 severity=SEV-1");

    [Theory]
    [InlineData("SLA breach is near")]
    [InlineData("Outage of one printer")]
    [InlineData("Please complete the outage form")]
    [InlineData("Production schedule is slow")]
    [InlineData("Slow, not a complete service outage")]
    [InlineData("Langsam, aber ohne Datenverlust")]
    [InlineData("Der Shop ist nicht komplett ausgefallen")]
    [InlineData("Lento, pero sin pérdida de datos")]
    public void M1_ordinary_words_and_denials_declare_nothing(string title) =>
        Desk().Open("A", P1, title).ExpectNo("A declared", "A candidate-raised");

    [Fact]
    public void M1_words_count_when_a_ticket_becomes_a_P1_too() =>
        Desk().Open("A", P3, "data loss").At("09:10").ExpectNo("A declared")
            .Prioritise("A", P1).Expect("09:10 A declared M1 severity=SEV-1");

    [Fact]
    public void M1_from_100_affected_users_on_it_is_a_candidate()
    {
        Desk().Open("A", P3, "slow", """ "affectedUsers":99 """).ExpectNo("A candidate-raised")
            .At("09:01").Line("impact", "A", """ "affectedUsers":100 """)
            .Expect("09:01 A candidate-raised M1 trigger=users severity=SEV-2");
    }

    [Fact]
    public void M1_three_urgent_tickets_on_one_service_within_10_minutes_are_a_candidate()
    {
        var desk = Desk().Open("A", P2, "slow", """ "service":"wiki" """)
            .At("09:05").Open("B", P1, "slow", """ "service":"wiki" """)
            .At("09:06").Open("C", P3, "slow", """ "service":"wiki" """)
            .Open("D", P1, "slow", """ "service":"shop" """);
        desk.ExpectNo("B candidate-raised");
        desk.At("09:10").Open("E", P2, "slow", """ "service":"wiki" """)
            .Expect("09:10 E candidate-raised M1 trigger=cluster severity=SEV-2");
    }

    [Fact]
    public void M1_the_third_a_millisecond_too_late_is_none()
    {
        var desk = Desk().Open("A", P2, "slow", """ "service":"wiki" """)
            .At("09:05").Open("B", P1, "slow", """ "service":"wiki" """);
        desk.JustAfter("09:10").Open("E", P2, "slow", """ "service":"wiki" """).ExpectNo("E candidate-raised");
    }

    [Fact]
    public void M1_an_alert_of_P1_on_a_critical_service_declares_it() =>
        Desk().Open("A", P1, "shop is slow", """ "service":"shop","source":"alertmanager" """)
            .Expect("09:00 A declared M1 severity=SEV-1");

    [Fact]
    public void A_candidate_is_accepted_or_rejected_and_only_once()
    {
        Desk().Open("A", P3, "slow", """ "affectedUsers":500 """)
            .At("09:01").Line("accept", "A", """ "by":"ana" """).Expect("09:01 A declared severity=SEV-2 by=ana")
            .Line("reject", "A").Refused(RefusalCode.NotAllowed);
        Desk().Open("A", P3, "slow", """ "affectedUsers":500 """)
            .At("09:01").Line("reject", "A", """ "reason":"a test" """).Expect("09:01 A candidate-rejected")
            .Line("impact", "A", """ "affectedUsers":600 """).ExpectNo("A declared");
    }

    [Fact]
    public void A_Pending_ticket_is_resumed_before_it_is_declared() =>
        Desk().Open("A", P2, "slow").Line("hold", "A", """ "reason":"vendor" """)
            .At("09:10").Line("declare", "A", """ "severity":"SEV-3" """)
            .Expect("09:10 A resumed M3 auto=true", "09:10 A declared severity=SEV-3");

    [Fact]
    public void M2_a_severity_falls_with_a_reason_only_and_the_interval_follows()
    {
        var desk = Declared().At("09:05").Line("severity", "A", """ "severity":"SEV-3" """);
        desk.Refused(RefusalCode.Invalid);
        desk.Line("severity", "A", """ "severity":"SEV-3","reason":"few are hit" """)
            .Line("post", "A", """ "text":"We know the cause.","by":"bo" """)
            .Expect("09:05 A status-posted next=2025-10-20T10:05:00Z");
    }

    [Theory]
    [InlineData("severity")]
    [InlineData("declare")]
    public void M2_a_rise_brings_the_promised_update_forward_and_a_later_reminder_with_it(string verb)
    {
        var desk = Declared("SEV-3").At("09:10").Line(verb, "A", """ "severity":"SEV-1","by":"ana" """);
        Assert.Equal(Clock.At("09:25"), desk["A"].Major!.NextUpdateAt);
        desk.At("09:40").ExpectOnly("status-due,status-missed",
            "09:22 A status-due M6 next=2025-10-20T09:25:00Z",
            "09:25 A status-missed M6 due=2025-10-20T09:25:00Z next=2025-10-20T09:40:00Z",
            "09:37 A status-due M6 next=2025-10-20T09:40:00Z",
            "09:40 A status-missed M6 due=2025-10-20T09:40:00Z next=2025-10-20T09:55:00Z");
    }

    [Fact]
    public void M2_a_rise_never_puts_a_promise_off_and_at_its_very_instant_comes_before_it_is_missed()
    {
        var desk = Declared("SEV-2").At("09:28").Line("severity", "A", """ "severity":"SEV-1" """);
        Assert.Equal(Clock.At("09:30"), desk["A"].Major!.NextUpdateAt);
        desk.At("09:29").Line("severity", "A", """ "severity":"SEV-3","reason":"few are hit" """)
            .At("09:30").Line("severity", "A", """ "severity":"SEV-2" """)
            .Expect("09:30 A status-missed M6 due=2025-10-20T09:30:00Z next=2025-10-20T10:00:00Z");
    }

    [Fact]
    public void M2_a_fall_leaves_the_promise_that_readers_have_seen()
    {
        var desk = Declared("SEV-1").At("09:05").Line("severity", "A", """ "severity":"SEV-3","reason":"few" """)
            .At("09:15");
        desk.ExpectOnly("status-due,status-missed",
            "09:12 A status-due M6 next=2025-10-20T09:15:00Z",
            "09:15 A status-missed M6 due=2025-10-20T09:15:00Z next=2025-10-20T10:15:00Z");
    }

    [Fact]
    public void M3_raising_at_the_end_of_the_box_brings_the_promised_update_forward_too()
    {
        var desk = Declared("SEV-3").At("09:15").Line("decide", "A", """ "text":"worse","box":"raise" """);
        Assert.Equal(Clock.At("09:45"), desk["A"].Major!.NextUpdateAt);
    }

    [Fact]
    public void M6_a_rise_promises_nothing_where_nothing_is_promised_any_more()
    {
        var desk = Declared("SEV-3").At("09:05").Line("post", "A", """ "text":"It is over.","phase":"resolved" """)
            .At("09:10").Line("severity", "A", """ "severity":"SEV-1" """);
        Assert.Null(desk["A"].Major!.NextUpdateAt);
    }

    [Fact]
    public void M3_at_the_end_of_the_box_the_commander_is_asked_and_after_5_minutes_the_technical_lead_is_paged()
    {
        var desk = Declared().Line("accept-role", "A", """ "role":"technical-lead","by":"bo" """);
        desk.At("09:20").Expect(
            "09:15 A box-ended M3 until=2025-10-20T09:20:00Z", "09:20 A box-unanswered M3 to=bo");
    }

    [Fact]
    public void M3_an_answer_at_the_very_instant_comes_first_and_begins_a_new_box()
    {
        var desk = Declared().At("09:20").Line("decide", "A", """ "text":"go on","box":"go-on","by":"ana" """);
        desk.ExpectNo("A box-unanswered");
        desk.Expect("09:20 A box-started M3 until=2025-10-20T09:35:00Z");
    }

    [Fact]
    public void M3_widening_asks_the_next_team_and_raising_raises()
    {
        var desk = Declared().At("09:16").Line("decide", "A", """ "text":"more people","box":"widen","by":"ana" """);
        desk.Expect("09:16 A role-offered M3 role=responder to=eli");
        desk.At("09:32").Line("decide", "A", """ "text":"worse","box":"raise","by":"ana" """)
            .Expect("09:32 A severity-changed M3 from=SEV-2 to=SEV-1 auto=true");
    }

    [Fact]
    public void M4_a_role_that_nobody_takes_pages_on_every_5_minutes_until_somebody_does()
    {
        var desk = Declared();
        Assert.Equal("ana", desk["A"].Major!.Role("commander")!.Offered);
        desk.JustBefore("09:05").Line("accept-role", "A", """ "role":"commander","by":"dee" """);
        desk.At("09:05").ExpectOnly("role-offered",
            "09:00 A role-offered M3 role=commander to=ana", "09:00 A role-offered M3 role=technical-lead to=bo",
            "09:00 A role-offered M3 role=communications-lead to=cy", "09:00 A role-offered M3 role=scribe to=dee",
            "09:05 A role-offered M4 role=technical-lead to=ana",
            "09:05 A role-offered M4 role=communications-lead to=bo",
            "09:05 A role-offered M4 role=scribe to=cy");
    }

    [Fact]
    public void M4_where_nobody_is_left_to_ask_it_asks_again_when_somebody_is()
    {
        var desk = Declared().Line("handover", "A", """ "role":"commander","to":"eli" """);
        foreach (var (role, by) in (ReadOnlySpan<(string, string)>)[("technical-lead", "bo"), ("scribe", "dee"),
            ("commander", "ana")])
            desk.Line("accept-role", "A", $""" "role":"{role}","by":"{by}" """);
        desk.At("09:21").Line("accept-role", "A", """ "role":"responder","by":"cy" """).At("09:31");
        desk.Expect("09:20 A role-offered M4 role=communications-lead to=cy");
        Assert.Null(desk["A"].Major!.HolderOf("communications-lead"));
    }

    [Fact]
    public void M4_one_person_has_one_role_and_it_changes_hands_when_the_other_accepts()
    {
        var desk = Declared().Line("accept-role", "A", """ "role":"commander","by":"ana" """);
        desk.Line("accept-role", "A", """ "role":"scribe","by":"ANA" """).Refused(RefusalCode.NotAllowed);
        desk.Line("accept-role", "A", """ "role":"commander","by":"eli" """).Refused(RefusalCode.NotAllowed);
        desk.At("09:01").Line("handover", "A", """ "role":"commander","to":"eli","by":"ana" """)
            .Expect("09:01 A role-offered role=commander to=eli from=ana");
        Assert.Equal("ana", desk["A"].Major!.HolderOf("commander"));
        desk.At("09:02").Line("accept-role", "A", """ "role":"commander","by":"eli" """);
        Assert.Equal("eli", desk["A"].Major!.HolderOf("commander"));
    }

    [Fact]
    public void M5_a_decision_is_judged_when_it_said_so() =>
        Declared().Line("decide", "A", """ "text":"restart","until":"2025-10-20T09:10:00Z","by":"ana" """)
            .At("09:10").Expect("09:10 A decision-due M5 decision=1 text=restart");

    [Fact]
    public void M6_a_missed_update_is_an_event_and_the_next_one_is_promised()
    {
        var desk = Declared("SEV-1").At("09:30");
        desk.ExpectOnly("status-missed",
            "09:15 A status-missed M6 due=2025-10-20T09:15:00Z next=2025-10-20T09:30:00Z",
            "09:30 A status-missed M6 due=2025-10-20T09:30:00Z next=2025-10-20T09:45:00Z");
    }

    [Fact]
    public void M6_an_update_at_the_very_instant_is_in_time() =>
        Declared("SEV-1").At("09:15").Line("post", "A", """ "text":"We know the cause." """)
            .ExpectNo("A status-missed");

    [Fact]
    public void M6_what_says_nothing_new_is_refused_and_a_draft_is_what_is_new()
    {
        var desk = Declared().At("09:05").Line("post", "A")
            .Expect("09:05 A status-posted text=We_are_looking_into_it.");
        desk.Line("post", "A").Refused(RefusalCode.NotAllowed);
        desk.Line("post", "A", """ "text":"we are LOOKING into it" """).Refused(RefusalCode.NotAllowed);
        desk.At("09:06").Line("note", "A", """ "text":"The cache is full" """).Line("post", "A")
            .Expect("09:06 A status-posted text=The_cache_is_full.");
    }

    [Fact]
    public void M7_a_relapse_while_watched_goes_back_and_later_it_is_a_new_matter()
    {
        var desk = Declared().At("09:30").Resolve("A").Line("restore", "A", """ "confirmedBy":"bo" """);
        Assert.Equal(MajorPhase.Watched, desk["A"].Major!.Phase);
        desk.JustBefore("09:40").Line("reopen", "A").ExpectOnly("relapsed",
            "09:39:59.999 A relapsed M7 auto=true");
        Assert.Equal(MajorPhase.Declared, desk["A"].Major!.Phase);
    }

    [Fact]
    public void M7_declared_again_while_watched_it_goes_back_for_the_reason_that_was_said()
    {
        var desk = Declared().At("09:30").Line("restore", "A", """ "confirmedBy":"bo" """);
        desk.At("09:35").Line("declare", "A", """ "text":"503 again" """).ExpectOnly("relapsed",
            "09:35 A relapsed reason=503_again");
        Assert.Equal(MajorPhase.Declared, desk["A"].Major!.Phase);
        desk.Line("restore", "A", """ "confirmedBy":"bo" """).At("09:36").Line("declare", "A")
            .Expect("09:36 A relapsed reason=Declared_again_while_it_was_watched");
    }

    [Fact]
    public void M7_after_10_quiet_minutes_the_commander_is_asked_to_stand_down() =>
        Declared().At("09:30").Line("restore", "A", """ "confirmedBy":"bo" """)
            .At("09:40").Expect("09:40 A watch-ended M7 auto=true");

    [Fact]
    public void M7_the_review_is_on_the_next_business_day() =>
        Declared().At("day 5 16:00").Line("stand-down", "A") // Friday
            .Expect("day 5 16:00 A stood-down review=2025-10-27T10:00:00Z");

    [Fact]
    public void M8_a_milestone_is_corrected_with_a_reason_and_never_set_ahead()
    {
        var desk = Declared().At("09:10");
        desk.Line("milestone", "A", """ "milestone":"started","happenedAt":"2025-10-20T09:11:00Z" """)
            .Refused(RefusalCode.Invalid);
        desk.Line("milestone", "A", """ "milestone":"started","happenedAt":"2025-10-20T08:50:00Z" """)
            .Line("milestone", "A", """ "milestone":"started","happenedAt":"2025-10-20T08:55:00Z" """)
            .Refused(RefusalCode.Invalid)
            .Line("milestone", "A",
                """ "milestone":"started","happenedAt":"2025-10-20T08:55:00Z","reason":"by the probe's log" """);
        Assert.Equal(Clock.At("08:55"), desk["A"].Major!.At(Milestone.Started));
    }

    [Theory]
    [InlineData("detected")]
    [InlineData("assembled")]
    [InlineData("diagnosed")]
    public void M8_what_only_followed_from_another_fact_a_person_states_without_a_reason_and_corrects_with_one(
        string milestone)
    {
        string Stated(string at, string more = "") =>
            $""" "milestone":"{milestone}","happenedAt":"2025-10-20T{at}:00Z","by":"ana"{more} """;

        var desk = Declared().At("09:05");
        foreach (var (role, who) in
            new[] { ("commander", "ana"), ("technical-lead", "bo"), ("communications-lead", "cy") })
            desk.Line("accept-role", "A", $""" "role":"{role}","by":"{who}" """);
        desk.Line("post", "A", """ "text":"The cache is full.","phase":"identified" """)
            .At("09:10").Line("milestone", "A", Stated("08:30"))
            .Line("milestone", "A", Stated("08:40")).Refused(RefusalCode.Invalid)
            .Line("milestone", "A", Stated("08:40", ""","reason":"by the probe's log" """))
            .Line("milestone", "A", Stated("08:40")); // L1
        desk.ExpectOnly("milestone-stated",
            $"09:10 A milestone-stated milestone={milestone} reached=2025-10-20T08:30:00Z",
            $"09:10 A milestone-stated milestone={milestone} reached=2025-10-20T08:40:00Z");
    }

    [Fact]
    public void M8_what_a_persons_own_verb_stated_is_corrected_with_a_reason_only()
    {
        const string Restored = """ "milestone":"resolved","happenedAt":"2025-10-20T09:20:00Z" """;
        const string Began = """ "milestone":"declared","happenedAt":"2025-10-20T08:59:00Z" """;
        Declared().At("09:30").Line("restore", "A", """ "confirmedBy":"bo","by":"bo" """)
            .Line("milestone", "A", Restored).Refused(RefusalCode.Invalid)
            .Line("milestone", "A", Began).Refused(RefusalCode.Invalid);
    }

    [Fact]
    public void M8_when_the_coordinator_declared_it_a_person_states_without_a_reason() =>
        Desk().Line("open", "A", """ "priority":"P1","title":"data loss" """).Expect("09:00 A declared M1")
            .At("09:10").Line("milestone", "A",
                """ "milestone":"declared","happenedAt":"2025-10-20T08:59:00Z","by":"ana" """)
            .Expect("09:10 A milestone-stated milestone=declared reached=2025-10-20T08:59:00Z");

    [Fact]
    public void R4_an_action_is_done_with_a_verification_and_reminded_of_until_then()
    {
        var desk = Declared().Line("stand-down", "A")
            .Line("action", "A", """ "text":"upgrade","to":"ana","until":"2025-10-21T09:00:00Z" """)
            .Line("action", "A", """ "action":1,"state":"done" """).Refused(RefusalCode.Invalid);
        desk.At("day 9 09:00").ExpectOnly("action-due",
            "day 2 09:00 A action-due R4 action=1 to=ana", "day 9 09:00 A action-due R4 action=1 to=ana");
        desk.Line("action", "A", """ "action":1,"state":"done","verification":"load test passed" """)
            .At("day 30 09:00").ExpectNo("day 16 09:00 A action-due");
    }

    [Fact]
    public void R4_an_action_is_reminded_of_after_its_ticket_is_closed_and_no_more_when_it_is_dropped()
    {
        var desk = Declared().Line("stand-down", "A").Resolve("A").Close("A")
            .Line("action", "A", """ "text":"upgrade","until":"2025-10-21T09:00:00Z" """);
        desk.At("day 2 09:00").Expect("day 2 09:00 A action-due R4 action=1");
        desk.Line("action", "A", """ "action":1,"state":"cancelled" """)
            .At("day 30 09:00").ExpectNo("day 9 09:00 A action-due");
    }

    [Fact]
    public void Without_majors_a_declaration_is_written_and_nothing_more()
    {
        var desk = new Desk(Policy).At("09:00").Open("A", P1, "complete outage", """ "service":"shop" """)
            .At("09:01").Line("declare", "A", """ "severity":"SEV-1" """).At("10:00");
        desk.ExpectNo("A role-offered").ExpectNo("A status-due").ExpectNo("A box-started");
        desk.ExpectOnly("declared", "09:01 A declared severity=SEV-1");
    }

    [Fact]
    public void What_is_said_to_a_ticket_that_is_no_major_is_refused_but_what_its_report_is_made_of() =>
        Desk().Open("A", P3, "slow")
            .Line("role", "A", """ "role":"scribe","to":"ana" """).Refused(RefusalCode.NotAllowed)
            .Line("post", "A", """ "text":"x" """).Refused(RefusalCode.NotAllowed)
            .Line("restore", "A", """ "confirmedBy":"bo" """).Refused(RefusalCode.NotAllowed)
            .Line("why", "A", """ "text":"the disk was full" """)
            .Line("lesson", "A", """ "kind":"well","text":"quick" """)
            .Expect("A why-stated why=1", "A lesson-added kind=well");

    [Fact]
    public void What_is_said_of_a_milestone_stands_beside_it() =>
        Declared().Line("milestone", "A", """ "milestone":"mitigated","text":"read-only" """)
            .Expect("A milestone-stated milestone=mitigated text=read-only");

    [Theory]
    [InlineData("SEV-1")]
    [InlineData("SEV-3")]
    public void A_severity_of_what_is_no_major_is_not_allowed_whichever_it_is(string severity)
    {
        Desk().Open("A", P3, "slow")
            .Line("severity", "A", $""" "severity":"{severity}" """).Refused(RefusalCode.NotAllowed);
        Declared("SEV-2").Line("severity", "A", """ "severity":"SEV-3" """).Refused(RefusalCode.Invalid);
    }

    [Theory]
    [InlineData("lesson", """ "text":"x","kind":"good" """, "kind must be one of well improve")]
    [InlineData("link", """ "to":"A","kind":"good" """, "kind must be one of relates duplicate")]
    [InlineData("task", """ "task":1,"state":"ended" """, "state must be one of done cancelled")]
    [InlineData("action", """ "action":1,"state":"ended" """, "state must be one of open done cancelled")]
    public void A_wrong_word_is_answered_with_those_that_the_verb_knows(string verb, string fields, string expected)
    {
        var desk = Declared().Line(verb, "A", fields).Refused(RefusalCode.Invalid);
        Assert.StartsWith(expected, desk.RefusalText, StringComparison.Ordinal);
    }
}
