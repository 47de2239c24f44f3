using System.CommandLine;
using Muster.Files.Eval;

namespace Muster.Cli.Commands;

/// <summary><c>muster eval (calendar|sla|oncall) CASES.jsonl</c>: one JSON answer a line, in order.</summary>
internal static class EvalCommand
{
    public static Command Build() => new("eval", "Answer cases, one JSON line each, for scripts and policy tests.")
    {
        Of("calendar", "Business time: when a duration is used up, or how much of it lies between two instants.", EvalKind.Calendar),
        Of("sla", "A small log with a policy inside: what the ticket's clocks show.", EvalKind.Sla),
        Of("oncall", "A schedule: who is on call at an instant, or the shifts of a range.", EvalKind.OnCall),
    };

    private static Command Of(string name, string description, EvalKind kind)
    {
        var cases = new Argument<string>("CASES.jsonl") { Description = "One case a line; - is standard input." };
        var command = new Command(name, description) { cases };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(cases), kind));
        return command;
    }

    private static int Run(string file, EvalKind kind)
    {
        var allAnswered = true;
        try
        {
            using var input = new StreamReader(Terminal.OpenInput(file));
            using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16) { NewLine = "\n" };
            while (input.ReadLine() is { } line)
            {
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                output.WriteLine(EvalCases.Answer(kind, System.Text.Encoding.UTF8.GetBytes(line), out var answered));
                allAnswered &= answered;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Terminal.CannotUse(file, fault);
        }
        return allAnswered ? ExitCodes.Done : ExitCodes.No;
    }
}
