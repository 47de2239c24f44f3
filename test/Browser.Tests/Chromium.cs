using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Browser.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Muster.Browser.Tests;

/// <summary>One Chromium for all tests, spoken to over its own debugging protocol: no driver between.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo profile = Directory.CreateTempSubdirectory("muster-chromium-");
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> asked = new();
    private readonly ConcurrentDictionary<string, Action<string, JsonNode>> listeners = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly ClientWebSocket socket = new();
    private Process? process;
    private int last;

    /// <summary>The program, or null where this machine has none.</summary>
    public static string? Program { get; } =
        (Environment.GetEnvironmentVariable("MUSTER_CHROMIUM") is { Length: > 0 } said
            ? [said]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }
                    .Select(name => Path.Combine(folder, name))))
        .FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Program is null)
            return;
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank"])
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        while (await process.StandardError.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (!line.Contains("DevTools listening on ", StringComparison.Ordinal))
                continue;
            _ = process.StandardError.ReadToEndAsync(); // a pipe that nobody empties would stop it
            await socket.ConnectAsync(new Uri(line.Split(' ')[^1]), CancellationToken.None);
            _ = Listen();
            return;
        }
        throw new EndOfStreamException($"{Program} ended before it listened");
    }

    /// <summary>A tab of its own, with cookies of its own; skips the test where there is no Chromium.</summary>
    public async Task<Tab> Open()
    {
        Assert.SkipWhen(Program is null,
            "no chromium on this machine; Debian has it as chromium, and MUSTER_CHROMIUM may name another one");
        var context = await Ask("Target.createBrowserContext", [], null);
        var target = await Ask("Target.createTarget", new()
        {
            ["url"] = "about:blank",
            ["browserContextId"] = context["browserContextId"]!.GetValue<string>(),
        }, null);
        var attached = await Ask("Target.attachToTarget", new()
        {
            ["targetId"] = target["targetId"]!.GetValue<string>(),
            ["flatten"] = true,
        }, null);
        var session = attached["sessionId"]!.GetValue<string>();
        var tab = new Tab(this, session);
        listeners[session] = tab.Hear;
        await tab.Begin();
        return tab;
    }

    internal async Task<JsonNode> Ask(string method, JsonObject parameters, string? session)
    {
        var id = Interlocked.Increment(ref last);
        var answer = asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null)
            message["sessionId"] = session;
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true,
                CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
        return await answer.Task.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        socket.Dispose();
        sending.Dispose();
        try
        {
            profile.Delete(recursive: true);
        }
        catch (IOException)
        {
            // a part of it that has not ended yet still writes there
        }
    }

    private async Task Listen()
    {
        var buffer = new byte[1 << 16];
        using var whole = new MemoryStream();
        while (socket.State == WebSocketState.Open)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                return; // the browser was ended
            }
            whole.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
                continue;
            Take(JsonNode.Parse(whole.GetBuffer().AsSpan(0, (int)whole.Length))!);
            whole.SetLength(0);
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is { } id && asked.TryRemove(id.GetValue<int>(), out var waiting))
        {
            if (message["error"] is { } error)
                waiting.TrySetException(new InvalidOperationException(error.ToJsonString()));
            else
                waiting.TrySetResult(message["result"]!);
        }
        else if (message["sessionId"] is { } session && listeners.TryGetValue(session.GetValue<string>(), out var hear))
            hear(message["method"]!.GetValue<string>(), message["params"]!);
    }
}
