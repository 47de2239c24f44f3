using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster integration create|list|remove</c>: which programs may send alerts to a running server.</summary>
internal static class IntegrationCommand
{
    private const string Path = "api/v1/integrations";

    public static Command Build() =>
        new("integration", "Create, list and remove senders of alerts of a running server.")
        {
            Create(), List(), Remove(),
        };

    private static Command Create()
    {
        var lone = new Argument<string?>("NAME")
        {
            Description = "As tickets and people call it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var kind = new Option<string>("--kind")
        {
            Description = "alertmanager, grafana, pagerduty, opsgenie, json or heartbeat.",
            Required = true,
        };
        var name = new Option<string?>("--name") { Description = "The same as NAME." };
        var ticketPer = new Option<string?>("--ticket-per") { Description = "group or alert; group when absent." };
        var service = new Option<string?>("--service") { Description = "Of its tickets where an alert names none." };
        var interval = new Option<string?>("--interval") { Description = "Of a heartbeat, such as 5m." };
        var mapping = new Option<string?>("--mapping")
        {
            Description = "Of json: a file with the paths to the fields, or - for standard input.",
        };
        var output = Shown.Option();
        var command = new Command("create", "Create an integration; its key is shown this once.")
        {
            lone, kind, name, ticketPer, service, interval, mapping, output,
        };
        command.SetAction(parsed =>
        {
            var body = new JsonObject();
            Set(body, "kind", parsed.GetValue(kind));
            Set(body, "name", parsed.GetValue(name) ?? parsed.GetValue(lone));
            Set(body, "ticketPer", parsed.GetValue(ticketPer));
            Set(body, "service", parsed.GetValue(service));
            Set(body, "interval", parsed.GetValue(interval));
            if (parsed.GetValue(mapping) is { } file)
                body["mapping"] = MappingIn(file);
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Post, Path, body.ToJsonString()), parsed.GetValue(output));
        });
        return command;
    }

    private static Command List()
    {
        var output = Shown.Option();
        var command = new Command("list", "List the integrations that there are.") { output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Get, Path), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Remove()
    {
        var id = new Argument<string>("INTEGRATION") { Description = "Its id, as integration list shows it." };
        var output = Shown.Option();
        var command = new Command("remove", "End an integration at once; its tickets stay.") { id, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var path = $"{Path}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}";
            return Shown.Print(server.Send(HttpMethod.Delete, path), parsed.GetValue(output));
        });
        return command;
    }

    private static void Set(JsonObject body, string name, string? value)
    {
        if (value is not null)
            body[name] = value;
    }

    private static JsonNode? MappingIn(string file)
    {
        try
        {
            return JsonNode.Parse(file == "-" ? Console.In.ReadToEnd() : File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageFault($"--mapping {file}: {fault.Message.TrimEnd('.')}");
        }
    }
}
