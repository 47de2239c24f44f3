using System.CommandLine;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster message</c>: what people were told, and what could not be told.</summary>
internal static class MessageCommand
{
    public static Command Build() => new("message", "What people were told by a running server.") { List(), Test() };

    private static Command List()
    {
        var ticket = new Option<string?>("--ticket") { Description = "Only those about it." };
        var state = new Option<string?>("--state") { Description = "waiting, delivered, dropped or failed." };
        state.AcceptOnlyFromAmong("waiting", "delivered", "dropped", "failed");
        var output = Shown.Option();
        var command = new Command("list", "Messages, what became of each, and why.") { ticket, state, output };
        command.SetAction(parsed =>
        {
            var query = new[] { ("ticket", parsed.GetValue(ticket)), ("state", parsed.GetValue(state)) }
                .Where(said => said.Item2 is not null)
                .Select(said => $"{said.Item1}={Uri.EscapeDataString(said.Item2!)}");
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Get, $"api/v1/messages?{string.Join('&', query)}"), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Test()
    {
        var person = new Argument<string>("person") { Description = "As the policy names them." };
        var output = Shown.Option();
        var command = new Command("test", "Send somebody a message that says it is a test.") { person, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var path = $"api/v1/people/{Uri.EscapeDataString(parsed.GetRequiredValue(person))}/test";
            return Shown.Print(server.Send(HttpMethod.Post, path, "{}"), parsed.GetValue(output));
        });
        return command;
    }
}
