using System.IO.Compression;
using System.Text;
using Xunit;

namespace Muster.Edge.Tests.Commands;

/// <summary>Whatever comes in: a message with its place, an exit code, no stack trace, no hang.</summary>
public sealed class BadInputEndsWithAMessage : IDisposable
{
    private const string Open = """{"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2"}""";

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    private static void Says(Ended ended, int code, params string[] words)
    {
        Assert.Equal((code, ""), (ended.Code, ended.Code == code ? "" : ended.Error));
        foreach (var word in words)
            Assert.Contains(word, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_bad_line_is_refused_by_its_number_and_the_rest_is_applied()
    {
        var log = folder.File(
            "log.jsonl",
            """{"at":"2025-10-20T09:00:00Z","do":"op""",
            """{"at":"2025-10-20T09:00:00Z","do":"open","ticket":17}""",
            Open,
            """{"at":"2025-10-20T10:00:00Z","do":"start","ticket":"B1"}""",
            """{"at":"2025-10-20T08:00:00Z","do":"start","ticket":"A1"}""",
            "[1,2]",
            """{"at":"2025-10-20T10:00:00Z","do":"start","ticket":"A1"}""");

        var ended = RealProgram.Run("replay", log);

        Says(ended, 1, "LINE 1: unreadable", "LINE 2: invalid ticket must be a text", "LINE 4: unknown-ticket",
            "LINE 5: out-of-order", "LINE 6: unreadable");
        Assert.Contains("\"event\":\"started\"", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_break_in_a_name_makes_no_second_refusal()
    {
        var log = folder.File(
            "log.jsonl", Open, """{"at":"2025-10-20T10:00:00Z","do":"start","ticket":"x\nLINE 9: y"}""");
        var ended = RealProgram.Run("replay", log);
        Says(ended, 1, "LINE 2: unknown-ticket no ticket x\\u000aLINE 9: y");
        Assert.DoesNotContain("\nLINE 9", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_year_or_a_duration_beyond_all_reckoning_is_refused()
    {
        var log = folder.File(
            "log.jsonl", Open, """{"at":"9999-12-25T00:00:00Z","do":"open","ticket":"D","state":"Resolved"}""",
            """{"at":"2025-10-20T09:30:00Z","do":"start","ticket":"A1"}""");
        Says(RealProgram.Run("replay", log), 1, "LINE 2: invalid at lies beyond 9000-01-01T00:00:00Z");
        Says(RealProgram.Run("replay", log, "--until", "9999-12-31T00:00:00Z"), 2, "--until 9999-12-31T00:00:00Z");
        var policy = folder.File("long.yaml", "lifecycle: {autoClose: 3000000d}");
        Says(RealProgram.Run("policy", "check", policy), 1, "a hundred years");
    }

    [Fact]
    public void What_was_said_of_an_impact_is_written_in_one_order()
    {
        var log = folder.File(
            "log.jsonl", Open,
            """{"at":"2025-10-20T09:00:00Z","do":"impact","ticket":"A1","systems":[],"tickets":2,"affectedUsers":5}""");
        Assert.Contains(
            "\"event\":\"impact-stated\",\"affectedUsers\":5,\"tickets\":2,\"systems\":[]",
            RealProgram.Run("replay", log).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_unreadable_and_the_rest_is_applied()
    {
        var log = folder.File("log.jsonl", """{"at":"2025-10-20T09:00:00Z","do":"open","ticket":"\ud800"}""", Open);
        var ended = RealProgram.Run("replay", log);
        Says(ended, 1, "LINE 1: unreadable");
        Assert.Contains("\"ticket\":\"A1\"", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_gigabyte_is_passed_over_in_little_memory()
    {
        var ended = RealProgram.Run(
            input =>
            {
                input.Write(Encoding.UTF8.GetBytes(Open + "\n{\"at\":\""));
                var piece = new byte[1 << 20];
                Array.Fill(piece, (byte)'x');
                for (var megabyte = 0; megabyte < 1024; megabyte++)
                    input.Write(piece);
                input.Write("\"}\n"u8);
                input.Write("""{"at":"2025-10-20T09:10:00Z","do":"start","ticket":"A1"}"""u8);
            },
            "replay", "-");

        Says(ended, 1, "LINE 2: unreadable longer than 1 MiB");
        Assert.Contains("\"event\":\"started\"", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_of_many_megabytes_is_answered_with_an_error_and_the_next_is_answered()
    {
        var ended = RealProgram.Run(
            input =>
            {
                input.Write(new byte[300 << 20]);
                input.Write("\n"u8);
                input.Write("""
                    {"id":"x","calendar":{"zone":"UTC","week":"24x7"},"start":"2025-10-20T09:00:00Z","add":"PT2H"}
                    """u8);
            },
            "eval", "calendar", "-");

        Says(ended, 1);
        Assert.Equal(
            ["""{"id":null,"error":"the line is longer than 1 MiB"}""", """{"id":"x","due":"2025-10-20T11:00:00Z"}"""],
            ended.Lines);
    }

    [Fact]
    public void A_gzip_that_was_cut_off_imports_nothing()
    {
        var whole = new MemoryStream();
        using (var gzip = new GZipStream(whole, CompressionLevel.Fastest))
        {
            for (var line = 0; line < 20_000; line++)
                gzip.Write(Encoding.UTF8.GetBytes($"{Open[..^1]},\"title\":\"{line * 7919}\"}}\n"));
        }
        var file = folder.At("log.jsonl.gz");
        File.WriteAllBytes(file, whole.ToArray()[..(int)(whole.ToArray().Length * 0.7)]);

        var ended = RealProgram.Run("import", "jsonl", file, "--out", folder.At("out.jsonl"));

        Says(ended, 2, file, "gzip");
        Assert.False(File.Exists(folder.At("out.jsonl")));
    }

    [Theory]
    [InlineData("{a: {zone: Mars/Phobos, week: 24x7}}", ":1:23: there is no zone 'Mars/Phobos'")]
    [InlineData("{a: *a}", "*a refers to nothing")]
    [InlineData("&c {a: *c}", ":1:")]
    [InlineData("{a: {zone: UTC, week: {mon: [\"25:00-26:00\"]}}}", ":1:")]
    public void A_policy_that_cannot_be_is_shown_the_place(string calendars, string said)
    {
        var policy = folder.File("p.yaml", $"calendars: {calendars}");

        Says(RealProgram.Run("policy", "check", policy), 1, policy + ":", said);
        Says(RealProgram.Run("replay", "samples/desk.jsonl", "--policy", policy), 2, policy + ":", said);
    }

    [Fact]
    public void A_calendar_without_working_hours_never_falls_due_and_never_hangs()
    {
        var policy = folder.File("p.yaml", "calendars: {none: {zone: UTC, week: {}}}", "sla: [{calendar: none}]");
        var log = folder.File("log.jsonl", Open);

        var ended = RealProgram.Run(
            "replay", log, "--policy", policy, "--until", "2035-01-01T00:00:00Z", "--explain", "A1");

        Assert.Contains(ended.Code, new[] { 0, 2 });
        Says(ended, ended.Code);
    }

    [Fact]
    public void A_missing_file_and_a_directory_in_its_place_are_named()
    {
        var log = folder.File("log.jsonl", Open);

        Says(RealProgram.Run("replay", folder.At("no.jsonl")), 2, "no.jsonl: there is no such file");
        Says(RealProgram.Run("replay", folder.Name), 2, folder.Name, "is a directory");
        Says(RealProgram.Run("replay", log, "--policy", folder.At("no.yaml")), 2, "no.yaml", "there is no such file");
        Says(RealProgram.Run("replay", log, "--out", folder.Name), 2, folder.Name, "is a directory");
        Says(RealProgram.Run("eval", "sla", folder.At("no.jsonl")), 2, "no.jsonl: there is no such file");
        Says(RealProgram.Run("policy", "test", folder.At("no.test.yaml")), 2, "no.test.yaml", "there is no such file");
        Says(RealProgram.Run("import", "csv", folder.Name, "--map", log, "--out", log), 2, "is a directory");
    }

    [Fact]
    public void A_place_that_is_full_or_closed_to_us_is_named()
    {
        var log = folder.File("log.jsonl", Open);
        if (File.Exists("/dev/full"))
        {
            Says(RealProgram.Run("replay", log, "--out", "/dev/full"), 2, "/dev/full");
            Says(RealProgram.Run("import", "jsonl", log, "--out", "/dev/full"), 2, "/dev/full");
        }
        Says(RealProgram.Run("replay", log, "--out", folder.At("no/such/place.jsonl")), 2, "no/such/place.jsonl");
        Says(RealProgram.Run("replay", log, "--summary", folder.At("no/summary.json")), 2, "no/summary.json");
    }

    [Fact]
    public void The_log_itself_is_not_overwritten()
    {
        var log = folder.File("log.jsonl", Open);

        Says(RealProgram.Run("replay", log, "--out", log), 2, "is what is being read");
        Assert.Equal(Open + "\n", File.ReadAllText(log));
    }

    [Fact]
    public void A_reader_that_goes_away_ends_it_quietly()
    {
        var log = folder.File("log.jsonl", [.. Enumerable.Range(0, 50_000).Select(number =>
            $$"""{"at":"2025-10-20T09:00:00Z","do":"open","ticket":"T{{number}}","title":"a title of length"}""")]);

        var (line, ended) = RealProgram.RunForOneLine("replay", log);

        Assert.Contains("\"ticket\":\"T0\"", line, StringComparison.Ordinal);
        Assert.Equal((0, ""), (ended.Code, ended.Error));
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("replay", "samples/desk.jsonl", "--until", "tomorrow")]
    [InlineData("replay", "samples/desk.jsonl", "--with", "patterns")]
    [InlineData("replay", "samples/desk.jsonl", "--colour")]
    [InlineData("replay", "samples/desk.jsonl", "--explain", "HD-2101@2025-13-01T00:00:00Z")]
    [InlineData("replay", "samples/desk.jsonl", "--assume", "priority=P1")]
    [InlineData("replay", "-", "--explain", "A1", "--assume", "priority=P1")]
    [InlineData("replay", "samples/desk.jsonl", "--explain", "HD-2101", "--assume", "weather=fine")]
    [InlineData("replay", "samples/desk.jsonl", "--explain", "HD-2101", "--assume", "priority=P7")]
    [InlineData("import", "xml", "file", "--out", "x")]
    [InlineData("policy", "check")]
    [InlineData("completion", "tcsh")]
    [InlineData("nonsense")]
    public void Wrong_usage_is_told_in_a_line_or_two(params string[] arguments)
    {
        var ended = RealProgram.Run(arguments);

        Says(ended, 2, "muster: ");
        Assert.True(ended.Error.Split('\n').Length <= 4, ended.Error);
        Assert.Equal("", ended.Output);
    }
}
