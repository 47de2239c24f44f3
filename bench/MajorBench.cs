using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Muster.Storage;
using Muster.Storage.Sqlite;
using NodaTime;

namespace Muster.Bench;

/// <summary>
/// How long it takes from an alert that tells of an outage until a major incident is declared, its bridge is open and
/// its people are told, beside many other alerts; with Slack absent, and with a Slack that takes every call and answers
/// none.
/// </summary>
internal static class MajorBench
{
    private const int Port = 19_560;
    private const int PerSecond = 100;
    private const int Seconds = 30;
    private const int OneIn = 20;
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static readonly string[] Steps = ["ticket.declared.v1", "major.bridge-opened.v1"];

    public static async Task Run(string root, int size)
    {
        foreach (var isSlackSilent in new[] { false, true })
            await Run(root, size, isSlackSilent);
    }

    private static async Task Run(string root, int size, bool isSlackSilent)
    {
        var folder = DeadlineBench.Copy(await FilledStore.Of(root, size), root);
        using var people = new HttpListener();
        people.Prefixes.Add($"http://127.0.0.1:{Port + 1}/");
        people.Start();
        var taking = Take(people);
        using var slack = new TcpListener(IPAddress.Loopback, Port + 2);
        slack.Start();
        var arrived = new Dictionary<string, Instant>();
        var tickets = new Dictionary<string, Instant>();
        using (var server = Child.Muster(folder, Port, core: null, config: Configuration(root, isSlackSilent)))
        {
            var integration = AlertBench.Integration(server);
            using var wire = new Wire(Port, 32);
            var load = wire.Open(Seconds, PerSecond, sent => Alert(sent, integration, arrived), (_, _, _, body) =>
            {
                using var told = JsonDocument.Parse(body.ToArray());
                var item = told.RootElement.GetProperty("items")[0];
                if (arrived.TryGetValue(item.GetProperty("dedupKey").GetString()!, out var at))
                    tickets[item.GetProperty("ticket").GetString()!] = at;
            });
            Console.WriteLine($"majors over {size}, {(isSlackSilent ? "Slack silent" : "no Slack")}: "
                + $"{load.Times.Count} alerts, failed {load.Failed}, {tickets.Count} of an outage");
            await Task.Delay(5_000);
        }
        people.Stop();
        await taking;
        await Tell(folder, tickets);
        Directory.Delete(folder, recursive: true);
    }

    private static string Configuration(string root, bool isSlackSilent)
    {
        var file = Path.Combine(root, "majors.yaml");
        foreach (var (name, text) in new[] { ("secret", Secret), ("slack", "xoxb-0") })
        {
            File.WriteAllText(Path.Combine(root, name), text);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Path.Combine(root, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        var silent = $$"""
              slack: {tokenFile: slack, signingSecretFile: slack, baseUrl: "http://127.0.0.1:{{Port + 2}}/api/" }
            """;
        File.WriteAllText(file, $$"""
            people:
              ana: {webhook: "http://127.0.0.1:{{Port + 1}}/ana"}
              bo: {webhook: "http://127.0.0.1:{{Port + 1}}/bo"}
              maria: {webhook: "http://127.0.0.1:{{Port + 1}}/maria"}
              slow: {slack: USLOW, roles: [scribe]}
            majors:
              roles: {commander: ["person:maria"], scribe: ["person:slow"]}
              bridge: {link: "https://meet.example.org/{ticket}"}
            stakeholders:
              executives: {to: ["webhook:http://127.0.0.1:{{Port + 1}}/executives"]}
            channels:
              webhook: {secretFile: secret, trustedHosts: [127.0.0.1]}
            {{(isSlackSilent ? silent : "")}}
            """);
        return file;
    }

    /// <summary>One in twenty tells of an outage of its own, the others repeat what is known.</summary>
    private static byte[] Alert(int sent, string integration, Dictionary<string, Instant> arrived)
    {
        var isOutage = sent % OneIn == 0;
        var key = isOutage ? $"outage-{sent}" : $"disk-{sent % 200}";
        if (isOutage)
            arrived[key] = SystemClock.Instance.GetCurrentInstant();
        return Requests.Post($"/in/json/{integration}", isOutage
            ? $$"""{"title":"Complete outage of shop {{sent}}","priority":"P1","id":"{{key}}"}"""
            : $$"""{"title":"Disk is full","severity":"warning","id":"{{key}}"}""", null);
    }

    private static async Task Tell(string folder, Dictionary<string, Instant> tickets)
    {
        var times = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        var waiting = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await using var store = SqliteStore.Open(folder);
        foreach (var (ticket, at) in tickets)
        {
            var stream = StreamId.Ticket(ticket);
            foreach (var stored in (await store.ReadStream(stream, 0, 200)).Where(one => Steps.Contains(one.Type)))
                Add(stored.Type.Split('.')[1], stored.RecordedAt - at);
            foreach (var message in await store.ReadMessages(stream, 0, 200))
            {
                var name = $"told: {message.Message.Kind}";
                if (message is { State: OutboxState.Delivered, SettledAt: { } settled })
                    Add(name, settled - at);
                else
                    waiting[name] = waiting.GetValueOrDefault(name) + 1;
            }
        }
        foreach (var (name, all) in times)
        {
            all.Sort();
            Console.WriteLine($"  {name,-20} {all.Count,5}   p50 {all[all.Count / 2],6:0} ms   "
                + $"p99 {all[all.Count * 99 / 100],6:0} ms   max {all[^1],6:0} ms"
                + (waiting.Remove(name, out var left) ? $"   not delivered {left}" : ""));
        }
        foreach (var (name, left) in waiting)
            Console.WriteLine($"  {name,-20} not delivered {left}");

        void Add(string name, Duration took)
        {
            if (!times.TryGetValue(name, out var all))
                times[name] = all = [];
            all.Add(took.TotalMilliseconds);
        }
    }

    /// <summary>Answers whoever tells somebody something.</summary>
    private static async Task Take(HttpListener people)
    {
        try
        {
            while (true)
            {
                var call = await people.GetContextAsync();
                call.Response.StatusCode = 204;
                call.Response.Close();
            }
        }
        catch (Exception over) when (over is HttpListenerException or ObjectDisposedException)
        {
            // the load is over
        }
    }
}
