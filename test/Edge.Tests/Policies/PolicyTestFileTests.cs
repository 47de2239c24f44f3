using System.Collections.Immutable;
using Muster.Files.Policies;
using NodaTime;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

public sealed class PolicyTestFileTests
{
    private const string Log = "log: [{at: 2025-10-20T09:00:00Z, do: open, ticket: A1}]\n";

    [Fact]
    public void The_shipped_policys_test_is_read_with_its_lines_and_expectations()
    {
        var file = PolicyTestFile.Read(Path.Combine(Root, "policies/default.test.yaml"));
        Assert.Equal([], file.Faults);
        var test = Assert.Single(file.Cases);
        Assert.Equal("default.test.yaml", test.Name);
        Assert.Equal(PolicyReader.Shipped.Version, test.Policy.Policy!.Version);
        Assert.Equal(6, test.Log.Length);
        Assert.Equal(11, test.Expect.Length);
        Assert.Equal(
            """{"at":"2025-10-20T09:05:00Z","do":"assign","ticket":"A1","team":"tier-1","to":"bo","by":"triager"}""",
            test.Log[1].Json);
        Assert.Equal(7, test.Log[1].Line);
        Assert.Contains("\"requester\":{\"name\":\"ana\",\"vip\":false}", test.Log[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expectation_is_a_part_of_a_journal_line_its_absence_or_a_clock()
    {
        var expect = Read(Log + """
            expect:
              - {ticket: A1, event: opened}
              - {no: {ticket: A1, event: escalated}}
              - {clocks: {ticket: A1, at: 2025-10-20T10:00:00Z, clock: response, state: running, elapsed: 1h}}
            """).Cases.Single().Expect;
        Assert.False(Assert.IsType<ExpectedEvent>(expect[0]).Absent);
        Assert.True(Assert.IsType<ExpectedEvent>(expect[1]).Absent);
        var clock = Assert.IsType<ExpectedClock>(expect[2]);
        Assert.Equal((5, "A1", "response"), (clock.Line, clock.Ticket, clock.Clock));
        Assert.Equal(Instant.FromUtc(2025, 10, 20, 10, 0), clock.At);
        var actual = Element("""{"state":"running","due":"2025-10-20T13:00:00Z","elapsed":"PT1H"}""");
        Assert.True(JournalMatch.Matches(actual, clock.Fields));
    }

    [Fact]
    public void Several_cases_take_from_the_file_what_they_lack()
    {
        var cases = Read("policy: {lifecycle: {autoClose: 9d}}\n" + Log + """
            cases:
              - {name: one, expect: [{event: opened}]}
              - {name: two, policy: {}, expect: []}
            """).Cases;
        Assert.Equal(["one", "two"], cases.Select(c => c.Name));
        Assert.Equal(Duration.FromDays(9), cases[0].Policy.Policy!.Lifecycle.AutoClose);
        Assert.Equal(PolicyReader.Shipped.Version, cases[1].Policy.Policy!.Version);
        Assert.Single(cases[1].Log);
    }

    [Fact]
    public void A_log_may_be_a_file_beside_the_test()
    {
        var file = PolicyTestFile.Read(new PolicySource("t.test.yaml", "log: a.jsonl\nexpect: []", "/logs"));
        Assert.Equal(Path.Combine("/logs", "a.jsonl"), file.Cases.Single().LogFile);
    }

    [Fact]
    public void A_fault_in_a_policy_inside_the_test_has_its_place_there() =>
        Assert.Equal(
            ["t.test.yaml:1:40: expected a whole number from 0 to 999999999, found 'x'"],
            Faults("policy: {escalation: {bouncedMoreThan: x}}\n" + Log + "expect: []"));

    [Fact]
    public void A_slip_in_an_expectation_is_a_fault_since_its_absence_would_always_hold() =>
        Assert.Equal(
            ["t.test.yaml:3:18: there is no event 'escalate'; did you mean 'escalated'?",
             "t.test.yaml:4:6: unknown key 'tikket' in a journal line; did you mean 'ticket'?"],
            Faults(Log + "expect:\n  - {no: {event: escalate}}\n  - {tikket: A1}\n"));

    [Fact]
    public void A_clock_names_its_ticket_instant_and_something_to_compare() =>
        Assert.Equal(
            ["t.test.yaml:3:14: clocks needs 'ticket': a text",
             "t.test.yaml:4:48: an instant such as 2025-10-20T09:00:00Z is needed here, found '2025-10-20T10:00'",
             "t.test.yaml:5:14: a clock is compared by any of state, due, elapsed, cycle: none is here"],
            Faults(Log + """
                expect:
                  - {clocks: {at: 2025-10-20T10:00:00Z, clock: response, state: met}}
                  - {clocks: {ticket: A1, clock: response, at: 2025-10-20T10:00, state: met}}
                  - {clocks: {ticket: A1, clock: response, at: 2025-10-20T10:00:00Z}}
                """));

    [Fact]
    public void A_test_needs_a_log_and_expectations() =>
        Assert.Equal(
            ["t.test.yaml:1:1: a case needs 'log': a list of log lines, or a path",
             "t.test.yaml:1:1: a case needs 'expect': a list of expectations"],
            Faults("policy: {}"));

    [Fact]
    public void A_policy_file_that_is_not_there_is_a_fault_at_its_name() =>
        Assert.Equal(
            ["t.test.yaml:1:9: no policy from 'none.yaml': there is no such file"],
            Faults("policy: none.yaml\n" + Log + "expect: []"));

    [Theory]
    [InlineData("""{"event":"escalated"}""", true)]
    [InlineData("""{"event":"escalated","rule":"E2","at":"2025-10-20T14:00Z"}""", true)]
    [InlineData("""{"elapsed":"4h","level":50.0}""", true)]
    [InlineData("""{"requester":{"vip":false}}""", true)]
    [InlineData("""{"by":null}""", true)]
    [InlineData("""{"rule":null}""", false)]
    [InlineData("""{"rule":"E1"}""", false)]
    [InlineData("""{"by":"bo"}""", false)]
    [InlineData("""{"reason":"4h"}""", false)]
    [InlineData("""{"level":"50"}""", false)]
    [InlineData("""{"requester":{"vip":true}}""", false)]
    [InlineData("""{"tags":["a"]}""", false)]
    public void A_journal_line_matches_when_it_has_all_that_is_expected(string expected, bool matches) =>
        Assert.Equal(
            matches,
            JournalMatch.Matches(
                Element("""
                    {"at":"2025-10-20T14:00:00Z","event":"escalated","rule":"E2","elapsed":"PT4H","level":50,
                     "reason":"PT4H","requester":{"name":"ana","vip":false},"tags":["a","b"]}
                    """),
                Element(expected)));

    private static PolicyTestFile Read(string text)
    {
        var file = PolicyTestFile.Read(new PolicySource("t.test.yaml", text, Root));
        Assert.Equal([], file.Faults);
        return file;
    }

    private static ImmutableArray<string> Faults(string text) =>
        [.. PolicyTestFile.Read(new PolicySource("t.test.yaml", text, Root)).Faults.Select(f => f.ToString())];
}
