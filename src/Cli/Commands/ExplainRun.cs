using System.Diagnostics;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Reports;
using NodaTime;

namespace Muster.Cli.Commands;

/// <summary>
/// Replays a log and explains one ticket; with assumptions once more as it would have been, and tells the difference.
/// </summary>
internal sealed class ExplainRun(ReplayOptions options, ExplainRequest request, Policy policy, Instant? until)
{
    private readonly List<DatedFact> facts = [];

    public int Run()
    {
        if (request.Assumptions.IsEmpty)
            return Print(Pass(policy, [], request.At ?? until, isLast: true), null);
        if (options.Log == "-")
            throw new UsageFault("--assume reads the log twice: give it a file in place of standard input");
        var assumed = policy;
        foreach (var holiday in request.Assumptions.Where(assumption => assumption.IsHoliday))
            assumed = holiday.Over(assumed) ?? throw new UsageFault(
                $"--assume {holiday.Text}: the policy has no calendar {holiday.Calendar}; it has "
                + string.Join(", ", policy.Calendars.Keys.Order(StringComparer.Ordinal)));
        if (request.Ticket is null)
            return Exit(Pass(assumed, [], until, isLast: true));
        var real = Explained(Pass(policy, [], request.At ?? until, isLast: false));
        if (real is null)
            return ExitCodes.No;
        return Print(Pass(assumed, Lines(assumed, real), real.At, isLast: true), real);
    }

    private List<LogLine> Lines(Policy assumed, Explanation real)
    {
        var lines = new List<LogLine>();
        foreach (var assumption in request.Assumptions.Where(assumption => !assumption.IsHoliday))
        {
            var line = assumption.Line(real.Ticket.Id.Value, real.At, assumed);
            if (line.Fault is { } fault)
                throw new UsageFault($"--assume {assumption.Text}: {fault.Text}");
            if (line.At > real.At)
                Terminal.Say($"muster: --assume {assumption.Text} lies after {Rfc3339.Format(real.At)}, "
                    + "the instant explained, and changes nothing by then");
            lines.Add(line);
        }
        return [.. lines.OrderBy(line => line.At)];
    }

    /// <param name="isLast">The run that is told: refusals, journal and summary are its own.</param>
    private LogReplay Pass(Policy under, List<LogLine> assumed, Instant? end, bool isLast)
    {
        facts.Clear();
        using var log = Terminal.OpenInput(options.Log);
        var otherwise = request.Ticket is null && !Terminal.OutputIsTerminal && options.Summary != "-" ? "-" : null;
        var name = isLast ? options.Journal ?? otherwise : null;
        using var stream = name is null ? Stream.Null : Terminal.OpenOutput(name);
        using var journal = new JournalWriter(stream);
        FactSink[] sinks = name is null ? [Keep] : [Keep, (at, ticket, fact) => journal.Write(at, ticket.Id, fact)];
        var started = Stopwatch.GetTimestamp();
        var replay = ProgressBar.Run(isLast ? "replaying" : "replaying as it was", log.KnownLength, told =>
        {
            var running = new LogReplay(under, withMajors: true, sinks)
            {
                IsStrict = options.Strict,
                Until = end,
                LastLineAt = until, // an instant explained that lies after it: as if nothing more had been said
                Assumed = assumed,
                OnProgress = told,
                OnRefusal = isLast ? ReplayCommand.SayRefused : null,
            };
            running.Run(log);
            return running;
        });
        journal.Flush();
        if (isLast && options.Summary is { } summary)
            ReplayCommand.WriteSummary(summary, replay, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return replay;
    }

    private void Keep(Instant at, Core.Tickets.TicketState ticket, Core.Tickets.TicketEvent fact)
    {
        if (request.Ticket is { } name && string.Equals(ticket.Id.Value, name, StringComparison.OrdinalIgnoreCase))
            facts.Add(new DatedFact(at, fact));
    }

    private Explanation? Explained(LogReplay replay)
    {
        if (replay.Time.Find(request.Ticket!) is { } ticket && replay.Time.Now is { } end)
            return Explanation.Of(
                ticket.Id, facts, request.At ?? until ?? end, replay.Policy, replay.Time.Neighbours);
        var by = (request.At ?? until) is { } at ? $" by {Rfc3339.Format(at)}" : "";
        Console.Error.WriteLine(
            $"muster: {options.Log} opens no ticket {request.Ticket}{by} ({replay.Time.Tickets:N0} others)");
        return null;
    }

    private int Print(LogReplay replay, Explanation? real)
    {
        if (request.Ticket is null)
            return Exit(replay);
        if (Explained(replay) is not { } explained)
            return ExitCodes.No;
        var whatIf = real is null ? null : WhatIf.Of(real, explained);
        var json = Written(explained, whatIf);
        if (request.AsJson)
            PrintJson(json);
        else
            Print(json);
        return Exit(replay);
    }

    private byte[] Written(Explanation explained, WhatIf? whatIf)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, ExplanationJson.Options))
            ExplanationJson.Write(json, explained, request.Assumptions.Select(assumption => assumption.Text), whatIf);
        return bytes.ToArray();
    }

    private static void PrintJson(byte[] json)
    {
        using var output = Terminal.OpenOutput("-");
        output.Write(json);
        output.Write("\n"u8);
    }

    private static void Print(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        ExplanationText.Print(document.RootElement);
    }

    private static int Exit(LogReplay replay) => replay.Summary.Refused == 0 ? ExitCodes.Done : ExitCodes.No;
}
