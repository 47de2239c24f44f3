using Xunit;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>E12, worked out by hand: the plan of docs/how-to/page-people.md, two steps five minutes apart and maria as
/// the last resort.</summary>
public sealed partial class InterpreterTests
{
    [Fact] // E12
    public void Steps_are_gone_through_round_by_round_and_in_the_end_the_last_resort_is_told() => CheckPaged(
        Plan("person:ana", "person:bo", ",\"repeat\":2"),
        ["1 09:00 open A 'priority':'P1'"],
        // the next round begins five minutes after the last step of the one before
        "1 09:00 A paged E12 1 1 ana", "1 09:05 A paged E12 1 2 bo", "1 09:10 A paged E12 2 1 ana",
        "1 09:15 A paged E12 2 2 bo", "1 09:20 A paged E12 3 1 ana", "1 09:25 A paged E12 3 2 bo",
        "1 09:30 A paged E12 3 2 maria true");

    [Fact] // E12
    public void A_step_that_reaches_nobody_is_followed_by_the_next_at_once_whatever_its_delay() => CheckPaged(
        Plan("person:mute", "person:bo"),
        ["1 09:00 open A 'priority':'P1'"],
        "1 09:00 A paged E12 1 1", "1 09:00 A paged E12 1 2 bo", "1 09:05 A paged E12 1 2 maria true");

    [Fact] // E12
    public void Where_a_whole_round_reaches_nobody_the_last_resort_is_told_at_once() => CheckPaged(
        Plan("person:mute", "role:nobody", ",\"repeat\":3"),
        ["1 09:00 open A 'priority':'P1'"],
        "1 09:00 A paged E12 1 1", "1 09:00 A paged E12 1 2", "1 09:00 A paged E12 1 2 maria true");

    [Fact] // E12
    public void Acknowledged_and_then_quiet_for_the_time_out_it_pages_again_from_the_first_step() => CheckPaged(
        Plan("person:ana", "person:bo", ",\"ackTimeout\":\"30m\""),
        ["1 09:00 open A 'priority':'P1'", "1 09:05 acknowledge A 'by':'ana'"],
        "1 09:00 A paged E12 1 1 ana", "1 09:35 A paged E12 1 1 ana", "1 09:40 A paged E12 1 2 bo",
        "1 09:45 A paged E12 1 2 maria true");

    [Fact] // E12
    public void Acknowledged_and_worked_on_within_the_time_out_it_pages_nobody_again() => CheckPaged(
        Plan("person:ana", "person:bo", ",\"ackTimeout\":\"30m\""),
        ["1 09:00 open A 'priority':'P1'", "1 09:05 acknowledge A 'by':'ana'", "1 09:34 update A 'by':'ana'"],
        "1 09:00 A paged E12 1 1 ana");

    private static string Plan(string first, string second, string more = "") => $$$"""
        {"people": {"ana": {"mail": "a@example.org"}, "bo": {"mail": "b@example.org"}, "maria": {"phone": "+49"},
           "mute": {}},
         "teams": {"tier-1": {"tier": "tier-1", "paging": "plan"}},
         "paging": {"plan": {
           "steps": [{"notify": ["{{{first}}}"]}, {"notify": ["{{{second}}}"], "after": "5m"}],
           "lastResort": ["person:maria"] {{{more}}}
         } } }
        """;

    /// <param name="expected">Behind the rule: round, step, whom, and whether it is the last resort.</param>
    private static void CheckPaged(string policy, string[] log, params string[] expected)
    {
        var (journal, refused) = Interpreter.Run(Written(log), policy, "2025-10-20T10:30:00Z");
        Assert.Empty(refused);
        Assert.Equal(expected, Events(journal, "paged", "round", "step", "to", "lastResort")
            .Select(line => Listing().Replace(line, "")));
    }

    [System.Text.RegularExpressions.GeneratedRegex("""[\[\]"\n]|  """)]
    private static partial System.Text.RegularExpressions.Regex Listing();
}
