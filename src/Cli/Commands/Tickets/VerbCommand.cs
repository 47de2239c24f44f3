using System.CommandLine;
using System.Text.Json.Nodes;
using Muster.Cli.Client;
using Muster.Files.Logs;

namespace Muster.Cli.Commands.Tickets;

/// <summary>A verb of tickets as a command: its fields are options, a lone text is its title or its text.</summary>
internal static class VerbCommand
{
    /// <param name="path">Where it is said.</param>
    /// <param name="further">What its body holds there beside the fields of the verb.</param>
    public static Command Build(string verb, string path = TicketCommand.Path, params FieldShape[] further)
    {
        var isOpen = verb == "open";
        var loneName = isOpen ? "title" : "text";
        var id = TicketCommand.Id();
        var lone = new Argument<string?>("TEXT")
        {
            Description = VerbWords.Of(verb, loneName),
            Arity = ArgumentArity.ZeroOrOne,
        };
        var fields = FieldShape.Of(verb)
            .Where(field => field.Name != "key").Concat(further)
            .Select(field => new FieldOption(verb, field, field.Name == loneName)).ToList();
        var whole = new Option<string?>("--json") { Description = "The body from a file; - is standard input." };
        var key = new Option<string?>("--key") { Description = "The same key again gives the first answer again." };
        var version = new Option<long?>("--if-match") { Description = "Only while the ticket is at this version." };
        var output = Shown.Option();
        var command = new Command(verb, VerbWords.Of(verb));
        if (!isOpen)
            command.Add(id);
        command.Add(lone);
        foreach (var field in fields)
            field.AddTo(command);
        command.Add(whole);
        command.Add(key);
        if (!isOpen)
            command.Add(version);
        command.Add(output);
        command.SetAction(parsed =>
        {
            var body = parsed.GetValue(whole) is { } file
                ? BodyOf(file)
                : BodyOf(parsed, fields, loneName, parsed.GetValue(lone));
            var to = isOpen ? path : $"{path}/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}/{verb}";
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Post, to, body, ("Idempotency-Key", parsed.GetValue(key)),
                    ("If-Match", isOpen || parsed.GetValue(version) is not { } seen ? null : $"\"{seen}\"")),
                parsed.GetValue(output));
        });
        return command;
    }

    private static string BodyOf(string file)
    {
        using var reader = new StreamReader(Terminal.OpenInput(file));
        return reader.ReadToEnd();
    }

    private static string BodyOf(ParseResult parsed, List<FieldOption> fields, string loneName, string? lone)
    {
        var body = new JsonObject();
        foreach (var field in fields)
        {
            if (field.Read(parsed) is { } value)
                body[field.Name] = value;
        }
        if (lone is not null && body.ContainsKey(loneName))
            throw new UsageFault($"the {loneName} was given twice, as an option and by itself");
        if (lone is not null)
            body[loneName] = lone;
        return body.ToJsonString();
    }
}
