using System.Diagnostics;

namespace Muster.Bench;

/// <summary>
/// Requests over HTTP: the program as it is shipped over 1,000 and over 1 M stored tickets, and a bare Kestrel beside
/// it, in turns. All servers keep to one core and the client to the other, so each has all of a core while its turn is.
/// </summary>
internal static class ServiceBench
{
    private const int Rounds = 3;
    private const double Seconds = 3;

    private const string Body =
        """
        {"title":"Printer on floor 3 fails","priority":"P2","description":"The printer on floor 3 fails with error 7",
         "requester":{"name":"user1@example.org"}}
        """;

    /// <summary>One of the servers, and what is asked of it.</summary>
    private sealed record Side(string Name, int Port, byte[] Request);

    public static void Run(string root, params int[] sizes)
    {
        Wire.KeepToCore(1);
        var servers = sizes.Select((size, at) => (Size: size, Child: Serve(root, size, 19_510 + at))).ToList();
        using var anchor = Child.Anchor(root, 19_509, 0);
        try
        {
            // what writes comes last, so that the stores are as large as they are called until then
            Compare("one ticket, 1 client", 1, anchor, "/hello", null, servers,
                server => Requests.Get("/api/v1/tickets/INC-2026-00777", server.Token));
            Compare("one ticket, 64 clients", 64, anchor, "/hello", null, servers,
                server => Requests.Get("/api/v1/tickets/INC-2026-00777", server.Token));
            foreach (var (name, query) in Lists)
                List(name, query, servers);
            AlertBench.Repeats(anchor, servers);
            Warm(anchor, servers);
            foreach (var clients in new[] { 1, 16, 64 })
                Compare($"creates, {clients} clients", clients, anchor, "/durable", Body, servers,
                    server => Requests.Post("/api/v1/tickets", Body, server.Token));
            foreach (var (size, server) in servers)
                Offered(size, server);
        }
        finally
        {
            foreach (var (_, server) in servers)
                server.Dispose();
        }
    }

    private static readonly (string Name, string Query)[] Lists =
    [
        ("list, newest 50", ""),
        ("list, open P3 of one service", "?state=open&priority=P3&service=service-3"),
        ("list, a state that none is in", "?state=Reopened"),
        ("list, at risk, none is", "?atRisk=true"),
        ("search, a frequent word", "?q=printer"),
        ("search, two words", "?q=vpn+slow"),
        ("search, a frequent word in a rare state", "?q=printer&state=Reopened"),
        ("search, the beginning of a word", "?q=prin*"),
    ];

    private static Child Serve(string root, int size, int port)
    {
        var folder = FilledStore.Of(root, size).GetAwaiter().GetResult();
        var server = Child.Muster(folder, port, 0);
        Console.WriteLine($"start to ready over {size} tickets: {server.ReadyAfter:0} ms, {server.Resident:0} MiB");
        return server;
    }

    private static void Warm(Child anchor, List<(int Size, Child Child)> servers)
    {
        Closed(new Side("", anchor.Port, Requests.Post("/durable", Body, null)), 64, 10);
        foreach (var (_, server) in servers)
            Closed(new Side("", server.Port, Requests.Post("/api/v1/tickets", Body, server.Token)), 64, 12);
    }

    internal static Load Closed(int port, byte[] request, int clients, double seconds) =>
        Closed(new Side("", port, request), clients, seconds);

    private static Load Closed(Side side, int clients, double seconds)
    {
        using var wire = new Wire(side.Port, clients);
        var load = wire.Closed(seconds, _ => side.Request);
        return load.Failed == 0
            ? load
            : throw new InvalidOperationException($"{load.Failed} of {load.Times.Count} requests failed");
    }

    /// <summary>The anchor and each size, in turns; medians of the rounds, and the worst ratio of one round.</summary>
    internal static void Compare(
        string what, int clients, Child anchor, string path, string? body, List<(int Size, Child Child)> servers,
        Func<Child, byte[]> request)
    {
        List<Side> sides =
        [
            new("bare", anchor.Port, body is null ? Requests.Get(path, null) : Requests.Post(path, body, null)),
            .. servers.Select(server => new Side($"{server.Size}", server.Child.Port, request(server.Child))),
        ];
        var loads = sides.Select(_ => new List<Load>()).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            for (var side = 0; side < sides.Count; side++)
            {
                Closed(sides[side], clients, round == 0 ? 4 : 0.5); // the first requests find code that is not ready
                loads[side].Add(Closed(sides[side], clients, Seconds));
            }
        }
        for (var side = 0; side < sides.Count; side++)
        {
            var ratios = loads[side].Zip(loads[0]).Select(pair => pair.First.PerSecond / pair.Second.PerSecond)
                .Order().ToList();
            Console.WriteLine(
                $"{what,-26} {sides[side].Name,8} {Median(loads[side], load => load.PerSecond),8:0}/s"
                + $"   p50 {Median(loads[side], load => load.At(0.5)),7:0.000} ms"
                + $"   p99 {Median(loads[side], load => load.At(0.99)),7:0.00} ms"
                + $"   of bare {ratios[ratios.Count / 2]:0.00}, worst {ratios[0]:0.00}");
        }
    }

    private static double Median(List<Load> loads, Func<Load, double> of) =>
        loads.Select(of).Order().ElementAt(loads.Count / 2);

    /// <summary>1,000 creates a second, come what may.</summary>
    private static void Offered(int size, Child server)
    {
        using var wire = new Wire(server.Port, 64);
        var request = Requests.Post("/api/v1/tickets", Body, server.Token);
        var load = wire.Open(10, 1_000, _ => request);
        Console.WriteLine($"1,000 creates/s offered    {size,8} {load.PerSecond,8:0}/s   failed {load.Failed}"
            + $"   p50 {load.At(0.5):0.00} ms   p99 {load.At(0.99):0.00} ms   max {load.Times[^1]:0.0} ms");
    }

    private static void List(string name, string query, List<(int Size, Child Child)> servers)
    {
        foreach (var (size, server) in servers)
        {
            var request = Requests.Get("/api/v1/tickets" + query, server.Token);
            using var wire = new Wire(server.Port, 1);
            wire.Each(3, _ => request);
            var load = wire.Each(15, _ => request);
            Console.WriteLine($"{name,-42} {size,8}   median {load.At(0.5):0.00} ms   max {load.Times[^1]:0.0} ms"
                + (load.Failed > 0 ? $"   FAILED {load.Failed}" : ""));
        }
    }
}
