using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Edge.Tests.Commands;

/// <summary><c>--zones FILE</c>: what works without a server counts by the file.</summary>
public sealed class ZonesOnTheCommandLine : IDisposable
{
    // On a Friday, an hour before the office in Berlin closes; a second hour counts on Monday.
    private const string Friday = """{"at":"2027-03-26T15:00:00Z","do":"open","ticket":"A1","priority":"P2"}""";
    private const string Tuesday = """{"at":"2027-03-30T09:00:00Z","do":"update","ticket":"A1"}""";
    private const string Utc = """{"at":"2027-03-26T15:00:00Z","do":"open","ticket":"B1","priority":"P3"}""";

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_replay_says_other_things_only_where_zones_moved()
    {
        var (log, policy) = (folder.File("log.jsonl", Friday), Office("Europe/Berlin"));
        var before = Journal(log, policy);
        var after = Journal(log, policy, "--zones", Changed());
        Assert.Contains(before, line => IsBreach(line, "2027-03-29T08:00:00Z"));
        Assert.Contains(after, line => IsBreach(line, "2027-03-29T09:00:00Z"));
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before, Journal(log, policy, "--zones", Same()));
        var elsewhere = Office("Europe/Paris");
        Assert.Equal(Journal(log, elsewhere), Journal(log, elsewhere, "--zones", Changed()));
        var always = folder.File("utc.jsonl", Utc);
        Assert.Equal(
            RealProgram.Run("replay", always).Output, RealProgram.Run("replay", always, "--zones", Changed()).Output);
    }

    [Fact]
    public void The_summary_and_an_explanation_name_the_version_of_the_file()
    {
        var (log, policy) = (folder.File("log.jsonl", Friday), Office("Europe/Berlin"));
        var summary = RealProgram.Run(
            "replay", log, "--policy", policy, "--zones", Changed(), "--out", folder.At("j"), "--summary", "-");
        Assert.Contains("\"zones\":\"2027a\"", summary.Output);
        var explained = RealProgram.Run(
            "replay", log, "--policy", policy, "--zones", Changed(), "--explain", "A1@2027-03-29T08:30:00Z",
            "--output", "json");
        Assert.Matches("\"zones\": ?\"2027a\"", explained.Output);
        Assert.Matches("\"due\": ?\"2027-03-29T09:00:00Z\"", explained.Output);
    }

    [Fact]
    public void Eval_and_policy_test_count_by_the_file()
    {
        var cases = folder.File(
            "cases.jsonl",
            """{"id":1,"calendar":{"zone":"Europe/Berlin","week":{"mon-fri":["09:00-17:00"]}},"""
            + "\"start\":\"2027-03-26T15:00:00Z\",\"add\":\"PT2H\"}");
        Assert.Contains("2027-03-29T08:00:00Z", RealProgram.Run("eval", "calendar", cases).Output);
        Assert.Contains(
            "2027-03-29T09:00:00Z", RealProgram.Run("eval", "calendar", cases, "--zones", Changed()).Output);
        var shifts = folder.File(
            "shifts.jsonl",
            """{"id":1,"schedule":{"zone":"Europe/Berlin","layers":[{"rotation":"weekly","start":"2027-03-22T09:00","""
            + "\"people\":[\"ann\",\"bo\"]}]},\"at\":\"2027-03-29T07:30:00Z\"}");
        Assert.Contains("bo", RealProgram.Run("eval", "oncall", shifts).Output);
        Assert.Contains("ann", RealProgram.Run("eval", "oncall", shifts, "--zones", Changed()).Output);

        var test = folder.File(
            "a.test.yaml", $"policy: {Path.GetFileName(Office("Europe/Berlin"))}", $"log: [{Friday}, {Tuesday}]",
            "expect: [{event: sla-breached, clock: resolution, at: 2027-03-29T09:00:00Z}]");
        Assert.Equal(1, RealProgram.Run("policy", "test", test).Code);
        var passed = RealProgram.Run("policy", "test", test, "--zones", Changed());
        Assert.True(passed.Code == 0, passed.Output + passed.Error);
    }

    [Fact]
    public void Whoever_names_no_zone_data_is_told_what_to_give_and_gets_no_stack_trace()
    {
        var log = folder.File("log.jsonl", Friday);
        var foreign = folder.File("foreign.nzd", "this is no zone data");
        var cut = folder.At("cut.nzd");
        File.WriteAllBytes(cut, ChangedZones.Of("2027a")[..70_000]);
        foreach (var (file, word) in new[]
        {
            (folder.At("none.nzd"), "there is no file"), (foreign, "is no zone data"), (cut, "or not all of it"),
        })
        {
            foreach (string[] command in new string[][]
            {
                ["replay", log], ["eval", "sla", log], ["policy", "check", Office("UTC")], ["policy", "show"],
                ["policy", "test", log],
            })
            {
                var ended = RealProgram.Run([.. command, "--zones", file]);
                Assert.Equal((2, ""), (ended.Code, ended.Output));
                Assert.StartsWith("muster: --zones: ", ended.Error);
                Assert.Contains(word, ended.Error);
                Assert.Contains("give a whole tzdb*.nzd", ended.Error);
                Assert.Single(ended.Error.TrimEnd().Split('\n'));
            }
        }
    }

    [Fact]
    public void An_older_file_is_used_and_said_aloud()
    {
        var older = ChangedZones.Write(
            folder.Name, "2019c", ("Europe/Berlin", Instant.FromUtc(2027, 3, 28, 1, 0), Offset.FromHours(1)));
        var ended = RealProgram.Run(
            "replay", folder.File("log.jsonl", Friday), "--policy", Office("Europe/Berlin"), "--zones", older,
            "--until", "2027-04-01T00:00:00Z");
        Assert.Equal(0, ended.Code);
        Assert.Contains("is of version 2019c, older than the 2026f that is built in", ended.Error);
        Assert.Contains("2027-03-29T09:00:00Z", ended.Output);
    }

    private static bool IsBreach(string line, string at) =>
        line.StartsWith($"{{\"at\":\"{at}\"", StringComparison.Ordinal)
        && line.Contains("\"clock\":\"resolution\"") && line.Contains("\"event\":\"sla-breached\"");

    private static string[] Journal(string log, string policy, params string[] more)
    {
        var ended = RealProgram.Run(["replay", log, "--policy", policy, "--until", "2027-04-01T00:00:00Z", .. more]);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
        return ended.Lines;
    }

    private string Changed() => ChangedZones.Write(
        folder.Name, "2027a", ("Europe/Berlin", Instant.FromUtc(2027, 3, 28, 1, 0), Offset.FromHours(1)));

    private string Same() => ChangedZones.Write(folder.Name, "2027b");

    private string Office(string zone) => folder.File(
        "office.yaml",
        $"calendars: {{office: {{zone: {zone}, week: {{mon-fri: [\"09:00-17:00\"]}}}}}}",
        "sla: [{calendar: office, targets: {P2: {resolution: 2h, escalateAt: 2h}}}]");
}
