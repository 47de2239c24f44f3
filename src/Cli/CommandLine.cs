using System.CommandLine;
using System.Reflection;
using Muster.Cli.Commands;

namespace Muster.Cli;

/// <summary>All commands of the program, and how their answers become an exit code.</summary>
internal static class CommandLine
{
    public static RootCommand Root() => new("Muster coordinates incidents: tickets, clocks, escalation, major incidents.")
    {
        ReplayCommand.Build(),
        PolicyCommand.Build(),
        ImportCommand.Build(),
        EvalCommand.Build(),
        CompletionCommand.Build(),
    };

    public static int Run(string[] args)
    {
        if (args is ["--version"])
            return PrintVersion();
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine($"muster: {error.Message}");
            Console.Error.WriteLine("muster: see muster --help");
            return ExitCodes.WrongUsage;
        }
        // Whatever a command throws is told in one place, in Program.cs.
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static int PrintVersion()
    {
        using var output = Terminal.OpenText("-");
        output.WriteLine($"muster {Version}, zone data {Files.Zones.Version}");
        return ExitCodes.Done;
    }

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+')[0] ?? "0";
}
