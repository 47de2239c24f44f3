using System.Text.Json;
using Xunit;

namespace Muster.Edge.Tests.Commands;

public sealed class ReplaysOnTheCommandLine : IDisposable
{
    private const string Open = """{"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2"}""";
    private const string Start = """{"at":"2025-10-20T09:20:00Z","do":"start","ticket":"A1","by":"bo"}""";
    private const string Rise = """{"at":"2025-10-20T13:00:00Z","do":"prioritise","ticket":"A1","priority":"P1"}""";
    private const string Resolve = """{"at":"2025-10-20T15:00:00Z","do":"resolve","ticket":"A1","code":"fixed"}""";

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_explanation_says_who_it_is_what_counted_and_what_each_rule_waits_for()
    {
        var ended = RealProgram.Run(
            "replay", folder.File("log.jsonl", Open, Start, Resolve), "--explain", "a1@2025-10-20T12:00:00Z");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.StartsWith("A1\n", ended.Output, StringComparison.Ordinal);
        Assert.Contains("2025-10-20T09:00:00Z  2025-10-20T12:00:00Z  counted  +3h  = 3h", ended.Output);
        Assert.Contains("last activity 2025-10-20T09:20:00Z, limit 4 h, 2 h 40 min counted", ended.Output);
        Assert.Contains("comes true  2025-10-20T13:20:00Z  escalated  E2", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_what_if_has_the_journal_of_the_changed_log()
    {
        var assumed = folder.At("assumed.jsonl");
        var what = RealProgram.Run(
            "replay", folder.File("log.jsonl", Open, Start, Resolve), "--explain", "A1", "--output", "json",
            "--assume", "priority=P1@2025-10-20T13:00:00Z", "--out", assumed);
        var changed = RealProgram.Run("replay", folder.File("changed.jsonl", Open, Start, Rise, Resolve));

        Assert.Equal(0, what.Code);
        Assert.Equal(changed.Output, File.ReadAllText(assumed));
        using var answer = JsonDocument.Parse(what.Output);
        Assert.Contains(
            answer.RootElement.GetProperty("differs").GetProperty("figures").EnumerateArray(),
            figure => figure.GetProperty("what").GetString() == "resolution target"
                && figure.GetProperty("assumed").GetString() == "PT4H");
    }

    [Fact]
    public void An_assumption_that_could_not_be_said_is_refused_like_a_line()
    {
        var ended = RealProgram.Run(
            "replay", folder.File("log.jsonl", Open, Start), "--explain", "A1", "--assume", "service=mail");

        Assert.Equal(1, ended.Code);
        Assert.StartsWith("ASSUMED: not-allowed A1 is InProgress", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_that_is_not_there_is_a_no()
    {
        var ended = RealProgram.Run("replay", folder.File("log.jsonl", Open), "--explain", "B2");

        Assert.Equal((1, ""), (ended.Code, ended.Output));
        Assert.Contains("opens no ticket B2", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_on_standard_output_takes_the_place_of_the_journal()
    {
        var ended = RealProgram.Run("replay", folder.File("log.jsonl", Open), "--summary", "-");

        using var summary = JsonDocument.Parse(ended.Output);
        Assert.Equal(1, summary.RootElement.GetProperty("tickets").GetInt32());
    }

    [Fact]
    public void Against_a_second_policy_the_journal_still_goes_to_the_pipe_and_the_comparison_beside_it()
    {
        var log = folder.File("log.jsonl", Open, Start, Resolve);
        var alone = RealProgram.Run("replay", log);
        string[] both = ["replay", log, "--against", "policies/office-hours.yaml"];

        var beside = RealProgram.Run(both);
        Assert.Equal((0, alone.Output), (beside.Code, beside.Output));
        Assert.Contains("tickets      1, ", beside.Error, StringComparison.Ordinal);
        Assert.Matches(@"E2 +escalations +1 +1 +0", beside.Error);

        var inFile = RealProgram.Run([.. both, "--summary", folder.At("summary.json")]);
        Assert.Equal((0, alone.Output, ""), (inFile.Code, inFile.Output, inFile.Error));
        using var file = JsonDocument.Parse(File.ReadAllText(folder.At("summary.json")));
        Assert.True(file.RootElement.TryGetProperty("against", out _));

        var inPlace = RealProgram.Run([.. both, "--summary", "-"]);
        using var figures = JsonDocument.Parse(inPlace.Output);
        Assert.True(figures.RootElement.TryGetProperty("against", out _));

        var onPage = RealProgram.Run([.. both, "--html", folder.At("page.html")]);
        Assert.StartsWith("tickets      1, ", onPage.Output, StringComparison.Ordinal);
        Assert.Equal("", onPage.Error);
        Assert.Contains("Two policies side by side", File.ReadAllText(folder.At("page.html")));

        var inJournal = RealProgram.Run([.. both, "--out", folder.At("journal.jsonl")]);
        Assert.Matches(@"E2 +escalations +1 +1 +0", inJournal.Output);
        Assert.Equal(alone.Output, File.ReadAllText(folder.At("journal.jsonl")));
    }

    [Fact]
    public void A_replay_writes_whom_a_policy_with_paging_would_have_paged()
    {
        var ended = RealProgram.Run(
            "replay", folder.File("log.jsonl", Open.Replace("P2", "P1", StringComparison.Ordinal)), "--policy",
            "policies/follow-the-sun.yaml");

        Assert.Equal(0, ended.Code);
        Assert.Contains("\"event\":\"paged\",\"rule\":\"E12\",\"paging\":", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_import_writes_a_log_that_replays_and_sums_itself_up()
    {
        var (log, summary) = (folder.At("log.jsonl"), folder.At("summary.json"));
        var ended = RealProgram.Run(
            "import", "csv", "samples/small.csv", "--map", "samples/small-map.yaml", "--out", log,
            "--summary", summary);

        Assert.Equal((0, ""), (ended.Code, ended.Output));
        Assert.Contains("20 rows, 4 tickets", ended.Error, StringComparison.Ordinal);
        using var figures = JsonDocument.Parse(File.ReadAllText(summary));
        Assert.Equal(4, figures.RootElement.GetProperty("tickets").GetInt32());
        Assert.Equal(0, RealProgram.Run("replay", log, "--summary", "-").Code);
    }

    [Fact]
    public void An_explanation_past_the_last_line_to_be_read_is_as_if_nothing_more_had_been_said()
    {
        var log = folder.File(
            "log.jsonl", Open, """{"at":"2025-10-20T10:00:00Z","do":"resolve","ticket":"A1","code":"fixed"}""");
        var ended = RealProgram.Run(
            "replay", log, "--until", "2025-10-20T09:30:00Z", "--explain", "A1@2025-10-20T10:30:00Z", "--output",
            "json");

        Assert.Equal((0, ""), (ended.Code, ended.Error));
        Assert.Contains("it is New", ended.Output, StringComparison.Ordinal);
        Assert.Contains("PT1H30M", ended.Output, StringComparison.Ordinal);
        var inTime = RealProgram.Run("replay", log, "--explain", "A1@2025-10-20T10:30:00Z", "--output", "json");
        Assert.DoesNotContain("it is New", inTime.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_names_the_zone_data_too()
    {
        Assert.Matches("^muster [0-9.]+, zone data 20[0-9]{2}[a-z]\n$", RealProgram.Run("--version").Output);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void A_completion_script_asks_the_program_itself(string shell)
    {
        Assert.Contains("[suggest:", RealProgram.Run("completion", shell).Output, StringComparison.Ordinal);
        Assert.Contains("check", RealProgram.Run("[suggest:14]", "muster policy ").Lines);
    }
}
