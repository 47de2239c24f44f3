using System.CommandLine;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster token create|list|link|rotate|revoke</c>: who may speak to a running server.</summary>
internal static class TokenCommand
{
    private const string Path = "api/v1/tokens";

    public static Command Build() =>
        new("token", "Create, list, link, rotate and revoke tokens of a running server.")
        {
            Create(), List(), Link(), Rotate(), Revoke(),
        };

    private static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What the token is for." };
        var role = new Option<string>("--role")
        {
            Description = "admin, manager, responder, observer, agent or integration.",
            Required = true,
        };
        var person = new Option<string?>("--person") { Description = "Who holds it; its commands come from them." };
        var teams = new Option<string[]>("--scope-team") { Description = "Sees tickets of this team; any number." };
        var services = new Option<string[]>("--scope-service")
        {
            Description = "Sees tickets of this service; any number.",
        };
        var (expiresAt, expiresIn) = Expiry();
        var output = Shown.Option();
        var command = new Command("create", "Create a token; it is shown this once.")
        {
            name, role, person, teams, services, expiresAt, expiresIn, output,
        };
        command.SetAction(parsed => Post(Path, parsed, output,
            Scope(parsed.GetValue(teams) ?? [], parsed.GetValue(services) ?? []),
            ("name", parsed.GetValue(name)), ("role", parsed.GetValue(role)), ("person", parsed.GetValue(person)),
            ("expiresAt", parsed.GetValue(expiresAt)), ("expiresIn", parsed.GetValue(expiresIn))));
        return command;
    }

    private static Command List()
    {
        var output = Shown.Option();
        var command = new Command("list", "List the tokens that are not revoked.") { output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Get, Path), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Link()
    {
        var id = new Argument<string>("TOKEN")
        {
            Description = "Its id, as token list shows it; your own where it is left out.",
            DefaultValueFactory = _ => "self",
        };
        var output = Shown.Option();
        var command = new Command("link", "Make a link that signs a browser in, once, within 10 minutes.")
        {
            id, output,
        };
        command.SetAction(parsed => Post($"{Of(parsed.GetRequiredValue(id))}/link", parsed, output, null));
        return command;
    }

    private static Command Rotate()
    {
        var id = Id();
        var (expiresAt, expiresIn) = Expiry();
        var output = Shown.Option();
        var command = new Command("rotate", "Put a new token in the place of one; the old one ends.")
        {
            id, expiresAt, expiresIn, output,
        };
        command.SetAction(parsed => Post($"{Of(parsed.GetRequiredValue(id))}/rotate", parsed, output, null,
            ("expiresAt", parsed.GetValue(expiresAt)), ("expiresIn", parsed.GetValue(expiresIn))));
        return command;
    }

    private static Command Revoke()
    {
        var id = Id();
        var output = Shown.Option();
        var command = new Command("revoke", "End a token at once.") { id, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Delete, Of(parsed.GetRequiredValue(id))), parsed.GetValue(output));
        });
        return command;
    }

    private static JsonObject? Scope(string[] teams, string[] services)
    {
        var scope = new JsonObject();
        if (teams.Length > 0)
            scope["teams"] = new JsonArray([.. teams.Select(team => JsonValue.Create(team))]);
        if (services.Length > 0)
            scope["services"] = new JsonArray([.. services.Select(service => JsonValue.Create(service))]);
        return scope.Count == 0 ? null : scope;
    }

    private static int Post(
        string path, ParseResult parsed, Option<string?> output, JsonObject? scope,
        params (string Name, string? Value)[] fields)
    {
        var body = new JsonObject();
        if (scope is not null)
            body["scope"] = scope;
        foreach (var (name, value) in fields)
        {
            if (value is not null)
                body[name] = value;
        }
        using var server = new ServerConnection();
        return Shown.Print(server.Send(HttpMethod.Post, path, body.ToJsonString()), parsed.GetValue(output));
    }

    private static Argument<string> Id() => new("TOKEN") { Description = "Its id, as token list shows it." };

    private static string Of(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    private static (Option<string?> At, Option<string?> In) Expiry() => (
        new("--expires-at") { Description = "An instant such as 2030-01-01T00:00:00Z." },
        new("--expires-in") { Description = "A duration such as 90d." });
}
