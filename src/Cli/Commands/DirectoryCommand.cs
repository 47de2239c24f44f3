using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster person …</c> and <c>muster team …</c>: the directory of a running server.</summary>
internal static class DirectoryCommand
{
    /// <summary>A field and its option; several values where it is a list, each by the name of one, too.</summary>
    private sealed record Field(
        string Name, string Option, bool IsList = false, bool IsFlag = false, string? One = null);

    private static readonly Field[] OfPerson =
    [
        new("name", "--name"), new("mail", "--mail"), new("slack", "--slack"), new("phone", "--phone"),
        new("webhook", "--webhook"), new("contact", "--contact", IsList: true), new("manager", "--manager"),
        new("skills", "--skills", IsList: true, One: "--skill"), new("zone", "--zone"),
        new("roles", "--roles", IsList: true, One: "--role"), new("vip", "--vip", IsFlag: true),
    ];

    private static readonly Field[] OfTeam =
    [
        new("tier", "--tier"), new("lead", "--lead"), new("manager", "--manager"),
        new("members", "--members", IsList: true, One: "--member"), new("schedule", "--schedule"),
        new("paging", "--paging"), new("escalatesTo", "--escalates-to"),
    ];

    public static Command Person() => Build("person", "PERSON", "api/v1/people", OfPerson);

    public static Command Team() => Build("team", "TEAM", "api/v1/teams", OfTeam);

    private static Command Build(string noun, string argument, string path, Field[] fields) =>
        new(noun, $"List, show, set and remove a {noun} on a running server.")
        {
            List(noun, path),
            One("show", $"Show one {noun}.", argument, HttpMethod.Get, path),
            Set(noun, argument, path, fields),
            One("remove", $"Remove a {noun} that nothing else names.", argument, HttpMethod.Delete, path),
        };

    private static Command List(string noun, string path)
    {
        var output = Shown.Option();
        var command = new Command("list", $"List each {noun}.") { output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(server.Send(HttpMethod.Get, path), parsed.GetValue(output));
        });
        return command;
    }

    private static Command One(string verb, string description, string argument, HttpMethod method, string path)
    {
        var name = new Argument<string>(argument) { Description = "As the policy names it." };
        var output = Shown.Option();
        var command = new Command(verb, description) { name, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(method, Of(path, parsed.GetRequiredValue(name))), parsed.GetValue(output));
        });
        return command;
    }

    private static Command Set(string noun, string argument, string path, Field[] fields)
    {
        var name = new Argument<string>(argument) { Description = "As the policy is to name it." };
        var options = fields.Select(Option).ToList();
        var clear = new Option<string[]>("--clear") { Description = "A field to take away; any number of times." };
        var whole = new Option<string?>("--json") { Description = "All fields from a file; - is standard input." };
        var output = Shown.Option();
        var command = new Command("set", $"Add a {noun}, or change the fields that are given.")
        {
            name, clear, whole, output,
        };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var address = Of(path, parsed.GetRequiredValue(name));
            if (parsed.GetValue(whole) is { } file)
            {
                using var reader = new StreamReader(Terminal.OpenInput(file));
                return Shown.Print(
                    server.Send(HttpMethod.Put, address, reader.ReadToEnd()), parsed.GetValue(output));
            }
            var (body, tag) = Known(server, address);
            foreach (var (field, option) in fields.Zip(options))
            {
                if (Said(parsed, field, option) is { } value)
                    body[field.Name] = value;
            }
            foreach (var gone in parsed.GetValue(clear) ?? [])
                body.Remove(gone);
            // whoever changed it between reading and writing is not written over
            return Shown.Print(
                server.Send(HttpMethod.Put, address, body.ToJsonString(), ("If-Match", tag)), parsed.GetValue(output));
        });
        return command;
    }

    private static (JsonObject Body, string? Tag) Known(ServerConnection server, string address)
    {
        try
        {
            var answer = server.Send(HttpMethod.Get, address);
            var body = JsonNode.Parse(answer.Text)!.AsObject();
            body.Remove("id");
            return (body, answer.Tag);
        }
        catch (RefusedByServer refused) when (refused.Status == 404)
        {
            return ([], null);
        }
    }

    private static Option Option(Field field) => field switch
    {
        { IsList: true } => new Option<string[]>(field.Option, field.One is { } one ? [one] : [])
        {
            Description = "Any number of times.",
        },
        { IsFlag: true } => new Option<bool?>(field.Option) { Arity = ArgumentArity.ZeroOrOne },
        _ => new Option<string?>(field.Option),
    };

    private static JsonNode? Said(ParseResult parsed, Field field, Option option) => option switch
    {
        Option<string[]> several => parsed.GetValue(several) is { Length: > 0 } texts
            ? new JsonArray([.. texts.Select(text => JsonValue.Create(text))])
            : null,
        Option<bool?> flag => parsed.GetResult(flag) is null ? null : JsonValue.Create(parsed.GetValue(flag) ?? true),
        _ => parsed.GetValue((Option<string?>)option) is { } text ? JsonValue.Create(text) : null,
    };

    private static string Of(string path, string name) => $"{path}/{Uri.EscapeDataString(name)}";
}
