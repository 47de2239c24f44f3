using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Support.Slack;

/// <summary>One call as it came in.</summary>
public sealed record SlackCall(string Method, JsonObject Arguments);

/// <summary>
/// A workspace on this machine that takes what Slack takes and refuses what Slack refuses, by its documentation and not
/// by the code that is tested against it. Its methods stand in <see cref="SlackWorkspace"/>.
/// </summary>
public sealed class SlackPeer : IDisposable
{
    private const int MostMishaps = 1_000;

    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<SlackCall> calls = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Mishap>> mishaps = new();
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SlackPeer()
    {
        BaseUrl = new Uri($"http://127.0.0.1:{FreePort()}/api/");
        listener.Prefixes.Add($"{BaseUrl.GetLeftPart(UriPartial.Authority)}/");
        listener.Start();
        _ = Task.Run(Listen);
    }

    public Uri BaseUrl { get; }

    public SlackWorkspace Workspace { get; } = new();

    /// <summary>Every call, refused ones too, in the order in which they came.</summary>
    public IReadOnlyCollection<SlackCall> Calls => calls;

    public int Count(string method) => calls.Count(call => call.Method == method);

    /// <summary>The next calls are too many: 429.</summary>
    public void Limit(string method, int seconds, int times = 1) => Plan(method, times, call =>
    {
        call.Response.Headers["Retry-After"] = $"{seconds}";
        return Answer(call, 429, """{"ok":false,"error":"ratelimited"}""");
    });

    /// <summary>The next calls are answered so, and nothing is done.</summary>
    public void Say(string method, int status, string body, int times = 1) =>
        Plan(method, times, call => Answer(call, status, body));

    /// <summary>The next calls are not answered as long as the peer lives.</summary>
    public void SwallowNext(string method, int times = 1) => Plan(method, times, call =>
    {
        gone.Task.Wait();
        return Answer(call, 503, "");
    });

    /// <summary>The next calls are done, and not answered as long as the peer lives.</summary>
    public void DoAndHang(string method, int times = 1) => Plan(method, times, _ => false, hangs: true);

    /// <summary>The next calls are done, and the line breaks before the answer.</summary>
    public void LoseAnswer(string method, int times = 1) => Plan(method, times, _ => false);

    public void Dispose()
    {
        gone.TrySetResult();
        listener.Close();
    }

    /// <param name="mishap">False where the call is to be done all the same.</param>
    private void Plan(string method, int times, Func<HttpListenerContext, bool> mishap, bool hangs = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, MostMishaps);
        var queue = mishaps.GetOrAdd(method, _ => new ConcurrentQueue<Mishap>());
        for (var time = 0; time < times; time++)
            queue.Enqueue(new Mishap(mishap, hangs));
    }

    private sealed record Mishap(Func<HttpListenerContext, bool> Before, bool Hangs);

    private async Task Listen()
    {
        try
        {
            while (true)
            {
                var call = await listener.GetContextAsync();
                _ = Task.Run(() => Take(call));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task Take(HttpListenerContext call)
    {
        try
        {
            var method = call.Request.Url!.Segments[^1];
            var arguments = await Arguments(call.Request);
            calls.Enqueue(new SlackCall(method, arguments));
            var mishap = mishaps.TryGetValue(method, out var queue) && queue.TryDequeue(out var next) ? next : null;
            if (mishap?.Before(call) == true)
                return;
            var answer = Workspace.Do(method, arguments, call.Request.Headers["Authorization"]);
            if (mishap is null)
            {
                Answer(call, 200, answer.ToJsonString());
                return;
            }
            if (mishap.Hangs)
                await gone.Task;
            call.Response.Abort();
        }
        catch (Exception broken) when (broken is HttpListenerException or IOException or ObjectDisposedException)
        {
            // the caller went away
        }
    }

    private static async Task<JsonObject> Arguments(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        var text = await reader.ReadToEndAsync();
        try
        {
            if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) == true)
                return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            return new JsonObject { ["unreadable"] = true };
        }
        var form = new JsonObject();
        foreach (var field in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = field.Split('=', 2);
            form[WebUtility.UrlDecode(parts[0])] = WebUtility.UrlDecode(parts[^1]);
        }
        return form;
    }

    private static bool Answer(HttpListenerContext call, int status, string body)
    {
        call.Response.StatusCode = status;
        call.Response.ContentType = "application/json";
        using (var writer = new StreamWriter(call.Response.OutputStream))
            writer.Write(body);
        call.Response.Close();
        return true;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
