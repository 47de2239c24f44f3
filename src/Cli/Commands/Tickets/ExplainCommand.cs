using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Client;

namespace Muster.Cli.Commands.Tickets;

/// <summary><c>muster ticket explain</c>: why a ticket's clocks and rules stand as they do (S10).</summary>
internal static class ExplainCommand
{
    public static Command Build()
    {
        var id = TicketCommand.Id();
        var at = new Option<string?>("--at") { Description = "The instant to explain, past or future; now if absent." };
        var assume = new Option<string[]>("--assume")
        {
            Description = "FIELD=VALUE@INSTANT said to the ticket, or holiday=DATE; what would be otherwise.",
            AllowMultipleArgumentsPerToken = false,
        };
        var output = Shown.Option();
        var command = new Command("explain", "Why its clocks and rules stand as they do, and what comes next.")
        {
            id, at, assume, output,
        };
        command.SetAction(parsed =>
        {
            var asked = (parsed.GetValue(assume) ?? []).Select(said => ("assume", said))
                .Concat(parsed.GetValue(at) is { } moment ? [("at", moment)] : Array.Empty<(string, string)>())
                .Select(said => $"{said.Item1}={Uri.EscapeDataString(said.Item2)}");
            using var server = new ServerConnection();
            var answer = server.Send(
                HttpMethod.Get, $"{TicketCommand.Of(parsed.GetRequiredValue(id))}/explain?{string.Join('&', asked)}");
            return Shown.Print(answer, parsed.GetValue(output), ExplanationText.Print);
        });
        return command;
    }
}
