using System.CommandLine;
using System.Text.Json.Nodes;
using Muster.Cli.Client;
using Muster.Cli.Commands.Tickets;
using Muster.Core.Majors;
using Muster.Core.Tickets;

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
        var title = new Argument<string>("TITLE") { Description = "What is down." };
        var severity = new Option<string?>("--severity")
        {
            Description = $"{string.Join(", ", MajorWords.Severities)}; the first if absent.",
        };
        var service = new Option<string?>("--service") { Description = "The service that is down." };
        var users = new Option<int?>("--affected-users") { Description = "How many cannot work." };
        var key = new Option<string?>("--key") { Description = "The same key again gives the first answer again." };
        var output = Shown.Option();
        var command = new Command("open", "Open a P1 and declare it at once.")
        {
            title, severity, service, users, key, output,
        };
        command.SetAction(parsed =>
        {
            var body = new JsonObject { ["title"] = parsed.GetRequiredValue(title) };
            if (parsed.GetValue(severity) is { } level)
                body["severity"] = level;
            if (parsed.GetValue(service) is { } name)
                body["service"] = name;
            if (parsed.GetValue(users) is { } count)
                body["affectedUsers"] = count;
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Post, Path, body.ToJsonString(), ("Idempotency-Key", parsed.GetValue(key))),
                parsed.GetValue(output));
        });
        return command;
    }
}
