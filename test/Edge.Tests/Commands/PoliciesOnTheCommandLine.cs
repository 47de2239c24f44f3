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
    public void Standard_input_is_a_policy_with_its_places()
    {
        const string faulty = "calendars: {a: {zone: Mars/Phobos, week: 24x7}}\n";
        const string fine = "lifecycle: {autoClose: 3d}\n";
        foreach (var verb in (string[])["check", "show"])
        {
            var refused = Said(faulty, "policy", verb, "-");
            Assert.Equal(1, refused.Code);
            Assert.StartsWith("-:1:23: there is no zone", refused.Error, StringComparison.Ordinal);
        }
        Assert.Matches("^-: fine, standard-input@sha256:[0-9a-f]+\n$", Said(fine, "policy", "check", "-").Output);
        Assert.Contains("autoClose: 3d", Said(fine, "policy", "show", "-").Output, StringComparison.Ordinal);
        var replayed = Said(faulty, "replay", "samples/desk.jsonl", "--policy", "-");
        Assert.Equal(2, replayed.Code);
        Assert.StartsWith("-:1:23: ", replayed.Error, StringComparison.Ordinal);
        Assert.Equal(0, Said(fine, "replay", "samples/desk.jsonl", "--against", "-").Code);
    }

    [Fact]
    public void Standard_input_is_a_test_with_its_places()
    {
        const string log = "log: [{at: 2025-10-20T09:00:00Z, do: open, ticket: A1, priority: P1}]\n";
        Assert.Equal("1 case passed, 1 expectation met", Said(
            log + "expect: [{event: opened}]", "policy", "test", "-").Lines.Single());
        var failed = Said(log + "expect: [{event: closed}]", "policy", "test", "-");
        Assert.Equal(1, failed.Code);
        Assert.StartsWith("-:2: ", failed.Output, StringComparison.Ordinal);
        var unreadable = Said("expect: [{event: opened}]", "policy", "test", "-");
        Assert.Equal(2, unreadable.Code);
        Assert.StartsWith("-:1:1: a case needs 'log'", unreadable.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", "check", "-", "-")]
    [InlineData("policy", "show", "-", "-", "--together")]
    [InlineData("policy", "test", "-", "-")]
    [InlineData("replay", "-", "--policy", "-")]
    [InlineData("replay", "samples/desk.jsonl", "--policy", "-", "--against", "-")]
    [InlineData("import", "csv", "-", "--map", "-", "--out", "-")]
    public void Standard_input_is_read_once(params string[] arguments)
    {
        var ended = Said("", arguments);
        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains("- stands for standard input twice", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_comes_from_standard_input_with_its_places()
    {
        string[] import = ["import", "csv", "samples/small.csv", "--out", "-", "--map"];
        var map = File.ReadAllText(Path.Combine(Policies.Reading.Root, "samples/small-map.yaml"));
        var fromFile = RealProgram.Run([.. import, "samples/small-map.yaml"]);
        Assert.Equal(fromFile.Output, Said(map, [.. import, "-"]).Output);
        var faulty = Said("ticket: Number\nnonsense: 1\n", [.. import, "-"]);
        Assert.Equal(2, faulty.Code);
        Assert.Contains("-:2:1: ", faulty.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_policies_are_shown_each_by_itself_or_together()
    {
        var each = RealProgram.Run("policy", "show", "policies");
        Assert.Equal((0, ""), (each.Code, each.Error));
        var documents = each.Output.Split("---\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, documents.Length);
        foreach (var document in documents)
        {
            var (name, rest) = (document.Split('\n')[0], document[(document.IndexOf('\n') + 1)..]);
            Assert.StartsWith("# policies/", name, StringComparison.Ordinal);
            Assert.Equal(RealProgram.Run("policy", "show", name[2..]).Output, rest);
        }
        var one = folder.File("one.yaml", "lifecycle: {autoClose: 3d}");
        var other = folder.File("other.yaml", "lifecycle: {autoPending: 3h}");
        Assert.Equal(2, RealProgram.Run("policy", "show", one, other).Lines.Count(line => line == "---"));
        var together = RealProgram.Run("policy", "show", "--together", one, other);
        Assert.StartsWith("# one+other@sha256:", together.Output, StringComparison.Ordinal);
        Assert.Contains("autoClose: 3d", together.Output, StringComparison.Ordinal);
        Assert.Contains("autoPending: 3h", together.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void One_faulty_policy_of_several_does_not_hide_the_others()
    {
        var faulty = folder.File("a.yaml", "nonsense: 1");
        var fine = folder.File("b.yaml", "lifecycle: {autoClose: 3d}");
        var shown = RealProgram.Run("policy", "show", faulty, fine);
        Assert.Equal(1, shown.Code);
        Assert.StartsWith($"{faulty}:1:1: ", shown.Error, StringComparison.Ordinal);
        Assert.StartsWith($"---\n# {fine}\n# b@sha256:", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_each_of_its_tests()
    {
        var ended = RealProgram.Run("policy", "test", "policies");
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        var alone = Directory.GetFiles(Path.Combine(Policies.Reading.Root, "policies"), "*.test.yaml")
            .Select(file => RealProgram.Run("policy", "test", file).Lines[^1].Split(' ')[0])
            .Sum(cases => int.Parse(cases, System.Globalization.CultureInfo.InvariantCulture));
        Assert.StartsWith($"{alone} cases passed, ", ended.Output, StringComparison.Ordinal);
        folder.File("p.yaml", "lifecycle: {autoClose: 3d}");
        var none = RealProgram.Run("policy", "test", folder.Name);
        Assert.Equal(2, none.Code);
        Assert.Contains("there is no test (*.test.yaml) in it", none.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus is no option of policy check", "policy", "check", "--bogus", "policies")]
    [InlineData("--bogus is no option of policy show", "policy", "show", "policies", "--bogus")]
    [InlineData("--together is no option of policy test", "policy", "test", "--together", "policies")]
    [InlineData("--bogus is no option of eval sla", "eval", "sla", "--bogus")]
    [InlineData("--busine is no option of ticket impact", "ticket", "impact", "1", "--busine")]
    public void What_is_no_option_is_told_so(string said, params string[] arguments)
    {
        var ended = RealProgram.Run(arguments);
        Assert.Equal((2, ""), (ended.Code, ended.Output));
        Assert.Contains(said, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("there is no", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Behind_a_double_dash_nothing_is_an_option() =>
        Assert.Contains(
            "--bogus: there is no such file", RealProgram.Run("policy", "show", "--", "--bogus").Error,
            StringComparison.Ordinal);

    private static Ended Said(string input, params string[] arguments) => RealProgram.Run(
        stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(input)), arguments);

    [Fact]
    public void What_show_prints_is_the_same_policy_again()
    {
        var shown = RealProgram.Run("policy", "show", "policies/office-hours.yaml");
        var again = RealProgram.Run("policy", "show", folder.File("office-hours.yaml", shown.Output));

        Assert.Equal(0, shown.Code);
        Assert.Equal(shown.Output, again.Output);
    }
}
