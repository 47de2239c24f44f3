using System.CommandLine;
using System.Text.Json.Nodes;
using Muster.Cli.Client;

namespace Muster.Cli.Commands;

/// <summary><c>muster policy rebase</c>: lets clocks that run go on under the policy in force (S9).</summary>
internal static class PolicyRebaseCommand
{
    private const string Path = "api/v1/policies/rebase";

    public static Command Build()
    {
        var dry = new Option<bool>("--dry-run") { Description = "Only list what would change." };
        var output = Shown.Option();
        var command = new Command("rebase", "Let the clocks of open tickets run under the policy in force.")
        {
            dry, output,
        };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(All(server, parsed.GetValue(dry)), parsed.GetValue(output));
        });
        return command;
    }

    /// <summary>Page after page, as one answer.</summary>
    private static ServerAnswer All(ServerConnection server, bool isDry)
    {
        JsonObject? whole = null;
        var cursor = (string?)null;
        do
        {
            var query = Query.Of(("dry", isDry ? "1" : null), ("limit", "500"), ("cursor", cursor));
            var page = JsonNode.Parse(server.Send(HttpMethod.Post, Path + query).Text)!.AsObject();
            cursor = page["next"]?.GetValue<string>();
            page.Remove("next");
            if (whole is null)
                whole = page;
            else
            {
                foreach (var item in page["items"]!.AsArray())
                    whole["items"]!.AsArray().Add(item!.DeepClone());
            }
        }
        while (cursor is not null);
        return new ServerAnswer(200, whole.ToJsonString(Shown.Readable));
    }
}
