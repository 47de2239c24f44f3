using System.CommandLine;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster status show|set|clear</c>: what a running server's status page says of its components.</summary>
internal static class StatusCommand
{
    private const string Path = "api/v1/status/components";

    public static Command Build() => new("status", "The components of the public status page.")
    {
        Show(), Set(), Clear(),
    };

    private static Command Show()
    {
        var output = Shown.Option();
        var command = new Command("show", "Each component, as shown and as derived from the majors.") { output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Get, Path), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Set()
    {
        var component = Component();
        var state = new Argument<string>("STATE")
        {
            Description = "operational, degraded_performance, partial_outage or major_outage.",
        };
        var until = new Option<string>("--until")
        {
            Description = "From this instant on the state is derived again.",
            Required = true,
        };
        var output = Shown.Option();
        var command = new Command("set", "Say by hand how a component does, for a while.")
        {
            component, state, until, output,
        };
        command.SetAction(parsed =>
        {
            var body = new JsonObject
            {
                ["state"] = parsed.GetRequiredValue(state),
                ["until"] = parsed.GetRequiredValue(until),
            };
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Put, Of(parsed.GetRequiredValue(component)), body.ToJsonString()),
                parsed.GetValue(output));
        });
        return command;
    }

    private static Command Clear()
    {
        var component = Component();
        var command = new Command("clear", "Let a component's state be derived from the majors again.") { component };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Delete, Of(parsed.GetRequiredValue(component))), null);
        });
        return command;
    }

    private static Argument<string> Component() =>
        new("COMPONENT") { Description = "Its id, as status show lists it." };

    private static string Of(string component) => $"{Path}/{Uri.EscapeDataString(component)}";
}
