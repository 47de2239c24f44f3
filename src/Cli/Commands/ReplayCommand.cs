using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Files.Journals;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Cli.Commands;

/// <summary><c>muster replay LOG.jsonl</c>: history through the clocks, under virtual time.</summary>
internal static class ReplayCommand
{
    public static Command Build()
    {
        var log = new Argument<string>("LOG.jsonl") { Description = "The replay log; - is standard input." };
        var policy = new Option<string?>("--policy") { Description = "The policy to replay under; the shipped one if absent." };
        var until = new Option<string?>("--until") { Description = "Read no later lines, and let time run to this instant." };
        var journal = new Option<string?>("--out") { Description = "Where the journal goes; - is standard output." };
        var summary = new Option<string?>("--summary") { Description = "Where the summary goes as JSON; - is standard output." };
        var strict = new Option<bool>("--strict") { Description = "Stop at the first refused line." };
        var explain = new ExplainOptions();
        var with = new Option<string?>("--with") { Description = "What else runs; nothing that this version knows." };
        var command = new Command("replay", "Run a log through the clocks: every warning, breach, escalation and change.")
        {
            log, policy, until, journal, summary, strict, with,
        };
        explain.AddTo(command);
        command.SetAction(parsed => Run(new ReplayOptions(
            parsed.GetRequiredValue(log), parsed.GetValue(policy), parsed.GetValue(until),
            parsed.GetValue(journal), parsed.GetValue(summary), parsed.GetValue(strict))
        {
            With = parsed.GetValue(with),
            Explain = explain.Read(parsed),
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
            until = instant;
        }
        if (options.With is { } parts)
            throw new UsageFault($"--with {parts}: this version knows none of majors, patterns, windows yet");
        if (PolicyCommand.Read(options.Policy) is not { } policy)
            return ExitCodes.WrongUsage;
        if (!policy.Paging.IsEmpty)
            Console.Error.WriteLine("muster: a replay does not page: the policy's paging is left out");
        if (options.Explain is { } explain)
            return new ExplainRun(options, explain, policy, until).Run();
        using var log = Terminal.OpenInput(options.Log);
        return Run(options, log, policy, until);
    }

    private static int Run(ReplayOptions options, NamedStream log, Policy policy, Instant? until)
    {
        var name = options.Journal ?? (options.Summary == "-" || Terminal.OutputIsTerminal ? null : "-");
        using var stream = name is null ? Stream.Null : Terminal.OpenOutput(name);
        using var journal = new JournalWriter(stream);
        var started = Stopwatch.GetTimestamp();
        var replay = ProgressBar.Run("replaying", log.KnownLength, told =>
        {
            var running = new LogReplay(policy, (at, ticket, fact) => journal.Write(at, ticket.Id, fact))
            {
                IsStrict = options.Strict, Until = until, OnRefusal = SayRefused, OnProgress = told,
            };
            running.Run(log);
            return running;
        });
        journal.Flush();
        WriteSummary(options, replay, Stopwatch.GetElapsedTime(started).TotalSeconds, name != "-");
        return replay.Summary.Refused == 0 ? ExitCodes.Done : ExitCodes.No;
    }

    public static void SayRefused(int number, Refusal refusal) =>
        Terminal.Say($"{(number > 0 ? $"LINE {number}" : "ASSUMED")}: {refusal.Code.Name()} {refusal.Text}");

    /// <summary>As JSON where it was asked for; else in ten lines on a terminal that shows nothing else.</summary>
    private static void WriteSummary(ReplayOptions options, LogReplay replay, double seconds, bool screenIsFree)
    {
        if (options.Summary is { } name)
            WriteSummary(name, replay, seconds);
        if (options.Summary == "-" || !screenIsFree || !Terminal.OutputIsTerminal)
            return;
        using var screen = Terminal.OpenText("-");
        SummaryText.Write(screen, replay.Summary, replay.Policy, seconds);
    }

    public static void WriteSummary(string name, LogReplay replay, double seconds)
    {
        using var output = Terminal.OpenOutput(name);
        using (var json = new Utf8JsonWriter(output))
            SummaryWriter.Write(json, replay.Summary, replay.Policy, seconds);
        output.Write("\n"u8);
    }
}

/// <summary>What a call of <c>muster replay</c> asks for.</summary>
internal sealed record ReplayOptions(
    string Log, string? Policy, string? Until, string? Journal, string? Summary, bool Strict)
{
    public string? With { get; init; }

    /// <summary>Null where neither an explanation nor an assumption is asked for.</summary>
    public ExplainRequest? Explain { get; init; }
}
