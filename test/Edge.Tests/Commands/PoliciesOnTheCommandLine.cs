using Xunit;

namespace Muster.Edge.Tests.Commands;

public sealed class PoliciesOnTheCommandLine : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("policies/default.test.yaml")]
    [InlineData("policies/office-hours.test.yaml")]
    [InlineData("policies/follow-the-sun.test.yaml")]
    public void The_shipped_policies_keep_what_their_tests_promise(string file)
    {
        var ended = RealProgram.Run("policy", "test", file);

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("passed", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_expectation_names_its_place_and_what_came_nearest()
    {
        var test = folder.File(
            "p.test.yaml",
            "log: [{at: 2025-10-20T09:00:00Z, do: open, ticket: A1, priority: P1}]",
            "expect:",
            "  - {at: 2025-10-20T09:00:00Z, ticket: A1, event: opened, priority: P2}");

        var ended = RealProgram.Run("policy", "test", test);

        Assert.Equal(1, ended.Code);
        Assert.StartsWith($"{test}:3: p.test.yaml: expected {{", ended.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("(priority is \"P1\")", ended.Lines[1], StringComparison.Ordinal);
        Assert.Equal("1 of 1 case failed, 1 of 1 expectation not met", ended.Lines[^1]);
    }

    [Fact]
    public void A_refused_line_fails_the_test_where_it_stands()
    {
        var test = folder.File(
            "p.test.yaml",
            "log:",
            "  - {at: 2025-10-20T09:00:00Z, do: open, ticket: A1}",
            "  - {at: 2025-10-20T09:00:00Z, do: start, ticket: A2}",
            "expect: [{no: {event: started}}]");

        var ended = RealProgram.Run("policy", "test", test);

        Assert.Equal(1, ended.Code);
        Assert.Contains($"{test}:3: ", ended.Output, StringComparison.Ordinal);
        Assert.Contains("unknown-ticket", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_each_of_its_policies_and_one_line_each()
    {
        var ended = RealProgram.Run("policy", "check", "policies");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Equal(3, ended.Lines.Length);
        Assert.All(ended.Lines, line => Assert.Contains(": fine, ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void What_show_prints_is_the_same_policy_again()
    {
        var shown = RealProgram.Run("policy", "show", "policies/office-hours.yaml");
        var again = RealProgram.Run("policy", "show", folder.File("office-hours.yaml", shown.Output));

        Assert.Equal(0, shown.Code);
        Assert.Equal(shown.Output, again.Output);
    }
}
