using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Pages;
using Muster.Files.Policies;
using NodaTime;

namespace Muster.Cli.Commands;

/// <summary><c>muster replay LOG.jsonl</c>: history through the clocks, under virtual time.</summary>
internal static class ReplayCommand
{
    public static Command Build()
    {
        var log = new Argument<string>("LOG.jsonl") { Description = "The replay log; - is standard input." };
        var policy = new Option<string?>("--policy")
        {
            Description = "The policy to replay under; the shipped one if absent.",
        };
        var until = new Option<string?>("--until")
        {
            Description = "Read no later lines, and let time run to this instant.",
        };
        var journal = new Option<string?>("--out") { Description = "Where the journal goes; - is standard output." };
        var summary = new Option<string?>("--summary")
        {
            Description = "Where the summary goes as JSON; - is standard output.",
        };
        var html = new Option<string?>("--html") { Description = "Where a page goes; - is standard output." };
        var against = new Option<string?>("--against") { Description = "Another policy to compare it with." };
        var strict = new Option<bool>("--strict") { Description = "Stop at the first refused line." };
        var explain = new ExplainOptions();
        var with = new Option<string?>("--with")
        {
            Description = "What else runs by itself: majors (patterns and windows are to come).",
        };
        var zones = ZonesOption.Build();
        var command = new Command(
            "replay", "Run a log through the clocks: every warning, breach, escalation and change.")
        {
            log, policy, until, journal, summary, html, against, strict, with, zones,
        };
        explain.AddTo(command);
        command.SetAction(parsed => Run(new ReplayOptions(
            parsed.GetRequiredValue(log), parsed.GetValue(policy), parsed.GetValue(until),
            parsed.GetValue(journal), parsed.GetValue(summary), parsed.GetValue(strict))
        {
            With = parsed.GetValue(with),
            Zones = ZonesOption.Read(parsed.GetValue(zones)),
            Explain = explain.Read(parsed),
            Html = parsed.GetValue(html),
            Against = parsed.GetValue(against),
        }));
        return command;
    }

    private static int Run(ReplayOptions options)
    {
        Instant? until = null;
        if (options.Until is { } text)
        {
            if (!Rfc3339.TryParse(text, out var instant))
                throw new UsageFault($"--until {text} is no instant such as 2025-10-20T09:00:00Z");
            if (instant >= LogReader.End)
                throw new UsageFault($"--until {text} lies beyond {LogReader.End}");
            until = instant;
        }
        var withMajors = WithMajors(options.With);
        if (PolicyCommand.Read(options.Policy, options.Zones) is not { } read)
            return ExitCodes.WrongUsage;
        var policy = withMajors ? read : read.WithoutMajors();
        if (options.Explain is { } explain)
            return new ExplainRun(options, explain, policy, until).Run();
        Policy? other = null;
        if (options.Against is { } second && (other = PolicyCommand.Read(second, options.Zones)) is null)
            return ExitCodes.WrongUsage;
        other = withMajors ? other : other?.WithoutMajors();
        using var log = Terminal.OpenInput(options.Log);
        return Run(options, log, policy, other, until);
    }

    private static int Run(ReplayOptions options, NamedStream input, Policy policy, Policy? other, Instant? until)
    {
        var readsAgain = options.Html is not null || other is not null;
        var asksForMore = options.Summary == "-" || options.Html is not null || Terminal.OutputIsTerminal;
        var name = options.Journal ?? (asksForMore ? null : "-");
        using var log = readsAgain ? RereadableLog.Of(input) : input;
        using var stream = name is null ? Stream.Null : Terminal.OpenOutput(name);
        using var journal = new JournalWriter(stream);
        var report = readsAgain ? new ReplayReading(log, policy, options.Strict, until, withMajors: true) : null;
        var started = Stopwatch.GetTimestamp();
        var replay = ProgressBar.Run("replaying", input.KnownLength, told =>
        {
            FactSink write = (at, ticket, fact) => journal.Write(at, ticket.Id, fact);
            var running = new LogReplay(policy, withMajors: true, [write, .. report?.Sinks ?? []])
            {
                IsStrict = options.Strict,
                Until = until,
                OnRefusal = SayRefused,
                OnProgress = told,
            };
            running.Run(log);
            return running;
        });
        journal.Flush();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report?.Finish(replay);
        var against = other is null ? null : report!.Against(other);
        if (options.Html is { } page)
            WritePage(page, report!.Report(NameOf(options.Log), against));
        var screenIsFree = name != "-" && options.Html != "-";
        WriteSummary(options, replay, seconds, against, screenIsFree);
        return replay.Summary.Refused == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    /// <summary>Whether <c>--with</c> names majors.</summary>
    /// <exception cref="UsageFault">It names something else.</exception>
    public static bool WithMajors(string? parts)
    {
        var named = (parts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var part in named)
        {
            if (part is "patterns" or "windows")
                throw new UsageFault($"--with {part}: this version knows majors only; {part} are to come");
            if (part != "majors")
                throw new UsageFault($"--with {part}: there is majors");
        }
        return named.Length > 0;
    }

    public static void SayRefused(int number, Refusal refusal) =>
        Terminal.Say($"{(number > 0 ? $"LINE {number}" : "ASSUMED")}: {refusal.Code.Name()} {OnOneLine(refusal.Text)}");

    // a line break in what a log calls a ticket would look like a refusal of its own
    private static string OnOneLine(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}"))
        : text;

    private static string NameOf(string log) => log == "-" ? "standard input" : Path.GetFileName(log);

    private static void WritePage(string name, ReplayReport report)
    {
        using var output = Terminal.OpenOutput(name);
        ReplayPage.Write(output, report);
    }

    /// <summary>
    /// As JSON where it was asked for, else in ten lines on a free screen. Two policies side by side are told beside
    /// the journal, on standard error, where no file and no page has them.
    /// </summary>
    private static void WriteSummary(
        ReplayOptions options, LogReplay replay, double seconds, OtherPolicy? against, bool screenIsFree)
    {
        if (options.Summary is { } name)
            WriteSummary(name, replay, seconds, against);
        if (options.Summary == "-")
            return;
        var isUntold = against is not null && options.Summary is null && options.Html is null;
        if (screenIsFree && (Terminal.OutputIsTerminal || options.Html is not null || isUntold))
        {
            using var screen = Terminal.OpenText("-");
            WriteText(screen, replay, seconds, against);
        }
        else if (isUntold)
            WriteText(Console.Error, replay, seconds, against);
    }

    private static void WriteText(TextWriter text, LogReplay replay, double seconds, OtherPolicy? against)
    {
        SummaryText.Write(text, replay.Summary, replay.Policy, seconds);
        if (against is not null)
            AgainstText.Write(text, replay.Policy.Version, against);
    }

    public static void WriteSummary(string name, LogReplay replay, double seconds, OtherPolicy? against = null)
    {
        using var output = Terminal.OpenOutput(name);
        // what people are to read at once is laid out for them; it stays JSON
        var layout = new JsonWriterOptions { Indented = against is not null && name == "-" };
        using (var json = new Utf8JsonWriter(output, layout))
            SummaryWriter.Write(json, replay.Summary, replay.Policy, seconds, against);
        output.Write("\n"u8);
    }
}

/// <summary>What a call of <c>muster replay</c> asks for.</summary>
internal sealed record ReplayOptions(
    string Log, string? Policy, string? Until, string? Journal, string? Summary, bool Strict)
{
    public string? With { get; init; }

    /// <summary>By which both policies count.</summary>
    public ZoneData Zones { get; init; } = ZoneData.BuiltIn;

    /// <summary>Null where neither an explanation nor an assumption is asked for.</summary>
    public ExplainRequest? Explain { get; init; }

    public string? Html { get; init; }

    /// <summary>The policy to compare with.</summary>
    public string? Against { get; init; }
}
