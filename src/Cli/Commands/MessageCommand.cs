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
        var to = new Option<string?>("--to") { Description = "Only those to this person." };
        var cursor = new Option<string?>("--cursor") { Description = "The next of the page before." };
        var limit = new Option<string?>("--limit") { Description = "1 to 500; 50 if absent." };
        var output = Shown.Option();
        var command = new Command("list", "Messages, what became of each, and why.")
        {
            ticket, to, state, cursor, limit, output,
        };
        command.SetAction(parsed =>
        {
            var query = Query.Of(new[] { ticket, to, state, cursor, limit }
                .Select(option => (option.Name.TrimStart('-'), parsed.GetValue(option))));
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Get, $"api/v1/messages{query}"), parsed.GetValue(output));
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
