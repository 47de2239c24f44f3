using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Muster.Files.Policies;
using Muster.Server.Access;
using Muster.Storage.Sqlite;

namespace Muster.Server.Tests;

/// <summary>The real server on a free port, over a folder of its own, spoken to as a client does.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(60) };

    private readonly DirectoryInfo folder;
    private readonly bool ownsFolder;
    private readonly MusterServer server;

    private RunningServer(DirectoryInfo folder, bool ownsFolder, MusterServer server, string output)
    {
        (this.folder, this.ownsFolder, this.server, Output) = (folder, ownsFolder, server, output);
        Admin = TokenIn(output);
    }

    /// <summary>What it printed at its start.</summary>
    public string Output { get; }

    /// <summary>The administrator's token; empty where none was printed.</summary>
    public string Admin { get; }

    public DirectoryInfo Folder => folder;

    public Composition.House House => server.House;

    public Uri Address => new(server.Urls.Single());

    /// <param name="change">What it is started with beside the usual.</param>
    public static async Task<RunningServer> Start(
        DirectoryInfo? folder = null, string url = "http://127.0.0.1:0",
        Func<ServeOptions, ServeOptions>? change = null)
    {
        var ownsFolder = folder is null;
        folder ??= Directory.CreateTempSubdirectory("muster-");
        using var output = new StringWriter();
        var policy = PolicyReader.Read([]);
        var options = new ServeOptions
        {
            Urls = [url],
            OpenStore = () => SqliteStore.Open(folder.FullName),
            StatusFolder = Path.Combine(folder.FullName, "status"),
            Policy = policy.Policy!,
            PolicyText = policy.MergedYaml,
            Time = TimeProvider.System,
            Output = output,
        };
        var server = await MusterServer.Start(change?.Invoke(options) ?? options);
        return new RunningServer(folder, ownsFolder, server, output.ToString());
    }

    /// <summary>A token of this role, for a person where one is named.</summary>
    public async Task<string> TokenFor(string role, string? person = null)
    {
        var body = person is null ? $$"""{"name":"{{role}}","role":"{{role}}"}"""
            : $$"""{"name":"{{role}}","role":"{{role}}","person":"{{person}}"}""";
        var answer = await Post(Permissions.Tokens, body, Admin);
        return answer.Json.GetProperty("token").GetString()!;
    }

    /// <summary>Does to one ticket what re-basing all of them under a key does to each.</summary>
    public async Task RebaseAlone(string ticket, string key)
    {
        var own = (await Get(Permissions.Tokens, Admin)).Json.GetProperty("items")[0].GetProperty("id").GetString();
        await server.House.Say(new Engine.Tickets.TicketRequest(own!, ticket, new Core.Tickets.RebaseClocks())
        {
            Key = $"{own}/{key}/{ticket}",
        });
    }

    /// <summary>All that its store knows, as an export tells it.</summary>
    public Task<IReadOnlyList<Engine.Export.ToldFact>> History() =>
        Engine.Export.StoreHistory.Read(server.House.Store);

    /// <summary>The path by which somebody who was paged answers without a token.</summary>
    public string AnswerPath(string ticket, string person) =>
        new Uri(server.House.Answers.AnswerUrl(new Core.Tickets.TicketId(ticket), person)).AbsolutePath;

    /// <summary>Comes back in a later millisecond than the present one.</summary>
    public async Task PassMillisecond()
    {
        var now = server.House.Now;
        while (server.House.Now == now)
            await Task.Yield();
    }

    public Task<Answer> Get(string path, string? token) => Send(HttpMethod.Get, path, null, token);

    public Task<Answer> Post(string path, string? body, string? token, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, body, token, headers);

    public async Task<Answer> Send(
        HttpMethod method, string path, string? body, string? token, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Answer.Of(await client.SendAsync(request));
    }

    public async Task<Answer> Send(HttpRequestMessage request) => await Answer.Of(await client.SendAsync(request));

    /// <summary>Answers as soon as the head is there; the caller reads on.</summary>
    public Task<HttpResponseMessage> Open(HttpRequestMessage request) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

    public HttpRequestMessage Request(HttpMethod method, string path, string? token)
    {
        var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        if (ownsFolder)
            folder.Delete(recursive: true);
    }

    private static string TokenIn(string output)
    {
        var at = output.IndexOf(Secret.Prefix, StringComparison.Ordinal);
        return at < 0 ? "" : output[at..].Split(['\n', '\r', ' '])[0];
    }
}

/// <summary>An answer read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers, string? MediaType)
{
    public int Code => (int)Status;

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The last word of a problem's type.</summary>
    public string Problem => Json.GetProperty("type").GetString()!.Split(':')[^1];

    public string Said(string name) => Json.GetProperty(name).GetString()!;

    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return new Answer(
                response.StatusCode, text, response.Headers, response.Content.Headers.ContentType?.MediaType);
        }
    }
}
