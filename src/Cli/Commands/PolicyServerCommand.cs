using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Cli.Client;
using Muster.Files.Policies;

namespace Muster.Cli.Commands;

/// <summary><c>muster policy push|pull|versions</c>: the policy of a running server.</summary>
internal static class PolicyServerCommand
{
    private const string Path = "api/v1/policies";

    public static Command Push()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Policy files, one policy, later over earlier; holiday files are read here.",
            Arity = ArgumentArity.OneOrMore,
        };
        var dry = new Option<bool>("--dry-run") { Description = "Only check, and say which version it would be." };
        var seen = new Option<string?>("--if-match") { Description = "Only while this version is in force." };
        var output = Shown.Option();
        var command = new Command("push", "Put a policy in force on a running server.") { files, dry, seen, output };
        command.SetAction(parsed =>
        {
            var paths = parsed.GetRequiredValue(files);
            var read = PolicyCheck.Check(
                paths, together: true, standardInput: Terminal.OpenStandardInput)[0].Result;
            foreach (var fault in read.Faults.Concat(read.Warnings))
                Console.Error.WriteLine(fault);
            if (read.Policy is null)
                return ExitCodes.No;
            var body = new JsonObject { ["name"] = NameOf(paths), ["text"] = read.MergedYaml };
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(
                    HttpMethod.Put, parsed.GetValue(dry) ? $"{Path}?dry=1" : Path, body.ToJsonString(),
                    ("If-Match", parsed.GetValue(seen) is { } version ? $"\"{version}\"" : null)),
                parsed.GetValue(output));
        });
        return command;
    }

    public static Command Pull()
    {
        var version = new Option<string?>("--version")
        {
            Description = "One that was in force; the present if absent.",
        };
        var file = new Option<string>("--out")
        {
            Description = "Where to write it; standard output if absent.",
            DefaultValueFactory = _ => "-",
        };
        var command = new Command("pull", "The text of the policy in force on a running server.") { version, file };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var answer = server.Send(HttpMethod.Get, Path + Query.Of(("version", parsed.GetValue(version))));
            using var json = JsonDocument.Parse(answer.Text);
            using var output = Terminal.OpenText(parsed.GetValue(file)!);
            output.Write(json.RootElement.GetProperty("text").GetString());
            return ExitCodes.Done;
        });
        return command;
    }

    public static Command Versions()
    {
        var output = Shown.Option();
        var command = new Command("versions", "All policies that were in force on a running server.") { output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            var policy = JsonNode.Parse(server.Send(HttpMethod.Get, Path).Text)!;
            var items = new JsonObject { ["items"] = policy["versions"]!.DeepClone() };
            return Shown.Print(new ServerAnswer(200, items.ToJsonString(Shown.Readable)), parsed.GetValue(output));
        });
        return command;
    }

    /// <summary>What the policy is called: as the first file, in letters that a version may have.</summary>
    private static string NameOf(string[] paths)
    {
        var letters = System.IO.Path.GetFileNameWithoutExtension(paths[0])
            .Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
        var name = string.Concat(letters).TrimStart('.', '-', '_');
        return $"{(name.Length is > 0 and <= 60 ? name : "policy")}.yaml";
    }
}
