using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster ask</c>: plain language to a running server, which asks before what cannot be undone.</summary>
internal static class AskCommand
{
    public static Command Build()
    {
        var text = new Argument<string[]>("text")
        {
            Description = "What you want, in English, German or Spanish.",
            Arity = ArgumentArity.OneOrMore,
        };
        var yes = new Option<bool>("--yes") { Description = "Says yes where a yes is asked for." };
        var output = Shown.Option();
        var command = new Command("ask", "Ask in words: look something up, or have it done.") { text, yes, output };
        command.SetAction(parsed => Run(
            string.Join(' ', parsed.GetRequiredValue(text)), parsed.GetValue(yes), parsed.GetValue(output)));
        return command;
    }

    private static int Run(string text, bool yes, string? output)
    {
        using var server = new ServerConnection();
        var answer = Ask(server, new JsonObject { ["text"] = text });
        if (NeededYes(answer) is { } token && (yes || PersonSaysYes(answer, output)))
            answer = Ask(server, new JsonObject { ["text"] = text, ["confirm"] = token });
        Shown.Print(answer, output, Print);
        return ExitCode(answer);
    }

    // Whoever repeats a call that was cut off repeats it under one key.
    private static ServerAnswer Ask(ServerConnection server, JsonObject body) => server.Send(
        HttpMethod.Post, "api/v1/ask", body.ToJsonString(Shown.Readable), ("Idempotency-Key", $"{Guid.NewGuid()}"));

    private static string? NeededYes(ServerAnswer answer) =>
        JsonNode.Parse(answer.Text)!["needsConfirmation"]?["confirm"]?.GetValue<string>();

    /// <summary>A person at a terminal is asked; a program gets the token and decides itself.</summary>
    private static bool PersonSaysYes(ServerAnswer answer, string? output)
    {
        if (output is "json" or "yaml" || !Terminal.OutputIsTerminal || Console.IsInputRedirected)
            return false;
        Console.Error.Write($"{JsonNode.Parse(answer.Text)!["needsConfirmation"]!["question"]} [y/N] ");
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes" or "j" or "ja" or "s" or "si" or "sí";
    }

    private static void Print(JsonElement answer)
    {
        using var output = Terminal.OpenText("-");
        output.WriteLine(answer.GetProperty("answer").GetString());
    }

    /// <summary>0: done, shown, or waiting for a yes; 1: asked back, refused, or not there yet.</summary>
    private static int ExitCode(ServerAnswer answer)
    {
        var said = JsonNode.Parse(answer.Text)!.AsObject();
        return said.ContainsKey("asksBack") || said.ContainsKey("refused") || said.ContainsKey("missing")
            ? ExitCodes.No
            : ExitCodes.Done;
    }
}
