using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>When the process is killed, around a command.</summary>
internal enum Kill
{
    Never,

    /// <summary>Nobody knows whether it was done; it is said again under its key.</summary>
    BeforeItsAnswer,
    AfterItsAnswer,

    /// <summary>Once the first of its messages is with its receiver, which the process may know or not.</summary>
    AfterItsFirstMessage,
}

/// <summary>
/// The original's example 1 said to the program, which may be killed around each command and comes back on the same
/// data. What takes an hour takes moments here: a reminder comes half a second after its promise, and the watch is as
/// long; each command waits until that was written and every message is settled, so that the story is the same one.
/// </summary>
internal sealed partial class ServedOutage : IDisposable
{
    private const string Figures = """
        limits: {requestsPerSecond: 1000000}
        majors: {watch: PT0.5S, remindBefore: PT59M59.5S}
        severities: {SEV-1: {updates: 1h}}
        channels: {webhook: {secretFile: secret, trustedHosts: [127.0.0.1]}}
        """;

    private static readonly string[] Told = ["ines", "ana", "bo", "cy", "dee", "cto", "director"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly PageReceiver receiver = new();
    private readonly Dictionary<string, string> tickets = [];
    private Served served = null!;
    private int promises;

    /// <summary>How many messages each command brought to their receivers, repeats included.</summary>
    public List<int> Messages { get; } = [];

    /// <summary>The journal lines of both tickets, without instants and durations.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Every message by its key, with what became of it.</summary>
    public SortedDictionary<string, string> Ends { get; } = new(StringComparer.Ordinal);

    /// <summary>What receivers took: the id of each message and its words, each once where it came again.</summary>
    public SortedSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of what receivers took, each as often as it came.</summary>
    public List<string> Taken => [.. receiver.Taken.Select(page => page.Id)];

    public static int Commands => Outage.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <param name="kills">For each command in turn.</param>
    public async Task Run(IReadOnlyList<Kill> kills)
    {
        await Configure();
        await Start();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", served.Token);
        foreach (var (line, number) in Outage.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, number) => (JsonNode.Parse(line)!.AsObject(), number)))
        {
            var before = receiver.Taken.Count;
            await Say(line, number, kills[number]);
            await Quiet();
            Messages.Add(receiver.Taken.Count - before);
        }
        await Read();
        await served.Kill();
    }

    public void Dispose()
    {
        receiver.Dispose();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task Configure()
    {
        await File.WriteAllTextAsync(At("muster.yaml"), Outage.Policy);
        var people = Told.Select(person => $"{person}: {{webhook: \"{receiver.Url}\"}}");
        await File.WriteAllTextAsync(At("figures.yaml"), $"{Figures}\npeople: {{{string.Join(", ", people)}}}\n");
        await File.WriteAllTextAsync(At("secret"), PageReceiver.Secret);
    }

    private async Task Start() =>
        served = await Served.Start(At("data"), At("muster.yaml"), null, "--config", At("figures.yaml"));

    private async Task Restart()
    {
        await served.Kill();
        await Start();
    }

    private async Task Say(JsonObject line, int number, Kill kill)
    {
        var (path, body) = Request(line);
        var before = receiver.Taken.Count;
        var saying = Post(path, body, $"line-{number}");
        if (kill == Kill.BeforeItsAnswer)
        {
            await Restart();
            try
            {
                await saying;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // killed: nobody knows whether it happened
            }
            saying = Post(path, body, $"line-{number}");
        }
        var answer = await saying;
        if ((string)line["do"]! == "open")
            tickets[(string)line["ticket"]!] = answer.GetProperty("id").GetString()!;
        if (kill == Kill.AfterItsFirstMessage)
        {
            while (receiver.Taken.Count == before)
                await Task.Yield();
        }
        if (kill is Kill.AfterItsAnswer or Kill.AfterItsFirstMessage)
            await Restart();
        await TimeBrings(line);
    }

    /// <summary>The line as a request; what it says of an instant, as long ago as in the log.</summary>
    private (string Path, string Body) Request(JsonObject line)
    {
        var (verb, ticket) = ((string)line["do"]!, (string)line["ticket"]!);
        var body = (JsonObject)line.DeepClone();
        foreach (var field in (string[])["do", "ticket", "at"])
            body.Remove(field);
        if (line["happenedAt"] is { } happened)
            body["happenedAt"] = Rfc3339.Format(
                SystemClock.Instance.GetCurrentInstant() - (Moment(line["at"]!) - Moment(happened)));
        if (body["to"] is { } to && Outage.Log.Contains($"\"ticket\":\"{to}\"", StringComparison.Ordinal))
            body["to"] = tickets[(string)to!];
        if (verb == "open")
            return ("/api/v1/tickets", body.ToJsonString());
        var kind = Verbs.OfMajors.Contains(verb) || verb == "stand-down" ? "majors" : "tickets";
        return ($"/api/v1/{kind}/{tickets[ticket]}/{verb}", body.ToJsonString());
    }

    /// <summary>Waits for what time brings after a command: the next one is said later than that.</summary>
    private async Task TimeBrings(JsonObject line)
    {
        var verb = (string)line["do"]!;
        if (verb == "post" || (verb == "open" && (string)line["ticket"]! == Outage.Ticket))
        {
            promises++;
            await Until(timeline => timeline.Count(fact => EventOf(fact) == "status-due") == promises);
        }
        if (verb == "restore")
            await Until(timeline => timeline.Any(fact => EventOf(fact) == "watch-ended"));
    }

    private async Task Until(Func<IReadOnlyList<JsonNode>, bool> isSo)
    {
        while (!isSo(await Timeline(tickets[Outage.Ticket])))
            await Task.Yield();
    }

    /// <summary>Comes back when every message is settled.</summary>
    private async Task Quiet()
    {
        while ((await Get("/api/v1/messages?state=waiting"))["items"]!.AsArray().Count > 0)
            await Task.Yield();
    }

    private async Task Read()
    {
        foreach (var ticket in tickets.Values)
            Story.AddRange((await Timeline(ticket)).Select(fact => Timeless(fact.ToJsonString())));
        foreach (var message in (await Get("/api/v1/messages?limit=500"))["items"]!.AsArray())
            Ends.Add((string)message!["key"]!, $"{message["state"]} {message["reason"]}".Trim());
        foreach (var (id, body) in receiver.Taken)
            Words.Add($"{id} {Timeless(body)}");
    }

    private async Task<IReadOnlyList<JsonNode>> Timeline(string ticket) =>
        [.. (await Get($"/api/v1/tickets/{ticket}/timeline"))["items"]!.AsArray().Select(fact => fact!)];

    private async Task<JsonNode> Get(string path) => JsonNode.Parse(await http.GetStringAsync(
        new Uri(served.Url + path), TestContext.Current.CancellationToken))!;

    private async Task<JsonElement> Post(string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(served.Url + path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path} {body}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private string At(string name) => Path.Combine(folder.FullName, name);

    private static string? EventOf(JsonNode fact) => (string?)fact["event"];

    private static Instant Moment(JsonNode said)
    {
        Assert.True(Rfc3339.TryParse((string)said!, out var at));
        return at;
    }

    /// <summary>Without what is another one in each run: instants, durations, the port, the codes of links.</summary>
    private static string Timeless(string text) => Changing().Replace(text, "…");

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|PT[0-9HMS.]+|[0-9]+ [A-Z][a-z]+, [0-9]{2}:[0-9]{2} UTC"
        + @"|in ([0-9]+ h )?[0-9]+ min|127\.0\.0\.1:[0-9]+|/answer/[A-Za-z0-9_.-]+")]
    private static partial Regex Changing();
}
