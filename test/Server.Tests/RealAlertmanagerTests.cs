using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>
/// Debian's own prometheus-alertmanager, in whose configuration nothing but an address and a key points here, opens,
/// groups and resolves tickets by its webhook, by PagerDuty's path and by Opsgenie's.
/// </summary>
public sealed class RealAlertmanagerTests(ITestOutputHelper output)
{
    private const string Program = "prometheus-alertmanager";

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("pagerduty")]
    [InlineData("opsgenie")]
    public async Task It_opens_groups_and_resolves_a_ticket(string kind)
    {
        Assert.SkipUnless(IsInstalled(),
            $"{Program} is not installed and could not be; apt-get install {Program} as root has it");
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, $$"""{"kind":"{{kind}}","name":"prod"}""");
        var folder = Directory.CreateTempSubdirectory("muster-alertmanager-");
        var config = Path.Combine(folder.FullName, "alertmanager.yml");
        await File.WriteAllTextAsync(config, Config(sender, kind), TestContext.Current.CancellationToken);
        var port = FreePort();
        using var alertmanager = Run(config, folder.FullName, port);
        try
        {
            await using var journal = await Journal.Of(server);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            await Ready(http, alertmanager);
            await Post(http, ("one", true), ("two", true));
            var id = await journal.Next("opened");
            var ticket = await server.Get($"/api/v1/tickets/{id}", server.Admin);
            Assert.Contains("HighLatency", ticket.Said("title"));
            Assert.Equal(kind, ticket.Said("source"));
            await Post(http, ("one", false), ("two", false));
            Assert.Equal(id, await journal.Next("resolved"));
            ticket = await server.Get($"/api/v1/tickets/{id}", server.Admin);
            Assert.Equal(("Resolved", "auto"), (ticket.Said("state"), ticket.Said("code")));
            if (kind == "alertmanager")
                Assert.Equal(2, ticket.Json.GetProperty("alerts").GetArrayLength());
            var list = await server.Get("/api/v1/tickets", server.Admin);
            Assert.Equal(1, list.Json.GetProperty("items").GetArrayLength());
        }
        finally
        {
            alertmanager.Kill();
            await alertmanager.WaitForExitAsync(TestContext.Current.CancellationToken);
            folder.Delete(recursive: true);
        }
    }

    private static string Config(Sender sender, string kind)
    {
        var address = sender.Server.Address.ToString().TrimEnd('/');
        var receiver = kind switch
        {
            "alertmanager" => $"webhook_configs: [{{url: '{address}{sender.Path}', send_resolved: true}}]",
            "pagerduty" => $"pagerduty_configs: [{{routing_key: {sender.Key}, url: '{address}/v2/enqueue'}}]",
            _ => $"opsgenie_configs: [{{api_key: {sender.Key}, api_url: '{address}/'}}]",
        };
        return $$"""
            route: {receiver: muster, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
            receivers:
              - name: muster
                {{receiver}}
            """;
    }

    private Process Run(string config, string folder, int port)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[
            $"--config.file={config}", $"--storage.path={folder}", $"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=", "--log.level=debug"])
            start.ArgumentList.Add(argument);
        var process = new Process { StartInfo = start };
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.OutputDataReceived += (_, line) => Tell(line.Data);
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private void Tell(string? line)
    {
        if (line?.Contains("level=error", StringComparison.Ordinal) == true
            || line?.Contains("level=warn", StringComparison.Ordinal) == true)
            output.WriteLine(line);
    }

    /// <summary>It answers once it listens; a refused connection is quick, so it is asked again at once.</summary>
    private static async Task Ready(HttpClient http, Process process)
    {
        while (!process.HasExited)
        {
            try
            {
                using var ready = await http.GetAsync(new Uri("/-/ready", UriKind.Relative));
                if (ready.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
        throw new InvalidOperationException($"{Program} ended with {process.ExitCode}");
    }

    private static async Task Post(HttpClient http, params (string Instance, bool Fires)[] alerts)
    {
        var now = DateTimeOffset.UtcNow;
        var body = JsonSerializer.Serialize(alerts.Select(alert => new
        {
            labels = new { alertname = "HighLatency", severity = "critical", instance = alert.Instance },
            annotations = new { summary = "p99 is above 1 s" },
            startsAt = now.AddMinutes(-5),
            endsAt = alert.Fires ? now.AddMinutes(5) : now.AddSeconds(-1),
        }));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/api/v2/alerts", UriKind.Relative), content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>The server's journal, followed from its beginning.</summary>
    private sealed class Journal(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
    {
        public static async Task<Journal> Of(RunningServer server)
        {
            using var request = server.Request(HttpMethod.Get, Permissions.Stream, server.Admin);
            request.Headers.Add("Last-Event-ID", "0");
            var response = await server.Open(request);
            return new Journal(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        /// <summary>The ticket of the next event of this name.</summary>
        public async Task<string> Next(string name)
        {
            while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                if (!line.StartsWith("data: ", StringComparison.Ordinal))
                    continue;
                using var told = JsonDocument.Parse(line["data: ".Length..]);
                if (told.RootElement.GetProperty("event").GetString() == name)
                    return told.RootElement.GetProperty("ticket").GetString()!;
            }
            throw new EndOfStreamException("the journal ended");
        }

        public ValueTask DisposeAsync()
        {
            lines.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
