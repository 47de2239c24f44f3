using System.CommandLine;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster audit export</c>: accepted and refused commands of a running server.</summary>
internal static class AuditCommand
{
    public static Command Build() =>
        new("audit", "What was accepted and what was refused on a running server.") { Export() };

    private static Command Export()
    {
        var format = new Option<string>("--format")
        {
            Description = "jsonl or csv; jsonl if absent.",
            DefaultValueFactory = _ => "jsonl",
        };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var after = new Option<long>("--after") { Description = "Only what comes after this number." };
        var file = new Option<string>("--out")
        {
            Description = "Where to write it; standard output if absent.",
            DefaultValueFactory = _ => "-",
        };
        var command = new Command("export", "All of the audit, in order.") { format, after, file };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var path = $"api/v1/audit?format={parsed.GetValue(format)}&after={parsed.GetValue(after)}";
            using var response = server.Open(path).GetAwaiter().GetResult();
            using var input = response.Content.ReadAsStream();
            using var output = Terminal.OpenOutput(parsed.GetValue(file)!);
            input.CopyTo(output);
            return ExitCodes.Done;
        });
        return command;
    }
}
