using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The figures of a running program, for Prometheus and for a collector.</summary>
public sealed class MetricsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("muster-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Prometheus_finds_what_happened_and_no_ticket_person_or_text()
    {
        var served = await Served.Start(folder.FullName);
        using var http = Client(served.Url, served.Token);
        var opened = await Say(http, "/api/v1/tickets", """{"title":"VPN drops","priority":"P1","key":"one"}""");
        await Say(http, "/api/v1/tickets", """{"title":"VPN drops","priority":"P1","key":"one"}""");
        await Say(http, opened.Headers.Location + "/resume", "{}");
        var made = await Say(http, "/api/v1/integrations", """{"kind":"json"}""");
        using var sender = JsonDocument.Parse(
            await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var path = sender.RootElement.GetProperty("path").GetString()!;
        foreach (var body in (string[])["""{"title":"Disk","id":"d"}""", """{"title":"Disk","id":"d"}""", "no JSON"])
            await Say(http, path, body);
        await Say(http, "/in/json/nobody", "{}");
        var told = await Figures(http);
        foreach (var line in (string[])
        [
            """muster_commands_total{outcome="done",verb="open"} 2""", // the alert, too,
            """muster_commands_total{outcome="repeated",verb="open"} 1""",
            """muster_commands_total{outcome="refused",verb="resume"} 1""",
            """muster_request_duration_seconds_count{method="POST",route="/api/v1/tickets",status="201"} 2""",
            """muster_alerts_total{kind="json",outcome="opened"} 1""",
            """muster_alerts_total{kind="json",outcome="counted"} 1""",
            """muster_alerts_total{kind="json",outcome="refused"} 1""",
            """muster_loop_stalled{loop="deadlines"} 0""",
            """muster_build_info{version="0.1.0"} 1""",
        ])
            Assert.Contains(line, told, StringComparison.Ordinal);
        foreach (var name in (string[])
        [
            "muster_commit_duration_seconds_bucket", "muster_commit_batch_bucket", "muster_loop_age_seconds",
            "muster_deadlines_due", "muster_outbox_waiting", "muster_outbox_oldest_age_seconds",
            "muster_store_size_bytes", "dotnet_process_cpu_time_seconds_total",
        ])
            Assert.Contains($"\n{name}{{", told, StringComparison.Ordinal);
        Assert.DoesNotContain("VPN", told, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-", told, StringComparison.Ordinal);
        await served.Kill();

        // what stands in the store is counted at the start
        served = await Served.Start(folder.FullName);
        using var later = Client(served.Url, http.DefaultRequestHeaders.Authorization!.Parameter!);
        do
            told = await Figures(later);
        while (!told.Contains("muster_tickets_open", StringComparison.Ordinal));
        Assert.Contains("""muster_tickets_open{priority="P1",state="New"} 1""", told, StringComparison.Ordinal);
        await served.Kill();
    }

    [Fact]
    public async Task Figures_want_a_readers_token()
    {
        await using var server = await RunningServer.Start();
        Assert.Equal(401, (await server.Get("/metrics", null)).Code);
        Assert.Equal(200, (await server.Get("/metrics", await server.TokenFor("observer"))).Code);
        Assert.Equal(403, (await server.Get("/metrics", await server.TokenFor("integration"))).Code);
    }

    [Fact]
    public async Task Figures_are_open_to_all_where_the_configuration_says_so()
    {
        var served = await Served.Start(folder.FullName, null, new() { ["MUSTER_SERVER__METRICSPUBLIC"] = "true" });
        using var http = new HttpClient { BaseAddress = new Uri(served.Url) };
        Assert.Contains("muster_build_info", await Figures(http), StringComparison.Ordinal);
        var other = await http.GetAsync(
            new Uri("/api/v1/tickets", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
        await served.Kill();
    }

    [Fact]
    public async Task A_collector_gets_spans_and_figures_where_one_is_named()
    {
        var stop = TestContext.Current.CancellationToken;
        var got = new ConcurrentDictionary<string, string>();
        using var both = new SemaphoreSlim(0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.MapPost("/v1/{what}", async (string what, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, stop);
            got.AddOrUpdate(what, _ => Read(body), (_, earlier) => earlier + Read(body));
            both.Release();
        });
        await collector.StartAsync(stop);

        var served = await Served.Start(folder.FullName, null, new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
        });
        using var http = Client(served.Url, served.Token);
        await Say(http, "/api/v1/tickets", """{"title":"VPN drops"}""");
        bool Got(string what, params string[] words) => got.GetValueOrDefault(what) is { } told
            && words.All(word => told.Contains(word, StringComparison.Ordinal));
        while (!Got("traces", "decide", "append", "muster.ticket") || !Got("metrics", "muster.commands"))
            await both.WaitAsync(stop);
        await served.Kill();
    }

    private static string Read(MemoryStream body) => Encoding.Latin1.GetString(body.ToArray());

    private static HttpClient Client(string url, string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static async Task<HttpResponseMessage> Say(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(
            new Uri(path, UriKind.RelativeOrAbsolute), content, TestContext.Current.CancellationToken);
    }

    private static Task<string> Figures(HttpClient http) =>
        http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
}
