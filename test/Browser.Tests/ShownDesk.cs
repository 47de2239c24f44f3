using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Muster.Files.Policies;
using Muster.Server;
using Muster.Storage.Sqlite;

namespace Muster.Browser.Tests;

/// <summary>A desk with a day behind it: what is said long ago is said to a server whose clock stands there.</summary>
internal sealed class ShownDesk : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");
    private readonly HttpClient client = new();
    private readonly Printed output = new();
    private MusterServer? server;
    private string token = "";

    public string Address => server!.Urls.Single();

    /// <summary>Starts the server anew with its clock so far back; the first start prints a link.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> At(TimeSpan ago)
    {
        if (server is not null)
            await server.DisposeAsync();
        var printedBefore = output.ToString().Length;
        using var reader = new StreamReader(typeof(ShownDesk).Assembly.GetManifestResourceStream("desk.yaml")!);
        var policy = PolicyReader.Read([new PolicySource("desk.yaml", await reader.ReadToEndAsync(), null)]);
        server = await MusterServer.Start(new ServeOptions
        {
            Urls = ["http://127.0.0.1:0"],
            OpenStore = () => SqliteStore.Open(folder.FullName),
            StatusFolder = Path.Combine(folder.FullName, "status"),
            Policy = policy.Policy ?? throw new InvalidOperationException(string.Join('\n', policy.Faults)),
            PolicyText = policy.MergedYaml,
            Time = new Earlier(ago),
            Output = output,
        });
        var printed = output.ToString()[printedBefore..];
        token = printed.Split(['\n', ' '])
            .FirstOrDefault(word => word.StartsWith("mst_", StringComparison.Ordinal)) ?? token;
        return printed;
    }

    /// <summary>Says a verb to a ticket, or opens one; a refusal ends the test.</summary>
    public async Task<JsonElement> Say(string path, object? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(Address), $"/api/v1/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new StringContent(
            JsonSerializer.Serialize(body ?? new { }), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{path}: {text}");
    }

    /// <summary>A link that signs a tab in.</summary>
    public async Task<string> Link() => (await Say("tokens/self/link")).GetProperty("link").GetString()!;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        await output.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class Earlier(TimeSpan ago) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - ago;
    }

    /// <summary>What the server prints, from any of its threads, while it is read.</summary>
    private sealed class Printed : StringWriter
    {
        private readonly Lock gate = new();

        public override void Write(char value)
        {
            lock (gate)
                base.Write(value);
        }

        public override void Write(string? value)
        {
            lock (gate)
                base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (gate)
                base.Write(buffer, index, count);
        }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            lock (gate)
                base.Write(buffer);
        }

        public override string ToString()
        {
            lock (gate)
                return base.ToString();
        }
    }
}
