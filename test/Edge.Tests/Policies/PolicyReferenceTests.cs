using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

public sealed class PolicyReferenceTests
{
    [Fact]
    public void An_sla_entry_cannot_count_in_an_unknown_calendar() =>
        Assert.Equal(
            ["1:18: there is no calendar 'alwys'; did you mean 'always'?"], Faults("sla: [{calendar: alwys}]"));

    [Fact]
    public void A_calendar_without_working_hours_cannot_be_used_by_an_sla_entry() =>
        Assert.Equal(
            ["1:28: the calendar 'always' has no working hours, and an sla entry counts in it"],
            Faults("calendars: {always: {week: {}}}"));

    [Fact]
    public void A_calendar_whose_days_are_all_empty_cannot_be_used_by_an_sla_entry() =>
        Assert.Equal(
            ["1:28: the calendar 'always' has no working hours, and an sla entry counts in it"],
            Faults("calendars: {always: {week: {mon-fri: [], sat: []}}}"));

    [Fact]
    public void A_calendar_without_working_hours_that_nobody_uses_is_fine() =>
        Assert.Empty(Faults("calendars: {closed: {zone: UTC, week: {}}}"));

    [Fact]
    public void Only_known_hold_reasons_can_pause_a_clock()
    {
        Assert.Equal(
            ["1:24: there is no hold reason 'vender'; did you mean 'vendor'?"],
            Faults("sla: [{pauseOn: [user, vender]}]"));
        Assert.Empty(Faults("{lifecycle: {holdReasons: [parts]}, sla: [{pauseOn: [user, parts, change]}]}"));
    }

    [Fact]
    public void A_team_names_a_schedule_a_paging_policy_and_a_team_that_are_there() =>
        Assert.Equal(
            ["1:23: there is no schedule 'prim'",
             "1:37: there is no paging policy 'std'",
             "1:55: there is no team 'd'"],
            Faults("teams: {a: {schedule: prim, paging: std, escalatesTo: d}}"));

    [Fact]
    public void A_team_may_escalate_to_a_tier_that_no_team_stands_for() =>
        Assert.Empty(Faults("teams: {a: {escalatesTo: tier-2}}"));

    [Fact]
    public void A_page_names_a_schedule_that_is_there() =>
        Assert.Equal(
            ["1:32: there is no schedule 'night'"],
            Faults("paging: {p: {steps: [{notify: [\"schedule:night\"]}], lastResort: [role:boss]}}"));

    [Fact]
    public void A_page_names_a_team_that_is_there_where_teams_are_listed()
    {
        const string Paging = "paging: {p: {steps: [{notify: [team:ops]}], lastResort: [team:tier-2]}}\n";
        Assert.Empty(Faults(Paging));
        Assert.Equal(["1:32: there is no team 'ops'; did you mean 'oops'?"], Faults(Paging + "teams: {oops: {}}"));
    }

    [Fact]
    public void A_target_is_a_schedule_a_team_a_person_or_a_role() =>
        Assert.Equal(
            ["1:32: a target cannot be a 'pson'; expected schedule:, team:, person: or role:; did you mean 'person'?",
             "1:41: expected a target such as schedule:primary, team:tier-2, person:maria or role:duty-manager, " +
             "found 'bo'"],
            Faults("paging: {p: {steps: [{notify: [pson:bo, bo]}], lastResort: [role:boss]}}"));

    [Fact]
    public void Paging_needs_steps_and_a_last_resort() =>
        Assert.Equal(
            ["1:10: a paging policy needs 'steps': a list of steps",
             "1:10: a paging policy needs 'lastResort': a list of targets"],
            Faults("paging: {p: {repeat: 2}}"));

    [Fact]
    public void An_unknown_person_is_a_warning_where_people_are_listed_since_the_contracts_example_has_some()
    {
        const string Teams = "teams: {a: {lead: ana, members: [bob]}}\n";
        Assert.Empty(Warnings(Teams));
        Assert.Equal(
            ["1:19: there is no person 'ana'", "1:34: there is no person 'bob'; did you mean 'bo'?"],
            Warnings(Teams + "people: {bo: {mail: bo@example.org}}"));
    }

    [Fact]
    public void A_role_that_nobody_has_is_a_warning() =>
        Assert.Equal(
            ["1:59: nobody among the people has the role 'boss'"],
            Warnings("paging: {p: {steps: [{notify: [person:bo]}], lastResort: [role:boss]}}\npeople: {bo: {}}"));

    [Fact]
    public void Teams_cannot_escalate_in_a_circle() =>
        Assert.Equal(
            ["3:20: the teams escalate in a circle: a → b → a"],
            Faults("teams:\n  a: {escalatesTo: b}\n  b: {escalatesTo: a}\n  c: {escalatesTo: a}\n"));

    [Fact]
    public void Services_cannot_depend_on_each_other_in_a_circle() =>
        Assert.Equal(
            ["1:73: the services depend in a circle: b → c → b"],
            Faults("services: {a: {dependsOn: [b]}, b: {dependsOn: [x, c]}, c: {dependsOn: [b]}}"));

    [Fact]
    public void Nobody_is_their_own_manager_in_the_end() =>
        Assert.Equal(
            ["1:24: the managers report in a circle: bo → bo"], Faults("people: {bo: {manager: bo}}"));

    [Fact]
    public void A_chain_as_long_as_a_policy_may_be_is_followed_to_its_end()
    {
        var links = Enumerable.Range(0, 10_000).Select(i => $"  p{i}: {{manager: p{(i + 1) % 10_000}}}");
        var fault = Assert.Single(Faults("people:\n" + string.Join('\n', links)));
        Assert.Contains("in a circle: p0 → p1", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_that_stands_inside_what_it_names_is_a_fault() =>
        Assert.Equal(["1:15: *a refers to itself: it stands inside what it names"], Faults("teams: &a {b: *a}"));

    [Fact]
    public void An_alias_without_its_anchor_is_a_fault() =>
        Assert.Equal(["1:8: *nope refers to nothing: there is no &nope above"], Faults("teams: *nope"));

    [Fact]
    public void An_alias_stands_for_what_it_names() =>
        Assert.Equal(
            ["x"], Policy("escalation: {keywords: &k [x], negations: *k}").Escalation.Negations);

    [Fact]
    public void Merge_keys_are_not_read() =>
        Assert.Equal(
            ["1:14: merge keys (<<) are not read: write the keys out, or use an alias for a whole value"],
            Faults("escalation: {<<: {bouncedMoreThan: 4}}"));

    [Fact]
    public void Aliases_that_grow_without_bound_are_refused()
    {
        var lines = Enumerable.Range(1, 9)
            .Select(i => $"b{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]");
        var faults = Faults("b0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Join('\n', lines));
        Assert.Equal(["5:38: with every alias written out this has more than 100000 values"], faults);
    }

    [Fact]
    public void Nesting_and_size_are_bounded()
    {
        Assert.Equal(["1:51: this is nested more than 50 levels deep"], Faults(new string('[', 100_000)));
        Assert.Equal(
            ["1:1: the text is larger than 2 MiB: no policy is that large"], Faults("# " + new string('x', 3_000_000)));
    }

    [Fact]
    public void An_sla_entry_after_one_that_matches_everything_is_a_warning() =>
        Assert.Equal(
            ["3:5: this sla entry is never reached: 'default' before it matches every ticket"],
            Warnings("sla:\n  - targets: {P1: {response: 10m}}\n  - name: second\n"));

    [Fact]
    public void A_threshold_after_the_target_is_a_warning_at_the_users_own_figure() =>
        Assert.Equal(
            ["1:35: P2 escalates at 6h, after its resolution target of 4h"],
            Warnings("sla: [{targets: {P2: {resolution: 4h}}}]"));

    [Fact]
    public void A_notice_that_comes_too_late_for_its_closing_is_a_warning() =>
        Assert.Equal(
            ["1:24: the notice at 5d is not before the closing at 4d: nobody would get one"],
            Warnings("lifecycle: {autoClose: 4d}"));

    [Fact]
    public void Somebody_on_call_without_a_way_to_be_told_is_a_warning() =>
        Assert.Equal(
            ["2:10: 'bo' is on call in 's' and can be told by nothing that they want"],
            Warnings(
                "schedules: {s: {zone: UTC, layers: " +
                "[{rotation: daily, start: 2025-01-06T09:00, people: [bo, cy]}]}}\n" +
                "people: {bo: {zone: UTC}, cy: {phone: \"+49\"}}"));

    [Fact]
    public void A_severity_that_would_be_told_to_nobody_is_a_warning_that_says_what_to_add() =>
        Assert.Equal(
            [
                "1:2: a SEV-2 would be told to no stakeholder: there is no list 'vice-presidents'; add it under "
                + "stakeholders, such as vice-presidents: {to: [\"person:NAME\"]}, or name another list in "
                + "severities.SEV-2.audience",
                "1:2: a SEV-3 would be told to no stakeholder: there is no list 'managers'; add it under "
                + "stakeholders, such as managers: {to: [\"person:NAME\"]}, or name another list in "
                + "severities.SEV-3.audience",
            ],
            Warnings("{stakeholders: {executives: {to: [\"mail:board@example.org\"]}}}"));

    [Theory]
    [InlineData("stakeholders: {all: {to: [\"slack:#status\"], severities: [SEV-1, SEV-2, SEV-3]}}")]
    [InlineData("stakeholders: {board: {to: [\"slack:#status\"]}, shop: {to: [\"slack:#shop\"], services: [shop]}}")]
    [InlineData("teams: {tier-1: {tier: tier-1}}")]
    public void A_severity_that_somebody_is_told_of_by_another_list_lacks_none(string policy) =>
        Assert.Empty(Warnings(policy));

    [Fact]
    public void A_list_that_one_named_oneself_and_that_is_not_there_is_a_warning() =>
        Assert.Equal(
            [
                "1:33: there is no stakeholder list 'excutives'; did you mean 'executives'?",
                "1:65: there is no stakeholder list 'desk'; add it under stakeholders, such as "
                + "desk: {to: [\"person:NAME\"]}",
            ],
            Warnings("severities: {SEV-1: {audience: [excutives]}, SEV-2: {audience: [desk, executives]}, "
                + "SEV-3: {audience: []}}\nstakeholders: {executives: {to: [\"mail:board@example.org\"]}}"));
}
