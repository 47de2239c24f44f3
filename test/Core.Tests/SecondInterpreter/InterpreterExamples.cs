using Xunit;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>One small example per tricky sentence. A line is written "day hh:mm verb ticket {fields}", an event is
/// compared as "day hh:mm ticket event rule extra…"; day 1 is Monday 2025-10-20.</summary>
public sealed partial class InterpreterTests
{
    private static string Written(params string[] lines) => string.Concat(lines.Select(line =>
    {
        var p = line.Split(' ', 5);
        var more = p.Length > 4 ? "," + p[4].Replace('\'', '"') : "";
        return $"{{\"at\":\"{At(p[0], p[1])}\",\"do\":\"{p[2]}\",\"ticket\":\"{p[3]}\"{more}}}\n";
    }));

    private static string At(string day, string time) =>
        Iso.Instant(Iso.Instant("2025-10-19T00:00:00Z")!.Value + long.Parse(day) * Iso.Day
            + Iso.Instant($"1970-01-01T{time}:00Z")!.Value);

    /// <summary>The events named (all when none), each as "dNN hh:mm:ss ticket event rule" with the fields asked.
    /// </summary>
    private static List<string> Events(string journal, string show, params string[] fields)
    {
        var result = new List<string>();
        foreach (var line in journal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var e = System.Text.Json.Nodes.JsonNode.Parse(line)!;
            if (show.Length > 0 && !show.Split(' ').Contains((string)e["event"]!)) continue;
            var at = Iso.Instant((string)e["at"]!)!.Value - Iso.Instant("2025-10-19T00:00:00Z")!.Value;
            var text = $"{at / Iso.Day} {Iso.Instant(at % Iso.Day)[11..16]} {e["ticket"]} {e["event"]}";
            if (e["rule"] is { } rule) text += " " + rule;
            result.Add(text + string.Concat(fields.Select(f => e[f] is { } v ? " " + v : "")));
        }
        return result;
    }

    private static void Check(string[] log, string show, string[] expected, string policy = "{}", string? until = null,
        params string[] fields)
    {
        var (journal, refused) = Interpreter.Run(Written(log), policy, until);
        Assert.Empty(refused);
        Assert.Equal(expected, Events(journal, show, fields));
    }

    private static void CheckRefused(string[] log, params (int, string)[] expected) =>
        Assert.Equal(expected, Interpreter.Run(Written(log), "{}").Refused);

    private const string Sla = "sla-met sla-warned sla-breached";

    [Fact] // S8
    public void Resolved_at_the_due_instant_is_met() => Check(
        ["1 09:00 open A 'priority':'P1'", "1 09:01 start A", "1 13:00 resolve A 'code':'x'"],
        "sla-met sla-breached", ["1 09:01 A sla-met S5 response", "1 13:00 A sla-met S5 resolution"],
        fields: "clock");

    [Fact] // S4's own example
    public void A_new_priority_keeps_the_elapsed_time_and_changes_the_target() => Check(
        ["1 10:00 open A 'priority':'P3'", "1 11:00 hold A 'reason':'user'", "1 12:00 resume A",
            "1 13:00 prioritise A 'priority':'P1'"],
        "sla-breached", ["1 13:00 A sla-breached S4 response 2025-10-20T10:15:00Z true",
            "1 15:00 A sla-breached S6 resolution 2025-10-20T15:00:00Z"],
        until: "2025-10-20T15:00:00Z", fields: ["clock", "due", "retroactive"]);

    [Fact] // S4
    public void A_retarget_is_judged_once_at_the_end_of_its_instant() => Check(
        ["1 09:00 open A 'priority':'P3'", "1 14:00 prioritise A 'priority':'P1'",
            "1 14:00 prioritise A 'priority':'P3'"],
        "sla-breached escalated", ["1 13:00 A sla-breached S6"], until: "2025-10-20T14:00:00Z");

    [Fact] // S4
    public void Only_the_highest_of_the_levels_passed_is_sent() => Check(
        ["1 09:00 open A 'priority':'P3'", "1 09:01 start A", "1 15:30 prioritise A 'priority':'P2'"],
        "sla-warned", ["1 15:30 A sla-warned S6 75"], until: "2025-10-20T15:30:00Z", fields: "level");

    [Fact] // S3
    public void A_limit_exactly_at_the_pausing_instant_is_judged_when_the_clock_next_runs() => Check(
        ["1 09:00 open A 'priority':'P1'", "1 09:15 hold A 'reason':'user'", "1 10:00 resume A"],
        "sla-breached", ["1 10:00 A sla-breached S6 2025-10-20T10:00:00Z"], fields: "due");

    [Fact] // S3
    public void Met_while_paused_shows_no_due() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:30 hold A 'reason':'user'", "1 12:00 acknowledge A"],
        "sla-met", ["1 12:00 A sla-met S5 PT30M"], fields: ["elapsed", "due"]);

    [Fact] // S3
    public void Declaring_starts_a_paused_clock_and_standing_down_pauses_it_again() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:30 hold A 'reason':'user'", "1 10:00 declare A",
            "1 10:20 stand-down A", "1 12:00 resume A"],
        "sla-breached", ["1 12:10 A sla-breached S6"], until: "2025-10-20T12:30:00Z");

    [Fact] // S5
    public void An_update_by_the_requester_is_no_response() => Check(
        ["1 09:00 open A 'requester':{'name':'ana'}", "1 09:10 update A 'public':true,'by':'ANA'",
            "1 09:20 update A 'by':'bo'", "1 09:30 update A 'public':true,'by':'bo'"],
        "sla-met", ["1 09:30 A sla-met S5"]);

    [Fact] // S7
    public void Reopened_exactly_four_hours_later_the_same_cycle_goes_on() => Check(
        ["1 09:00 open A 'priority':'P3'", "1 10:00 resolve A 'code':'x'", "1 14:00 reopen A",
            "1 15:00 resolve A 'code':'x'"],
        "sla-met", ["1 10:00 A sla-met S5 response 1 PT1H", "1 10:00 A sla-met S5 resolution 1 PT1H",
            "1 15:00 A sla-met S5 resolution 1 PT2H"], fields: ["clock", "cycle", "elapsed"]);

    [Fact] // S7
    public void Reopened_later_than_that_a_second_cycle_begins_also_for_a_cancelled_response() => Check(
        ["1 09:00 open A 'priority':'P3'", "1 10:00 close A 'code':'cancelled'", "1 15:00 reopen A",
            "1 15:30 resolve A 'code':'x'"],
        "sla-met", ["1 15:30 A sla-met S5 response 2 PT30M", "1 15:30 A sla-met S5 resolution 2 PT30M"],
        fields: ["clock", "cycle", "elapsed"]);

    [Fact] // L2
    public void A_resolved_ticket_is_noticed_at_day_five_and_closed_at_day_seven_after_the_latest_activity() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 10:00 resolve A 'code':'x'", "7 10:00 update A"],
        "warned closed", ["6 10:00 A warned L2", "12 10:00 A warned L2", "14 10:00 A closed L2"],
        until: "2025-11-20T00:00:00Z");

    [Fact] // S8
    public void A_reply_at_day_seven_reopens() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 10:00 resolve A 'code':'x'", "8 10:00 reply A"],
        "reopened closed", ["8 10:00 A reopened L4"]);

    [Fact] // L2
    public void Closing_waits_for_the_last_child() => Check(
        ["1 09:00 open A", "1 09:00 open B 'priority':'P4'", "1 09:00 link A 'to':'B','kind':'child'",
            "1 10:00 resolve A 'code':'x'", "9 12:00 resolve B 'code':'x'"],
        "resolved closed", ["1 10:00 A resolved", "9 12:00 B resolved", "9 12:00 A closed L2"]);

    [Fact] // L3
    public void A_day_after_an_ask_a_ticket_in_progress_is_held() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 09:00 start A", "1 10:00 ask A"],
        "held", ["2 10:00 A held L3 user"], until: "2025-10-22T00:00:00Z", fields: "reason");

    [Fact] // L3
    public void A_reply_at_24_hours_prevents_it() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 09:00 start A", "1 10:00 ask A", "2 10:00 reply A"], "held", []);

    [Fact] // L4
    public void Thanks_reopen_nothing() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 10:00 resolve A 'code':'x'", "1 11:00 reply A 'text':'Thank you!'"],
        "reopened", []);

    [Fact] // L4
    public void A_reply_long_after_closing_opens_a_follow_up_and_the_chain_goes_on_from_there() => Check(
        ["1 09:00 open A 'priority':'P1','title':'t'", "1 09:00 close A 'code':'cancelled'",
            "31 09:01 reply A 'text':'escalate'", "31 09:02 close A/2 'code':'cancelled'", "70 09:00 reply a"],
        "opened replied linked escalated",
        ["1 09:00 A opened", "31 09:01 A replied", "31 09:01 A/2 opened L4", "31 09:01 A/2 linked L4 A",
            "31 09:01 A/2 escalated E4 tier-2", "70 09:00 A/2 replied", "70 09:00 A/3 opened L4",
            "70 09:00 A/3 linked L4 A/2"], fields: "to");

    [Fact] // L10
    public void In_reopened_an_update_by_the_assignee_starts() => Check(
        ["1 09:00 open A", "1 09:00 assign A 'to':'bo'", "1 10:00 resolve A 'code':'x'", "1 11:00 reopen A",
            "1 11:10 update A 'by':'cy'", "1 11:20 update A 'by':'BO'"],
        "started", ["1 11:20 A started L10"]);

    [Fact] // L11
    public void On_pending_assigning_changes_the_remembered_state() => Check(
        ["1 09:00 open A 'priority':'P1'", "1 09:00 hold A 'reason':'user'", "1 09:01 assign A 'team':'x'",
            "1 09:02 resume A"],
        "escalated", ["1 10:02 A escalated E2"], until: "2025-10-20T10:02:00Z");

    [Fact] // E1
    public void An_active_ticket_is_warned_of_first_and_escalates_at_ninety_percent() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:00 start A", "1 12:30 update A", "1 15:30 update A"],
        "warned escalated sla-warned", ["1 13:00 A sla-warned S6", "1 15:00 A sla-warned S6", "1 15:00 A warned E1",
            "1 16:12 A sla-warned S6", "1 16:12 A escalated E1"], until: "2025-10-20T16:12:00Z");

    [Fact] // E2, E8
    public void Stagnation_escalates_again_at_half_the_limit() => Check(
        ["1 09:00 open A 'priority':'P2'", "1 09:00 start A"],
        "escalated", ["1 13:00 A escalated E2 tier-2", "1 15:00 A escalated E1 tier-3",
            "1 17:00 A escalated E7 vendor", "1 19:00 A escalated E2 management"],
        until: "2025-10-22T00:00:00Z", fields: "to");

    [Fact] // E3
    public void The_fourth_reassignment_escalates_and_the_first_assign_counts_for_nothing() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 09:01 assign A 'team':'a'", "1 09:02 assign A 'team':'b'",
            "1 09:03 assign A 'team':'c'", "1 09:04 assign A 'team':'d'", "1 09:05 assign A 'to':'bo'",
            "1 09:06 assign A 'to':'cy'"],
        "escalated", ["1 09:06 A escalated E3"]);

    [Fact] // E4
    public void A_negated_keyword_is_none_and_p4_is_proposed() => Check(
        ["1 09:00 open A 'priority':'P4','title':'please do not escalate'",
            "1 09:10 reply A 'text':'now ESCALATE'", "1 09:20 reply A 'text':'escalate'",
            "1 09:30 prioritise A 'priority':'P1'"],
        "warned escalated", ["1 09:10 A warned E4", "1 09:30 A escalated E4"]);

    [Fact] // E4
    public void A_negation_four_words_before_does_not_reach() => Check(
        ["1 09:00 open A 'priority':'P1','title':'no, you really should escalate'"],
        "escalated", ["1 09:00 A escalated E4"]);

    [Fact] // E10
    public void One_instant_moves_a_ticket_by_one_tier() => Check(
        ["1 09:00 open A 'priority':'P1'", "1 11:00 escalate A", "1 11:00 reply A 'text':'escalate'"],
        "escalated", ["1 11:00 A escalated E6"], until: "2025-10-20T11:30:00Z");

    [Fact] // E11
    public void A_snooze_holds_back_and_what_is_still_true_fires_at_its_end() => Check(
        ["1 09:00 open A 'priority':'P1'", "1 09:00 start A", "1 09:30 snooze A 'until':'2025-10-20T14:00:00Z'"],
        "escalated escalation-withheld", ["1 11:00 A escalation-withheld E1", "1 11:00 A escalation-withheld E2",
            "1 13:00 A escalation-withheld E7", "1 14:00 A escalated E7"], until: "2025-10-20T14:00:00Z");

    [Fact] // E11
    public void Resolving_drops_what_was_held_back() => Check(
        ["1 09:00 open A 'priority':'P1','requester':{'name':'ana'}", "1 09:00 hold A 'reason':'vendor'",
            "1 09:10 reply A 'text':'escalate'", "1 09:20 resolve A 'code':'x'", "1 09:30 reopen A"],
        "escalated escalation-withheld", ["1 09:10 A escalation-withheld E4"]);

    [Fact] // L12
    public void An_imported_state_writes_opened_only() => Check(
        ["1 09:00 open A 'imported':true,'state':'InProgress','priority':'P1','requester':{'name':'a','vip':true}",
            "1 09:05 update A 'public':true"],
        "", ["1 09:00 A opened", "1 09:05 A updated"]);

    [Fact] // imported
    public void An_imported_line_is_applied_where_the_table_forbids_it() => Check(
        ["1 09:00 open A 'priority':'P4'", "1 09:05 resume A 'imported':true", "1 09:06 close A 'imported':true"],
        "resumed closed", ["1 09:05 A resumed true", "1 09:06 A closed true"], fields: "forced");

    [Fact] // L7
    public void A_key_is_kept_for_less_than_72_hours() => CheckRefused(
        ["1 09:00 open A 'priority':'P4'", "1 10:00 update A 'key':'k'", "4 09:59 update A 'key':'k','text':'x'",
            "4 10:00 update A 'key':'k','text':'x'"], (3, "key-reused"));

    [Fact]
    public void A_refused_line_still_moves_time() => Check2(
        ["1 09:00 open A 'priority':'P1'", "1 09:15 dance A"], ["1 09:07 A sla-warned S6", "1 09:11 A sla-warned S6",
            "1 09:13 A sla-warned S6", "1 09:15 A sla-breached S6"]);

    private static void Check2(string[] log, string[] expected)
    {
        var (journal, refused) = Interpreter.Run(Written(log), "{}");
        Assert.Equal([(2, "invalid")], refused);
        Assert.Equal(expected, Events(journal, Sla));
    }

    [Fact]
    public void Each_wrong_line_has_its_code() => CheckRefused(
        ["1 09:00 open A", "1 09:00 open a", "1 09:00 start B", "1 09:00 resume A", "1 08:59 start A",
            "1 09:00 open B", "1 09:00 link A 'to':'B','kind':'child'", "1 09:00 close A 'code':'cancelled'",
            "1 09:00 link B 'to':'A','kind':'child'", "1 09:00 resolve A", "1 09:00 link A 'to':'a'"],
        (2, "exists"), (3, "unknown-ticket"), (4, "not-allowed"), (5, "out-of-order"), (8, "child-open"),
        (9, "invalid"), (10, "invalid"), (11, "invalid"));

    [Fact] // S2
    public void A_due_at_the_end_of_the_day_stays_there() => Check(
        ["1 09:00 open A 'priority':'P2'"], "sla-breached", ["1 17:00 A sla-breached S6 resolution"],
        """
        {"calendars":{"o":{"zone":"UTC","week":{"mon-fri":["09:00-17:00"]}}},
         "sla":[{"calendar":"o","targets":{"P2":{"response":"9h"}}}]}
        """, "2025-10-21T09:30:00Z", "clock");

    [Fact] // S2
    public void An_hour_that_happens_twice_counts_twice()
    {
        var berlin = new BusinessTime((System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(
            """{"zone":"Europe/Berlin","week":{"sat":["22:00-04:00"],"sun":["02:00-03:00"]}}""")!);
        long from = Iso.Instant("2025-10-25T20:00:00Z")!.Value, to = Iso.Instant("2025-10-27T00:00:00Z")!.Value;
        Assert.Equal(7 * Iso.Hour, berlin.Elapsed(from, to));
        Assert.Equal(Iso.Instant("2025-10-26T02:30:00Z"), berlin.Add(from, 6 * Iso.Hour + 30 * Iso.Minute));
    }

    [Fact]
    public void Durations_and_instants_are_written_as_the_contract_says()
    {
        Assert.Equal(["PT26H30M", "PT0.5S", "PT0S"],
            new[] { 26 * Iso.Hour + 30 * Iso.Minute, 500, 0 }.Select(x => Iso.Duration(x)));
        Assert.Equal("2025-10-20T09:00:00.123Z", Iso.Instant(Iso.Instant("2025-10-20T10:00:00.1239+01:00")!.Value));
        Assert.Equal(8 * Iso.Day + Iso.Hour, Iso.Duration("P1W1DT1H"));
    }
}
