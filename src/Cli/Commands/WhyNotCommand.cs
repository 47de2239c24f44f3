using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster why-not</c>: why somebody was told of a ticket, or was not (E12).</summary>
internal static class WhyNotCommand
{
    public static Command Build()
    {
        var ticket = new Argument<string>("ticket") { Description = "Its number, in full or bare, or an alias." };
        var person = new Argument<string>("person") { Description = "As the policy names them." };
        var output = Shown.Option();
        var command = new Command("why-not", "Why somebody was told of a ticket, or was not.")
        {
            ticket, person, output,
        };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var path = $"api/v1/tickets/{Uri.EscapeDataString(parsed.GetRequiredValue(ticket))}/why-not/"
                + Uri.EscapeDataString(parsed.GetRequiredValue(person));
            return Shown.Print(server.Send(HttpMethod.Get, path), parsed.GetValue(output), Print);
        });
        return command;
    }

    private static void Print(JsonElement account)
    {
        using var output = Terminal.OpenText("-");
        var told = account.GetProperty("told").GetBoolean();
        output.WriteLine($"{account.GetProperty("person").GetString()} was {(told ? "" : "not ")}told of "
            + $"{account.GetProperty("ticket").GetString()}:");
        foreach (var line in account.GetProperty("because").EnumerateArray())
            output.WriteLine($"- {line.GetString()}");
    }
}
