using System.Text;
using Muster.Core.Calendars;
using Muster.Files.Eval;
using Xunit;

namespace Muster.Edge.Tests;

public sealed class OnCallCaseTests
{
    [Fact]
    public void More_than_a_million_hand_overs_are_an_error_that_says_what_to_do()
    {
        var answer = Answer(
            "PT0.001S", """ "from":"2026-01-01T00:00:00Z","to":"2027-01-01T00:00:00Z" """, out var answered);
        Assert.False(answered);
        Assert.StartsWith("""{"id":"z","error":"the layers hand over 31536000000 times between from and to""", answer);
        Assert.Contains("ask for a shorter range, or give the layer a longer shift", answer);
    }

    [Fact]
    public void Whoever_has_a_turn_of_a_millisecond_is_found_years_later()
    {
        Assert.Equal(
            """{"id":"z","oncall":["bo"]}""", Answer("PT0.001S", """ "at":"2036-01-01T00:00:00.001Z" """, out _));
        Assert.Equal(
            """{"id":"z","oncall":["ann"]}""", Answer("PT0.001S", """ "at":"2036-01-01T00:00:00.002Z" """, out _));
    }

    [Fact]
    public void What_came_before_a_layer_begins_is_no_hand_over()
    {
        var answer = Answer(
            "PT1S", """ "from":"0001-01-01T00:00:00Z","to":"2026-01-01T00:00:03Z" """, out var answered);
        Assert.True(answered, answer);
        Assert.Equal(3, answer.Split("person").Length - 1);
    }

    private static string Answer(string shift, string asked, out bool answered) => EvalCases.Answer(
        EvalKind.OnCall,
        Encoding.UTF8.GetBytes($$$"""
            {"id":"z","schedule":{"zone":"UTC","layers":[{"rotation":"custom","shift":"{{{shift}}}",
            "start":"2026-01-01T00:00","people":["ann","bo"]}]},{{{asked}}}}
            """),
        ZoneData.BuiltIn, out answered);
}
