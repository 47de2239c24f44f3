using System.CommandLine;
using Muster.Core.Calendars;
using Muster.Files.Eval;
using Muster.Files.Logs;

namespace Muster.Cli.Commands;

/// <summary><c>muster eval (calendar|sla|oncall) CASES.jsonl</c>: one JSON answer a line, in order.</summary>
internal static class EvalCommand
{
    public static Command Build() => new("eval", "Answer cases, one JSON line each, for scripts and policy tests.")
    {
        Of("calendar", "When a duration is used up, or how much of it lies between two instants.", EvalKind.Calendar),
        Of("sla", "A small log with a policy inside: what the ticket's clocks show.", EvalKind.Sla),
        Of("oncall", "A schedule: who is on call at an instant, or the shifts of a range.", EvalKind.OnCall),
    };

    private static Command Of(string name, string description, EvalKind kind)
    {
        var cases = new Argument<string>("CASES.jsonl") { Description = "One case a line; - is standard input." };
        var zones = ZonesOption.Build();
        var command = new Command(name, description) { cases, zones };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(cases), kind, ZonesOption.Read(parsed.GetValue(zones))));
        return command;
    }

    private static int Run(string file, EvalKind kind, ZoneData zones)
    {
        var allAnswered = true;
        using var input = Terminal.OpenInput(file);
        using var output = Terminal.OpenText("-");
        var lines = new Lines(input);
        while (lines.TryRead(out var line, out var tooLong))
        {
            if (lines.Number == 1 && line.StartsWith("\ufeff"u8))
                line = line[3..];
            if (!tooLong && line.Trim(" \t\r"u8).IsEmpty)
                continue;
            var answered = false;
            output.WriteLine(tooLong
                ? """{"id":null,"error":"the line is longer than 1 MiB"}"""
                : EvalCases.Answer(kind, line.ToArray(), zones, out answered));
            allAnswered &= answered;
        }
        return allAnswered ? ExitCodes.Done : ExitCodes.No;
    }
}
