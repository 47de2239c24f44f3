using System.CommandLine;
using Muster.Cli.Client;
using Muster.Core.Tickets;

namespace Muster.Cli.Commands.Tickets;

/// <summary><c>muster ticket …</c>: tickets of a running server.</summary>
internal static class TicketCommand
{
    public const string Path = "api/v1/tickets";

    public const string AtRiskMeaning =
        "Only those of which a clock that has not ended has used 75 % of its target, or missed it.";

    private static readonly string[] Filters = ["state", "priority", "team", "service", "q", "cursor", "limit"];

    public static Command Build()
    {
        var command = new Command("ticket", "Open, list, show tickets of a running server, and say verbs to them.")
        {
            List(),
            Read("show", "Show one ticket, its clocks and links.", ""),
            Read("timeline", "All that happened to one ticket, oldest first.", "/timeline"),
            ExplainCommand.Build(),
            GraphCommand.Build(),
            WatchCommand.Build(),
        };
        foreach (var verb in Verbs.All.Append("correct"))
            command.Add(VerbCommand.Build(verb));
        return command;
    }

    private static Command List()
    {
        var options = Filters.Select(name => new Option<string?>($"--{name}") { Description = Meaning(name) }).ToList();
        var atRisk = new Option<bool>("--at-risk") { Description = AtRiskMeaning };
        var output = Shown.Option();
        var command = new Command("list", "List tickets, newest first.") { atRisk, output };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(parsed =>
        {
            var query = options
                .Where(option => parsed.GetValue(option) is not null)
                .Select(option => $"{option.Name[2..]}={Uri.EscapeDataString(parsed.GetValue(option)!)}")
                .Concat(parsed.GetValue(atRisk) ? ["atRisk=true"] : Array.Empty<string>());
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Get, $"{Path}?{string.Join('&', query)}"), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Read(string name, string description, string part)
    {
        var id = Id();
        var output = Shown.Option();
        var command = new Command(name, description) { id, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Get, Of(parsed.GetRequiredValue(id)) + part), parsed.GetValue(output));
        });
        return command;
    }

    public static Argument<string> Id() => new("TICKET") { Description = "Its number, in full or bare, or an alias." };

    public static string Of(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    private static string Meaning(string filter) => filter switch
    {
        "state" => "States, comma-separated; open stands for all but Resolved and Closed.",
        "q" => "Words that all occur; one that ends in * is a beginning.",
        "cursor" => "Where the page before ended.",
        "limit" => "1 to 500; 50 if absent.",
        _ => "Any of these, comma-separated.",
    };
}
