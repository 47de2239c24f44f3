using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using Muster.Cli.Commands;
using Muster.Cli.Commands.Store;
using Muster.Cli.Commands.Majors;
using Muster.Cli.Commands.Tickets;
using Muster.Core.Calendars;

namespace Muster.Cli;

/// <summary>All commands of the program, and how their answers become an exit code.</summary>
internal static class CommandLine
{
    public static RootCommand Root()
    {
        var root = Bare();
        foreach (var command in StoreCommands.All())
            root.Add(command);
        return root;
    }

    private static RootCommand Bare() => new(
        "Muster coordinates incidents: tickets, clocks, escalation, major incidents.")
    {
        ServeCommand.Build(),
        AskCommand.Build(),
        TicketCommand.Build(),
        MajorCommandLine.Build(),
        StatusCommand.Build(),
        DemoCommand.Build(),
        SlaCommand.Build(),
        ReportCommand.Build(),
        OnCallCommand.Build(),
        DirectoryCommand.Person(),
        DirectoryCommand.Team(),
        TokenCommand.Build(),
        IntegrationCommand.Build(),
        MessageCommand.Build(),
        WhyNotCommand.Build(),
        AuditCommand.Build(),
        ReplayCommand.Build(),
        PolicyCommand.Build(),
        ZonesCommand.Build(),
        TemplateCommand.Build(),
        ImportCommand.Build(),
        EvalCommand.Build(),
        CompletionCommand.Build(),
    };

    public static int Run(string[] args)
    {
        if (args is ["--version"])
            return PrintVersion();
        // an @ begins no file of further words: "@incident-coordinator …" is how people ask
        var parsed = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Faults(parsed).ToList() is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
                Console.Error.WriteLine($"muster: {fault}");
            Console.Error.WriteLine("muster: see muster --help");
            return ExitCodes.WrongUsage;
        }
        // Whatever a command throws is told in one place, in Program.cs.
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>One line a fault; a word that is no command stands for all that follows it.</summary>
    private static IEnumerable<string> Faults(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (Unknown(parsed) is { } option)
            return [$"{option} is no option of {NameOf(parsed.CommandResult)}; a text that begins so stands behind --"];
        if (parsed.Errors.Count == 0)
            return [];
        if (command.Subcommands.Count == 0)
            return parsed.Errors.Select(error => string.Join(' ', error.Message.Split((char[]?)null, OneSpace)));
        var known = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
        return parsed.UnmatchedTokens is [var word, ..]
            ? [$"{word} is no command of {command.Name}; it has {known}"]
            : [$"{command.Name} needs a command: {known}"];
    }

    /// <summary>A misspelt option, which the parser would take for a file or a text.</summary>
    private static string? Unknown(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
                .Select(token => token.Value).FirstOrDefault(IsOption);

    private static bool IsOption(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) && word.Length > 2 && !word.Any(char.IsWhiteSpace);

    private static string NameOf(CommandResult command) => command.Parent is CommandResult { Parent: not null } above
        ? $"{NameOf(above)} {command.Command.Name}"
        : command.Command.Name;

    private const StringSplitOptions OneSpace = StringSplitOptions.RemoveEmptyEntries;

    private static int PrintVersion()
    {
        using var output = Terminal.OpenText("-");
        output.WriteLine($"muster {Version}, zone data {ZoneData.BuiltIn.Version}");
        return ExitCodes.Done;
    }

    private static string Version =>
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+')[0] ?? "0";
}
