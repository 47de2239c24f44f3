using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Client;

namespace Muster.Cli.Commands.Tickets;

/// <summary>
/// <c>muster ticket watch</c>: what happens, as it happens. A board with clocks that count down on a terminal, the
/// journal as JSON Lines when piped.
/// </summary>
internal static class WatchCommand
{
    public static Command Build()
    {
        var id = new Argument<string?>("TICKET")
        {
            Description = "One ticket alone; all if absent.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var after = new Option<string?>("--after")
        {
            Description = "Begin after this position of the stream, 0 for the beginning; now if absent.",
        };
        var output = new Option<string?>("--output") { Description = "table or json; by itself whichever fits." };
        output.AcceptOnlyFromAmong("table", "json");
        var command = new Command("watch", "Watch tickets live, until interrupted.") { id, after, output };
        command.SetAction(parsed =>
        {
            var isBoard = parsed.GetValue(output) switch
            {
                "table" => true,
                "json" => false,
                _ => Terminal.OutputIsTerminal,
            };
            using var server = new ServerConnection();
            var ticket = parsed.GetValue(id) is { } name ? NumberOf(server, name) : null;
            return Watch(server, ticket, parsed.GetValue(after), isBoard);
        });
        return command;
    }

    private static int Watch(ServerConnection server, string? ticket, string? after, bool isBoard)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        if (isBoard)
            new WatchBoard(server, ticket).Run(after, stop.Token);
        else
            PrintLines(server, ticket, after, stop);
        return ExitCodes.Done;
    }

    private static void PrintLines(
        ServerConnection server, string? ticket, string? after, CancellationTokenSource stop)
    {
        using var output = Terminal.OpenText("-");
        var feed = new EventFeed(server, after);
        feed.Run(
            told =>
            {
                if (!IsOf(told, ticket))
                    return;
                output.WriteLine(told.Line);
                output.Flush(); // whoever reads is to see it now
            },
            stop.Token).GetAwaiter().GetResult();
    }

    public static bool IsOf(FedEvent told, string? ticket)
    {
        if (ticket is null)
            return true;
        using var line = JsonDocument.Parse(told.Line);
        return line.RootElement.GetProperty("ticket").GetString() == ticket;
    }

    /// <summary>The number in full of a ticket that was named in short.</summary>
    private static string NumberOf(ServerConnection server, string name)
    {
        using var ticket = JsonDocument.Parse(server.Send(HttpMethod.Get, TicketCommand.Of(name)).Text);
        return ticket.RootElement.GetProperty("id").GetString()!;
    }
}
