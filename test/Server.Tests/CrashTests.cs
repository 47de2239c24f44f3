using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Engine.Export;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Storage;
using Muster.Storage.Sqlite;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>
/// The program is killed at random while people work and clocks run out, and comes back: nothing acknowledged is lost
/// or doubled, nothing due is missed, early or told twice, no page is lost. 10 kills; 200 under MUSTER_LONG.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Clients = 4;

    /// <summary>Clocks that run out while the test runs.</summary>
    private const string Policy = """
        sla:
          - targets:
              P1: {response: PT0.4S, resolution: PT1.2S, escalateAt: PT0.7S, whenActive: escalate}
              P2: {response: PT0.6S, resolution: PT1.6S, escalateAt: PT0.9S, whenActive: warn}
              P3: {response: PT0.8S, resolution: PT2S, escalateAt: PT1S, whenActive: warn}
        escalation:
          stagnation: {P1: {inProgress: PT0.3S, assigned: PT0.2S}, P2: {inProgress: PT0.5S, assigned: PT0.3S}}
        people:
          ana: {webhook: "RECEIVER"}
          bo: {webhook: "RECEIVER"}
        paging:
          standard:
            {ackTimeout: 1h, repeatAfter: PT1S, lastResort: [person:bo],
             steps: [{notify: [person:ana]}, {notify: [person:bo], after: PT0.5S}]}
        teams: {tier-1: {members: [ana], paging: standard}, tier-2: {members: [bo], paging: standard}}
        channels: {webhook: {secretFile: secret, trustedHosts: [127.0.0.1]}}
        """;

    private static readonly int Kills = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 200 : 10;

    private readonly ConcurrentDictionary<string, bool> acknowledged = new();
    private readonly SemaphoreSlim answered = new(0);
    private readonly Random random = new(7);

    public void Dispose() => answered.Dispose();

    [Fact]
    public async Task Killed_at_random_it_forgets_nothing_and_says_nothing_twice()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        using var receiver = new PageReceiver();
        var policy = Path.Combine(folder.FullName, "policy.yaml");
        await File.WriteAllTextAsync(
            policy, Policy.Replace("RECEIVER", receiver.Url, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(folder.FullName, "secret"), PageReceiver.Secret, TestContext.Current.CancellationToken);
        var data = Path.Combine(folder.FullName, "data");
        var served = await Served.Start(data, policy);
        var token = served.Token;
        var address = new Address(served.Url);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(number => Work(number, address, token, stop.Token)).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            for (var answers = random.Next(20, 120); answers > 0; answers--)
                await answered.WaitAsync(TestContext.Current.CancellationToken);
            address.Lose();
            await served.Kill();
            var began = Stopwatch.StartNew();
            served = await Served.Start(data, policy);
            output.WriteLine($"serving again after {began.Elapsed.TotalSeconds:0.00} s");
            address.Find(served.Url);
        }
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        var until = await LastClockRunsOut(address, token);
        await served.Kill();
        await Check(data, until);
        await CheckPages(data, until, receiver);
        folder.Delete(recursive: true);
    }

    /// <summary>
    /// Opens one ticket more and follows the journal until its last clock has run out: what was due before that has
    /// been written by then, since the earliest is woken first.
    /// </summary>
    private async Task<Instant> LastClockRunsOut(Address address, string token)
    {
        using var http = Client(token);
        http.Timeout = Timeout.InfiniteTimeSpan;
        var position = new Uri($"{await address.Current}/api/v1/stream");
        using var journal = await http.GetAsync(position, HttpCompletionOption.ResponseHeadersRead);
        var last = await Say(http, address, "tickets", """{"priority":"P3","title":"the last"}""", "last-open");
        using var lines = new StreamReader(await journal.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (!line.Contains($"\"{last}\"", StringComparison.Ordinal)
                || !line.Contains("\"sla-breached\"", StringComparison.Ordinal)
                || !line.Contains("\"resolution\"", StringComparison.Ordinal))
                continue;
            using var told = System.Text.Json.JsonDocument.Parse(line["data: ".Length..]);
            Assert.True(Rfc3339.TryParse(told.RootElement.GetProperty("at").GetString()!, out var at));
            return at;
        }
        throw new EndOfStreamException("the journal ended");
    }

    private async Task Check(string data, Instant until)
    {
        await using var store = SqliteStore.Open(data);
        var book = await PolicyBook.Load(store);
        var report = await store.Verify(TicketFolding.Under(book));
        Assert.True(report.IsSound, string.Join('\n', report.Faults));

        var history = (await StoreHistory.Read(store)).Where(told => told.At <= until).ToList();
        var keys = history.Where(told => told.Key is not null && told.Fact is { Auto: false, IsSilent: false })
            .Select(told => told.Key!.Split(':', ' ', '/')[^1]).ToList();
        var doubled = keys.CountBy(key => key).Where(said => said.Value > 1).Select(said => said.Key).ToList();
        Assert.Empty(doubled);
        Assert.Empty(acknowledged.Keys.Except(keys));
        output.WriteLine($"{acknowledged.Count} acknowledged, {history.Count} facts");
        Assert.True(acknowledged.Count >= 20 * Kills, $"only {acknowledged.Count} commands were said");

        using var log = new MemoryStream();
        CommandLog.Write(log, history);
        log.Position = 0;
        var (replayed, written) = (new MemoryStream(), new MemoryStream());
        using (var writer = new JournalWriter(replayed))
        {
            var replay = new LogReplay(
                book.Current, withMajors: true, (at, ticket, fact) => writer.Write(at, ticket.Id, fact))
            {
                Until = until,
            };
            replay.Run(log);
        }
        using (var writer = new JournalWriter(written))
        {
            foreach (var told in history)
                writer.Write(told.At, told.Ticket, told.Fact);
        }
        Assert.Contains(Lines(written), line => line.Contains("sla-breached", StringComparison.Ordinal));
        Assert.Equal(Lines(replayed), Lines(written));
    }

    /// <summary>
    /// Every page of a fact in the store has reached its receiver, or was not needed any more, or has not been tried to
    /// its end; what came twice came under one id.
    /// </summary>
    private async Task CheckPages(string data, Instant until, PageReceiver receiver)
    {
        await using var store = SqliteStore.Open(data);
        var messages = new Dictionary<string, StoredMessage>(StringComparer.Ordinal);
        var after = 0L;
        while (await store.ReadMessages(null, after, 500) is { Count: > 0 } page)
        {
            foreach (var message in page)
                messages[message.Message.Key] = message;
            after = page[^1].Id;
        }
        foreach (var (told, version) in await Paged(store))
        {
            foreach (var person in told.To)
            {
                Assert.True(
                    messages.ContainsKey($"page/{version.Stream}/{version.Version}/{person}"),
                    $"the page of {person} for {version.Stream} {version.Version} is lost");
            }
        }
        var taken = receiver.Taken.Where(page => page.Body.Contains("\"type\":\"page\"", StringComparison.Ordinal))
            .Select(page => page.Id).ToHashSet();
        var pages = messages.Values.Where(each => each.Message.Kind == "page").ToList();
        foreach (var message in pages.Where(each => each.State == OutboxState.Delivered))
            Assert.True(taken.Contains(PageReceiver.IdOf(message.Message.Key)), $"{message.Message.Key} is lost");
        Assert.DoesNotContain(pages, each => each.State == OutboxState.Refused);
        Assert.All(pages.Where(each => each.State == OutboxState.Dropped), message =>
            Assert.StartsWith(DeliveryLoop.NotTold, message.Reason));
        Assert.All(pages.Where(each => each.State == OutboxState.Waiting), message =>
            Assert.True(message.Message.NotBefore > until - Duration.FromMinutes(1), message.Message.Key));
        var known = messages.Keys.Select(PageReceiver.IdOf).ToHashSet();
        Assert.All(taken, id => Assert.Contains(id, known));
        output.WriteLine($"{pages.Count} pages, {receiver.Taken.Count} taken, {taken.Count} different");
        Assert.NotEmpty(taken);
    }

    private static async Task<List<(TicketPaged Fact, (StreamId Stream, long Version) At)>> Paged(SqliteStore store)
    {
        var paged = new List<(TicketPaged, (StreamId, long))>();
        var position = 0L;
        while (await store.ReadAll(position, 500) is { Count: > 0 } page)
        {
            paged.AddRange(page.Where(stored => stored.Type == "ticket.paged.v1")
                .Select(stored => ((TicketPaged)TicketEventFormat.Read(stored), (stored.Stream, stored.Version))));
            position = page[^1].Position;
        }
        return paged;
    }

    private static string[] Lines(MemoryStream bytes) => Encoding.UTF8.GetString(bytes.ToArray()).Split('\n');

    /// <summary>
    /// Opens tickets and works on them, each second one to its end; what got no answer is said again under its key
    /// until it has one.
    /// </summary>
    private async Task Work(int number, Address address, string token, CancellationToken stop)
    {
        using var http = Client(token);
        string[] verbs = ["assign", "start", "update", "update", "resolve"];
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var opening = $$"""{"priority":"P{{round % 3 + 1}}","title":"{{number}}"}""";
            var ticket = await Say(http, address, "tickets", opening, $"{number}-{round}-open");
            var steps = verbs.Length - round % 2;
            for (var step = 0; step < steps && !stop.IsCancellationRequested; step++)
            {
                var body = verbs[step] switch
                {
                    "assign" => """{"team":"tier-1"}""",
                    "resolve" => """{"code":"fixed"}""",
                    _ => "{}",
                };
                await Say(http, address, $"tickets/{ticket}/{verbs[step]}", body, $"{number}-{round}-{step}");
            }
        }
    }

    private async Task<string> Say(HttpClient http, Address address, string path, string body, string key)
    {
        while (true)
        {
            try
            {
                var url = await address.Current;
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{url}/api/v1/{path}"));
                request.Content = new StringContent(body, Encoding.UTF8, "application/json");
                request.Headers.Add("Idempotency-Key", key);
                using var response = await http.SendAsync(request);
                Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
                using var answer = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                acknowledged[key] = true;
                answered.Release();
                return answer.RootElement.GetProperty("id").GetString()!;
            }
            catch (Exception gone) when (gone is HttpRequestException or TaskCanceledException or IOException)
            {
                // killed: nobody knows whether it happened
            }
        }
    }

    private static HttpClient Client(string token)
    {
        var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    /// <summary>Where the server is; whoever asks while it is dead waits until it is back.</summary>
    private sealed class Address
    {
        private volatile TaskCompletionSource<string> known = New();

        public Address(string url) => Find(url);

        public Task<string> Current => known.Task;

        public void Lose() => known = New();

        public void Find(string url) => known.SetResult(url);

        private static TaskCompletionSource<string> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
