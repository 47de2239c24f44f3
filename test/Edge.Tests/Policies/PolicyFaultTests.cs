using Muster.Files.Policies;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

/// <summary>One test for each kind of fault, with its place and its words.</summary>
public sealed class PolicyFaultTests
{
    private const string Length = "a duration such as 15m, 4h, 7d, 1h30m or PT15M";

    [Fact]
    public void A_fault_prints_as_file_line_column_and_message() =>
        Assert.Equal(
            "dir/p.yaml:2:3: unknown key 'escalatAt' in escalation; expected one of stagnation, activeWithin, " +
            "activeEscalatesAt, afterEscalation, bouncedMoreThan, keywords, negations, verdicts",
            PolicyReader.Read([new PolicySource("dir/p.yaml", "escalation:\n  escalatAt: 3h\n", null)])
                .Faults.Single().ToString());

    [Fact]
    public void An_unknown_key_names_what_was_expected_and_the_nearest_word() =>
        Assert.Equal(
            ["3:26: unknown key 'escalatAt' in a target; expected one of response, resolution, escalateAt, " +
             "whenActive; did you mean 'escalateAt'?"],
            Faults("sla:\n  - targets:\n      P2: {response: 1h, escalatAt: 3h}\n"));

    [Fact]
    public void An_unknown_top_level_key_is_a_fault() =>
        Assert.Equal(
            ["1:1: unknown key 'lifecyle' in a policy; expected one of calendars, sla, escalation, lifecycle, " +
             "schedules, paging, people, teams, services, alerts, asking, severities, majors, " +
             "stakeholders; did you mean 'lifecycle'?"],
            Faults("lifecyle: {}"));

    [Theory]
    [InlineData("workflows")]
    [InlineData("agents")]
    [InlineData("patterns")]
    [InlineData("maintenance")]
    public void A_key_of_a_later_part_is_not_known_yet(string key) =>
        Assert.Equal(
            [$"1:1: '{key}' is not known to this version yet: it comes with a later one"], Faults(key + ": {}"));

    [Theory]
    [InlineData("channels")]
    [InlineData("limits")]
    [InlineData("time")]
    [InlineData("server")]
    public void A_key_of_the_servers_configuration_is_none_of_a_policy(string key) =>
        Assert.Equal(
            [$"1:1: '{key}' is not part of a policy: it belongs to the file that 'muster serve --config' reads"],
            Faults(key + ": {}"));

    [Fact]
    public void An_unknown_priority_is_a_fault() =>
        Assert.Equal(
            ["1:18: unknown key 'P5' in targets; expected one of P1, P2, P3, P4"],
            Faults("sla: [{targets: {P5: {}}}]"));

    [Fact]
    public void A_map_where_a_list_belongs_is_a_fault() =>
        Assert.Equal(["1:6: expected a list of sla entries, found a map"], Faults("sla: {}"));

    [Fact]
    public void A_word_where_a_list_belongs_is_a_fault() =>
        Assert.Equal(["1:24: expected a list of texts, found 'no'"], Faults("escalation: {keywords: no}"));

    [Fact]
    public void A_key_without_a_value_is_a_fault() =>
        Assert.Equal(["1:7: expected a map of teams by name, found nothing"], Faults("teams:"));

    [Fact]
    public void A_policy_that_is_no_map_is_a_fault() =>
        Assert.Equal(
            ["1:1: expected a map of calendars, sla, escalation, lifecycle, schedules, paging, people, teams, " +
             "services, found 'hello'"],
            Faults("hello"));

    [Fact]
    public void An_empty_list_of_sla_entries_is_a_fault() =>
        Assert.Equal(["1:6: at least one is needed here: a list of sla entries"], Faults("sla: []"));

    [Theory]
    [InlineData("soon")]
    [InlineData("24")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("P1M")]
    [InlineData("PT")]
    public void What_is_no_duration_is_a_fault(string text) =>
        Assert.Equal([$"1:26: expected {Length}, found '{text}'"], Faults($"lifecycle: {{autoPending: {text}}}"));

    [Fact]
    public void A_negative_duration_is_a_fault() =>
        Assert.Equal(["1:30: a duration cannot be negative here: -1h"], Faults("lifecycle: {sameCycleWithin: -1h}"));

    [Fact]
    public void A_zero_duration_is_a_fault_where_nothing_could_be_done_in_it() =>
        Assert.Equal(
            ["1:33: a duration must be longer than zero here: 0m"], Faults("sla: [{targets: {P1: {response: 0m}}}]"));

    [Fact]
    public void A_zero_duration_is_fine_where_it_says_never() =>
        Assert.Empty(Faults("lifecycle: {sameCycleWithin: 0h, reopenWithin: PT0S}"));

    [Fact]
    public void A_warning_level_lies_between_0_and_100_percent() =>
        Assert.Equal(
            [
                "1:17: a percentage must be above 0 % and below 100 % here: 0%",
                "1:21: a percentage must be above 0 % and below 100 % here: 100%",
                "1:27: expected a whole percentage such as 75%, found '0.5'",
                "1:32: expected a whole percentage such as 75%, found '33.3%'",
            ],
            Faults("sla: [{warnAt: [0%, 100%, 0.5, 33.3%]}]"));

    [Fact]
    public void A_share_lies_above_0_and_at_most_at_100_percent() =>
        Assert.Equal(
            ["1:33: a percentage must be above 0 % and at most 100 % here: 0%",
             "1:54: a percentage must be above 0 % and at most 100 % here: 101%"],
            Faults("escalation: {activeEscalatesAt: 0%, afterEscalation: 101%}"));

    [Fact]
    public void A_count_is_a_whole_number() =>
        Assert.Equal(
            ["1:31: expected a whole number from 0 to 999999999, found '2.5'"],
            Faults("escalation: {bouncedMoreThan: 2.5}"));

    [Fact]
    public void A_word_that_is_none_of_those_allowed_is_a_fault() =>
        Assert.Equal(
            ["1:35: expected one of escalate, warn, found 'wran'; did you mean 'warn'?"],
            Faults("sla: [{targets: {P1: {whenActive: wran}}}]"));

    [Fact]
    public void A_tier_is_one_of_the_five() =>
        Assert.Equal(
            ["1:19: expected one of tier-1, tier-2, tier-3, vendor, management, found 'tier1'; did you mean 'tier-1'?"],
            Faults("teams: {a: {tier: tier1}}"));

    [Fact]
    public void True_and_false_are_the_only_flags() =>
        Assert.Equal(["1:20: expected true or false, found 'yes'"], Faults("people: {bo: {vip: yes}}"));

    [Fact]
    public void A_key_that_stands_twice_is_a_fault() =>
        Assert.Equal(
            ["3:3: 'autoClose' stands here a second time"], Faults("lifecycle:\n  autoClose: 7d\n  autoClose: 8d\n"));

    [Fact]
    public void Two_sla_entries_of_one_name_are_a_fault() =>
        Assert.Equal(
            ["1:48: two sla entries are called 'a'"], Faults("sla: [{name: a, match: {service: [x]}}, {name: a}]"));

    [Fact]
    public void Text_that_is_no_yaml_is_a_fault_with_its_place() =>
        Assert.Equal(
            ["2:1: this is not YAML: While parsing a flow sequence, did not find expected ',' or ']'"],
            Faults("escalation: [1\n"));

    [Fact]
    public void A_second_document_is_a_fault() =>
        Assert.Equal(["2:1: a second document begins here: a policy is one document"], Faults("{}\n---\n{}\n"));

    [Fact]
    public void All_faults_are_found_in_one_run_and_stand_in_the_order_of_the_text()
    {
        var faults = Faults("sla:\n  - {calendar: nowhere, warnAt: [x]}\nescalation: {bounced: 3}\nteams: 4\n");
        Assert.Equal(["2:16", "2:34", "3:14", "4:8"], faults.Select(f => string.Join(':', f.Split(':').Take(2))));
    }

    [Fact]
    public void Control_characters_and_long_values_do_not_reach_the_terminal()
    {
        var fault = Faults("lifecycle: {autoClose: \"\\e[31m" + new string('x', 200) + "\"}").Single();
        Assert.DoesNotContain('\u001b', fault);
        Assert.True(fault.Length < 200, fault);
    }

    [Fact]
    public void A_fault_inside_an_eval_line_names_the_way_to_it() =>
        Assert.Equal(
            ["policy.sla[0].targets.P2.response: expected " + Length + ", found 15",
             "policy.teem: unknown key 'teem' in a policy; expected one of calendars, sla, escalation, lifecycle, " +
             "schedules, paging, people, teams, services, alerts, asking, severities, majors, " +
             "stakeholders; did you mean 'teams'?"],
            PolicyReader.Read(Element("""{"sla":[{"targets":{"P2":{"response":15}}}],"teem":{}}"""))
                .Faults.Select(f => f.ToString()).Order());

    [Fact]
    public void A_key_that_stands_twice_in_json_is_a_fault() =>
        Assert.Equal(
            ["policy.teams: 'teams' stands here a second time"],
            PolicyReader.Read(Element("""{"teams":{},"teams":{}}""")).Faults.Select(f => f.ToString()));

    [Fact]
    public void A_policy_inside_an_eval_line_must_be_a_map() =>
        Assert.StartsWith(
            "policy: expected a map of calendars,",
            PolicyReader.Read(Element("null")).Faults.Single().ToString(),
            StringComparison.Ordinal);
}
