using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Muster.Core.Policies;
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
        var command = new Command("replay", "Run a log through the clocks: every warning, breach, escalation and change.")
        {
            log, policy, until, journal, summary, strict,
        };
        command.SetAction(parsed => Run(new ReplayOptions(
            parsed.GetRequiredValue(log), parsed.GetValue(policy), parsed.GetValue(until),
            parsed.GetValue(journal), parsed.GetValue(summary), parsed.GetValue(strict))));
        return command;
    }

    private sealed record ReplayOptions(
        string Log, string? Policy, string? Until, string? Journal, string? Summary, bool Strict);

    private static int Run(ReplayOptions options)
    {
        Instant? until = null;
        if (options.Until is { } text)
        {
            if (!Rfc3339.TryParse(text, out var instant))
            {
                Console.Error.WriteLine($"muster: --until {text} is no instant such as 2025-10-20T09:00:00Z");
                return ExitCodes.WrongUsage;
            }
            until = instant;
        }
        if (PolicyCommand.Read(options.Policy) is not { } policy)
            return ExitCodes.WrongUsage;
        using var log = Terminal.OpenInput(options.Log);
        return Run(options, log, policy, until);
    }

    private static int Run(ReplayOptions options, Stream log, Policy policy, Instant? until)
    {
        var toScreen = options.Summary == "-";
        var name = options.Journal ?? (toScreen || !Console.IsOutputRedirected ? null : "-");
        using var stream = name is null ? Stream.Null : Terminal.OpenOutput(name);
        using var journal = new JournalWriter(stream);
        var started = Stopwatch.GetTimestamp();
        var replay = new LogReplay(policy, (at, ticket, fact) => journal.Write(at, ticket.Id, fact))
        {
            IsStrict = options.Strict,
            Until = until,
            OnRefusal = (number, refusal) =>
                Console.Error.WriteLine($"LINE {number}: {Core.Replay.RefusalCodes.Name(refusal.Code)} {refusal.Text}"),
        };
        var clean = replay.Run(log);
        journal.Flush();
        WriteSummary(options.Summary ?? (name is null ? "-" : null), replay, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return clean ? ExitCodes.Done : ExitCodes.No;
    }

    private static void WriteSummary(string? name, LogReplay replay, double seconds)
    {
        if (name is null)
            return;
        using var output = Terminal.OpenOutput(name);
        using (var json = new Utf8JsonWriter(output))
            SummaryWriter.Write(json, replay.Summary, replay.Policy, seconds);
        output.Write("\n"u8);
    }
}
