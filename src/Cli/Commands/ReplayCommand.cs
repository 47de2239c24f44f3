using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Muster.Core.Policies;
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
        var policy = new Option<string?>("--policy") { Description = "The policy to replay under; the shipped one if absent." };
        var until = new Option<string?>("--until") { Description = "Read no later lines, and let time run to this instant." };
        var journal = new Option<string?>("--out") { Description = "Where the journal goes; - is standard output." };
        var summary = new Option<string?>("--summary") { Description = "Where the summary goes as JSON; - is standard output." };
        var html = new Option<string?>("--html") { Description = "Where a page goes; - is standard output." };
        var against = new Option<string?>("--against") { Description = "Another policy to compare it with." };
        var strict = new Option<bool>("--strict") { Description = "Stop at the first refused line." };
        var command = new Command("replay", "Run a log through the clocks: every warning, breach, escalation and change.")
        {
            log, policy, until, journal, summary, html, against, strict,
        };
        command.SetAction(parsed => Run(new ReplayOptions(
            parsed.GetRequiredValue(log), parsed.GetValue(policy), parsed.GetValue(until),
            parsed.GetValue(journal), parsed.GetValue(summary), parsed.GetValue(html), parsed.GetValue(against),
            parsed.GetValue(strict))));
        return command;
    }

    private sealed record ReplayOptions(
        string Log, string? Policy, string? Until, string? Journal, string? Summary, string? Html, string? Against,
        bool Strict);

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
        if (ReadPolicy(options.Policy) is not { } policy)
            return ExitCodes.WrongUsage;
        Policy? other = null;
        if (options.Against is not null && (other = ReadPolicy(options.Against)) is null)
            return ExitCodes.WrongUsage;
        try
        {
            using var log = Terminal.OpenInput(options.Log);
            return Run(options, log, policy, other, until);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Terminal.CannotUse(options.Log, fault);
        }
    }

    private static int Run(ReplayOptions options, Stream input, Policy policy, Policy? other, Instant? until)
    {
        var readsAgain = options.Html is not null || other is not null;
        var asksForMore = options.Summary == "-" || readsAgain;
        var name = options.Journal ?? (asksForMore || !Console.IsOutputRedirected ? null : "-");
        using var log = readsAgain ? RereadableLog.Of(input) : input;
        using var stream = name is null ? Stream.Null : Terminal.OpenOutput(name);
        using var journal = new JournalWriter(stream);
        var report = readsAgain ? new ReplayReading(log, policy, options.Strict, until) : null;
        var started = Stopwatch.GetTimestamp();
        var replay = new LogReplay(
            policy, [(at, ticket, fact) => journal.Write(at, ticket.Id, fact), .. report?.Sinks ?? []])
        {
            IsStrict = options.Strict,
            Until = until,
            OnRefusal = (number, refusal) =>
                Console.Error.WriteLine($"LINE {number}: {Core.Replay.RefusalCodes.Name(refusal.Code)} {refusal.Text}"),
        };
        var clean = replay.Run(log);
        journal.Flush();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report?.Finish(replay);
        var against = other is null ? null : report!.Against(other);
        if (options.Html is { } page)
            WritePage(page, report!.Report(NameOf(options.Log), against));
        var byDefault = options.Html != "-" && (name is null || (other is not null && name != "-")) ? "-" : null;
        if (options.Summary is null && byDefault is not null && against is not null && !Console.IsOutputRedirected)
            AgainstText.Write(Console.Out, policy.Version, against);
        else
            WriteSummary(options.Summary ?? byDefault, replay, seconds, against);
        return clean ? ExitCodes.Done : ExitCodes.No;
    }

    private static string NameOf(string log) => log == "-" ? "standard input" : Path.GetFileName(log);

    private static void WritePage(string name, ReplayReport report)
    {
        using var output = Terminal.OpenOutput(name);
        ReplayPage.Write(output, report);
    }

    private static void WriteSummary(string? name, LogReplay replay, double seconds, OtherPolicy? against)
    {
        if (name is null)
            return;
        using var output = Terminal.OpenOutput(name);
        // what people are to read at once is laid out for them; it stays JSON
        var layout = new JsonWriterOptions { Indented = against is not null && name == "-" };
        using (var json = new Utf8JsonWriter(output, layout))
            SummaryWriter.Write(json, replay.Summary, replay.Policy, seconds, against);
        output.Write("\n"u8);
    }

    private static Policy? ReadPolicy(string? file)
    {
        if (file is null)
            return PolicyReader.Shipped;
        try
        {
            var source = new PolicySource(file, File.ReadAllText(file), Path.GetDirectoryName(Path.GetFullPath(file)));
            var read = PolicyReader.Read([source]);
            foreach (var fault in read.Faults)
                Console.Error.WriteLine(fault);
            return read.Policy;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Terminal.CannotUse(file, fault);
            return null;
        }
    }
}
