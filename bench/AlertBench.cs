using System.Text;
using System.Text.Json;

namespace Muster.Bench;

/// <summary>Alerts by the generic sender's way: repeats of one that is known, and a storm.</summary>
internal static class AlertBench
{
    private const int Keys = 1_000;
    private const int Alerts = 100_000;
    private const double Within = 60;

    /// <summary>Repeats of a known alert beside a bare Kestrel that reads as much and writes nothing.</summary>
    public static void Repeats(Child anchor, List<(int Size, Child Child)> servers)
    {
        const string Alert =
            """
            {"title":"Printer on floor 3 fails","priority":"P2","id":"printer-3",
             "requester":{"name":"user1@example.org"},"description":"The printer on floor 3 fails with error 7"}
            """;
        var keys = servers.ToDictionary(server => server.Child, server => Integration(server.Child));
        foreach (var clients in new[] { 1, 16, 64 })
            ServiceBench.Compare($"repeats, {clients} clients", clients, anchor, "/ticket", Alert, servers,
                server => Requests.Post($"/in/json/{keys[server]}", Alert, null));
    }

    /// <summary>100,000 alerts on 1,000 keys, offered evenly over a minute.</summary>
    public static void Storm(string root, int size)
    {
        Wire.KeepToCore(1);
        var folder = FilledStore.Of(root, size).GetAwaiter().GetResult();
        using var server = Child.Muster(folder, 19_520, 0);
        var integration = Integration(server);
        var requests = Enumerable.Range(0, Keys)
            .Select(key => Requests.Post($"/in/json/{integration}", Alert(key), null)).ToArray();
        var tickets = new Dictionary<string, HashSet<string>>();
        var opened = 0;
        using var wire = new Wire(server.Port, 64);
        var load = wire.Open(Within, Alerts / Within, sent => requests[sent % Keys], (_, _, _, body) =>
        {
            using var told = JsonDocument.Parse(body.ToArray());
            var item = told.RootElement.GetProperty("items")[0];
            opened += item.GetProperty("outcome").GetString() == "opened" ? 1 : 0;
            var key = item.GetProperty("dedupKey").GetString()!;
            if (!tickets.TryGetValue(key, out var ofKey))
                tickets[key] = ofKey = [];
            ofKey.Add(item.GetProperty("ticket").GetString()!);
        });
        Console.WriteLine($"storm over {size}: {load.Times.Count} alerts in {load.Seconds:0.0} s, "
            + $"failed {load.Failed}, opened {opened}, keys {tickets.Count}, "
            + $"most tickets of a key {tickets.Values.Max(of => of.Count)}, "
            + $"p99 {load.At(0.99):0.0} ms, max {load.Times[^1]:0} ms, at most {server.Peak:0} MiB");
    }

    internal static string Integration(Child server)
    {
        var key = "";
        using var wire = new Wire(server.Port, 1);
        var body = $$"""{"kind":"json","name":"bench-{{Guid.NewGuid():n}}"}""";
        wire.Each(1, _ => Requests.Post("/api/v1/integrations", body, server.Token), (_, _, _, answer) =>
        {
            using var told = JsonDocument.Parse(answer.ToArray());
            key = told.RootElement.GetProperty("key").GetString()!;
        });
        return key;
    }

    private static string Alert(int key) => new StringBuilder()
        .Append("{\"title\":\"Disk of host ").Append(key).Append(" is full\",\"severity\":\"warning\",\"id\":\"storm-")
        .Append(key).Append("\",\"description\":\"Less than one in a hundred is left\"}").ToString();
}
