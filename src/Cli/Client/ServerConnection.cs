using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Muster.Cli.Client;

/// <summary>What the server answered.</summary>
/// <param name="Tag">Its ETag, as If-Match takes it; null where it has none.</param>
internal sealed record ServerAnswer(int Status, string Text, string? Tag = null);

/// <summary>A running server, found by MUSTER_URL, spoken to with MUSTER_TOKEN.</summary>
internal sealed class ServerConnection : IDisposable
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    private readonly HttpClient client;
    private readonly string url;

    public ServerConnection()
    {
        url = Environment.GetEnvironmentVariable("MUSTER_URL") is { Length: > 0 } said ? said : DefaultUrl;
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https"))
            throw new UsageFault($"MUSTER_URL is {url}; it must be an address such as {DefaultUrl}");
        client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        if (Environment.GetEnvironmentVariable("MUSTER_TOKEN") is { Length: > 0 } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
    }

    /// <param name="path">Without a slash before it.</param>
    /// <exception cref="RefusedByServer">The answer was no, or there was none.</exception>
    public ServerAnswer Send(HttpMethod method, string path, string? body = null, params (string, string?)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }
        try
        {
            using var response = client.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream(), Encoding.UTF8);
            var answer = new ServerAnswer(
                (int)response.StatusCode, reader.ReadToEnd(), response.Headers.ETag?.ToString());
            return answer.Status < 400 ? answer : throw Refusal(answer);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            throw NotReached(fault);
        }
    }

    /// <summary>An answer that goes on, once its head is there; whoever asked disposes of it.</summary>
    /// <exception cref="RefusedByServer">The answer was no, or there was none.</exception>
    public async Task<HttpResponseMessage> Open(string path, params (string Name, string? Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }
        try
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead)
                .ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
            {
                var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
                throw Refusal(new ServerAnswer((int)response.StatusCode, text));
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            throw NotReached(fault);
        }
    }

    public void Dispose() => client.Dispose();

    private RefusedByServer NotReached(Exception fault)
    {
        var why = fault.InnerException is SocketException socket ? socket.Message : fault.Message;
        return new RefusedByServer(ExitCodes.NotReachable,
            $"{url} cannot be reached: {why.TrimEnd('.')}. Is muster serve running there? MUSTER_URL says where.");
    }

    private static RefusedByServer Refusal(ServerAnswer answer)
    {
        var (code, detail) = Said(answer.Text);
        return answer.Status switch
        {
            401 => new(ExitCodes.NotSignedIn, $"not signed in: {detail ?? ""} MUSTER_TOKEN says who you are."),
            429 or >= 502 => new(
                ExitCodes.NotReachable, $"the server cannot answer now: {detail ?? $"{answer.Status}"}"),
            _ => new(ExitCodes.No, $"{code ?? $"{answer.Status}"}: {detail ?? "refused without a word"}")
            {
                Status = answer.Status,
            },
        };
    }

    private static (string? Code, string? Detail) Said(string text)
    {
        try
        {
            using var problem = JsonDocument.Parse(text);
            return (Field(problem.RootElement, "code"), Field(problem.RootElement, "detail"));
        }
        catch (JsonException)
        {
            return (null, null); // something in between answered in a form of its own
        }
    }

    private static string? Field(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>The server said no, or nothing: one line for a person, and the exit code that says which.</summary>
internal sealed class RefusedByServer(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;

    /// <summary>Of HTTP; 0 where there was no answer.</summary>
    public int Status { get; init; }
}
