using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Client;

namespace Muster.Cli.Commands.Tickets;

/// <summary><c>muster ticket graph</c>: what hangs on what (L9), as a tree from one ticket on.</summary>
internal static class GraphCommand
{
    private sealed record Branch(string Kind, string To);

    public static Command Build()
    {
        var id = TicketCommand.Id();
        var output = Shown.Option();
        var command = new Command("graph", "What hangs on what, from one ticket on.") { id, output };
        command.SetAction(parsed =>
        {
            using var server = new ServerConnection();
            return Shown.Print(
                server.Send(HttpMethod.Get, $"{TicketCommand.Of(parsed.GetRequiredValue(id))}/graph"),
                parsed.GetValue(output), Print);
        });
        return command;
    }

    private static void Print(JsonElement graph)
    {
        var words = graph.GetProperty("nodes").EnumerateArray()
            .ToDictionary(node => Text(node, "id"), Words, StringComparer.Ordinal);
        var branches = new Dictionary<string, List<Branch>>(StringComparer.Ordinal);
        foreach (var link in graph.GetProperty("links").EnumerateArray())
        {
            var (from, kind, to) = (Text(link, "from"), Text(link, "kind"), Text(link, "to"));
            Add(from, new Branch(kind, to));
            Add(to, new Branch(Backwards(kind), from));
        }
        using var output = Terminal.OpenText("-");
        var root = Text(graph, "ticket");
        output.WriteLine(words[root]);
        Grow(output, root, "", [root]);
        if (graph.TryGetProperty("cut", out _))
            output.WriteLine("… more hangs on these than is shown");

        void Add(string from, Branch branch)
        {
            if (!branches.TryGetValue(from, out var known))
                branches[from] = known = [];
            known.Add(branch);
        }

        void Grow(StreamWriter to, string node, string indent, HashSet<string> shown)
        {
            // a ticket is drawn once, where it is met first
            var next = branches.GetValueOrDefault(node, []).Where(branch => shown.Add(branch.To)).ToList();
            for (var index = 0; index < next.Count; index++)
            {
                var isLast = index == next.Count - 1;
                to.WriteLine($"{indent}{(isLast ? "└─ " : "├─ ")}{next[index].Kind} {words[next[index].To]}");
                Grow(to, next[index].To, indent + (isLast ? "   " : "│  "), shown);
            }
        }
    }

    private static string Backwards(string kind) => kind switch
    {
        "child" => "parent",
        "blocks" => "blocked-by",
        "duplicate" => "duplicated by",
        "follows" => "followed by",
        "caused-by" => "cause of",
        _ => kind,
    };

    private static string Words(JsonElement node)
    {
        var blocked = node.TryGetProperty("blocked", out _) ? ", blocked" : "";
        var state = Text(node, "state") is { Length: > 0 } known ? $" ({known}{blocked})" : "";
        return string.Join(' ', new[] { Text(node, "id"), Text(node, "priority"), Text(node, "title") }
            .Where(part => part.Length > 0)) + state;
    }

    private static string Text(JsonElement shown, string name) =>
        shown.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? string.Concat(value.GetString()!.Select(letter => char.IsControl(letter) ? ' ' : letter))
            : "";
}
