using System.CommandLine;
using Muster.Cli.Client;
using Muster.Cli.Commands.Tickets;
using Muster.Core.Tickets;
using Muster.Files.Logs;

namespace Muster.Cli.Commands.Majors;

/// <summary><c>muster major …</c>: major incidents of a running server.</summary>
internal static class MajorCommandLine
{
    public const string Path = "api/v1/majors";

    public static Command Build()
    {
        var command = new Command("major", "List and show major incidents of a running server, and say verbs to them.")
        {
            List(),
            Show(),
            Open(),
        };
        foreach (var verb in (string[])["declare", "stand-down", "impact", .. Verbs.OfMajors])
            command.Add(VerbCommand.Build(verb, Path));
        return command;
    }

    private static Command List()
    {
        var state = new Option<string?>("--state")
        {
            Description = "candidate, declared, watched, stood-down, comma-separated; all if absent.",
        };
        var output = Shown.Option();
        var command = new Command("list", "List major incidents and candidates, newest first.") { state, output };
        command.SetAction(parsed =>
        {
            var query = parsed.GetValue(state) is { } wanted ? $"?state={Uri.EscapeDataString(wanted)}" : "";
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Get, Path + query), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Show()
    {
        var id = Tickets.TicketCommand.Id();
        var output = Shown.Option();
        var command = new Command("show", "Show one with its roles, timeline, decisions, tasks and the next update.")
        {
            id, output,
        };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Get, $"{Path}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}"),
                parsed.GetValue(output));
        });
        return command;
    }

    private static Command Open()
    {
        var command = VerbCommand.Build("open", Path, new FieldShape("severity", FieldKind.Text, IsNeeded: false));
        command.Description = "Open a P1 and declare it at once.";
        return command;
    }
}
