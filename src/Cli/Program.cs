using System.CommandLine;
using Muster.Cli;
using Muster.Cli.Commands;

var root = new RootCommand("Muster coordinates incidents: tickets, clocks, escalation, major incidents.")
{
    ReplayCommand.Build(),
    EvalCommand.Build(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine($"muster: {error.Message}");
    Console.Error.WriteLine("muster: see muster --help");
    return ExitCodes.WrongUsage;
}
return parsed.Invoke();
