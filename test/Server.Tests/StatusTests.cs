using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Muster.Channels;
using Muster.Files.Policies;
using Muster.Server.Access;
using Muster.Server.Composition;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The public status page: what it says, that it goes on being served, and who may change it.</summary>
public sealed partial class StatusTests
{
    private const string Payload = "<script>alert(1)</script>";
    private const string Policy = """
        people: {ana: {mail: ana@example.org} }
        stakeholders: {executives: {to: [person:ana]} }
        services: {vpn: {components: [Gateway, Client]}, mail: {} }
        """;

    [Fact]
    public async Task A_major_is_told_to_everybody_with_the_promised_time_and_nothing_of_others_runs()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post("/api/v1/majors", $$"""{"title":"{{Payload}}"}""", server.Admin)).Said("id");
        var posted = await server.Post(
            $"/api/v1/majors/{id}/post", $$"""{"text":"We know the cause {{Payload}}"}""", server.Admin);
        var next = posted.Json.GetProperty("update").GetProperty("next").GetString()!;
        foreach (var part in (string[])["", "/api/v2/summary.json", "/feed.atom", "/feed.rss"])
            Assert.DoesNotContain(Payload, await Shown(server, $"/status{part}", "We know the cause"));
        Assert.Contains(next[..16], (await server.Get("/status/api/v2/summary.json", null)).Text);
    }

    [Fact]
    public async Task The_files_are_a_site_of_their_own_that_any_file_server_shows_when_Muster_is_gone()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var server = await RunningServer.Start(folder);
        await server.Post("/api/v1/majors", """{"title":"No way in"}""", server.Admin);
        var here = await Shown(server, "/status", "No way in");
        Assert.Equal(4, Links(here).Count);
        foreach (var link in Links(here))
            Assert.Equal(200, (await server.Get(new Uri(new Uri(server.Address, "/status"), link).PathAndQuery, null))
                .Code);
        await server.DisposeAsync();

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var files = builder.Build();
        files.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(Path.Combine(folder.FullName, "status")),
            RequestPath = "/of/muster",
            StaticFileOptions = { ServeUnknownFileTypes = true },
        });
        await files.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        var page = new Uri(new Uri(files.Urls.Single()), "/of/muster/");
        var html = await http.GetStringAsync(page, TestContext.Current.CancellationToken);
        Assert.Contains("No way in", html);
        foreach (var link in Links(html))
        {
            using var answer = await http.GetAsync(new Uri(page, link), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task While_the_page_cannot_be_written_people_are_told_and_it_is_written_once_it_can()
    {
        var time = new SkippingTime();
        var mail = new Taking("mail");
        await using var server = await Broken(time, mail);
        await server.Post("/api/v1/majors", """{"title":"No way in","severity":"SEV-1"}""", server.Admin);
        await mail.Told;
        Assert.Equal("waiting", await StateOf(server, "status", "waiting", attempts: 1));
        Assert.Equal(503, (await server.Get("/status", null)).Code);
        File.Delete(FolderOf(server));
        time.Skip(TimeSpan.FromSeconds(11));
        server.House.MessagesWait.Beat();
        Assert.Equal("delivered", await StateOf(server, "status", "delivered", attempts: 2));
        Assert.Contains("No way in", (await server.Get("/status", null)).Text);
    }

    [Fact]
    public async Task A_page_that_says_something_else_for_a_minute_is_told_by_health_log_and_figure()
    {
        var time = new SkippingTime();
        await using var server = await Broken(time, new Taking("mail"));
        Assert.Equal(200, (await server.Get("/health/engine", null)).Code);
        time.Skip(TimeSpan.FromSeconds(61));
        var health = await server.Get("/health/engine", null);
        Assert.Equal(503, health.Code);
        Assert.Contains("the status page has not said what is so for more than 60 s", health.Text);
        Assert.Contains(Measured.Of("muster.status.differs"), seconds => seconds >= 61);
        var log = new Lines<StatusPages>();
        using (var again = new StatusPages(server.House, log))
        {
            await again.StartAsync(TestContext.Current.CancellationToken);
            await again.StopAsync(TestContext.Current.CancellationToken);
        }
        Assert.Contains(
            log.Said,
            line => line.Contains("the status page has not said what is so for", StringComparison.Ordinal));
        File.Delete(FolderOf(server));
        Assert.Null(await server.House.Status.Publish());
        Assert.DoesNotContain("the status page", (await server.Get("/health/engine", null)).Text);
    }

    [Fact]
    public async Task A_page_that_somebody_else_wrote_over_is_seen_to_differ()
    {
        await using var server = await RunningServer.Start();
        Assert.Null(await server.House.Status.Compare());
        var summary = Path.Combine(FolderOf(server), "api", "v2", "summary.json");
        await File.WriteAllTextAsync(summary, "{}", TestContext.Current.CancellationToken);
        Assert.NotNull(await server.House.Status.Compare());
        Assert.NotNull(server.House.Status.Differs);
        Assert.Null(await server.House.Status.Publish());
        Assert.Null(await server.House.Status.Compare());
    }

    [Fact]
    public async Task What_somebody_says_of_a_component_is_shown_until_it_is_over_through_a_restart_and_audited()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        var time = new SkippingTime();
        var server = await RunningServer.Start(folder, change: options => With(options, time));
        var token = server.Admin;
        var until = (server.House.Now + NodaTime.Duration.FromHours(2)).ToString();
        var set = await server.Send(HttpMethod.Put, "/api/v1/status/components/vpn.Gateway",
            $$"""{"state":"partial_outage","until":"{{until}}"}""", token);
        Assert.Equal(200, set.Code);
        Assert.Contains("Partial System Outage", (await server.Get("/status", null)).Text);
        Assert.Contains("status.set", (await server.Get("/api/v1/audit?format=jsonl", token)).Text);
        await server.DisposeAsync();

        server = await RunningServer.Start(folder, change: options => With(options, time));
        var listed = (await server.Get("/api/v1/status/components", token)).Json.GetProperty("items").EnumerateArray()
            .ToDictionary(item => item.GetProperty("id").GetString()!);
        Assert.Equal(["mail", "vpn.Client", "vpn.Gateway"], listed.Keys.Order());
        Assert.Equal("partial_outage", listed["vpn.Gateway"].GetProperty("state").GetString());
        Assert.Equal("operational", listed["vpn.Gateway"].GetProperty("derived").GetString());
        Assert.Equal("operational", listed["vpn.Client"].GetProperty("state").GetString());
        time.Skip(TimeSpan.FromHours(2));
        await server.House.Status.Publish();
        Assert.Contains("All Systems Operational", (await server.Get("/status", null)).Text);
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("vpn", """{"state":"partial_outage","until":"2130-01-01T00:00:00Z"}""", 404, "not-found")]
    [InlineData("mail", """{"state":"broken","until":"2130-01-01T00:00:00Z"}""", 422, "invalid")]
    [InlineData("mail", """{"state":"major_outage"}""", 422, "invalid")]
    [InlineData("mail", """{"state":"major_outage","until":"2020-01-01T00:00:00Z"}""", 422, "invalid")]
    [InlineData("mail", """{"state":"major_outage","until":"2130-01-01T00:00:00Z","why":""}""", 422, "invalid")]
    public async Task What_cannot_be_meant_of_a_component_is_refused(
        string component, string body, int code, string problem)
    {
        await using var server = await RunningServer.Start(change: options => With(options, TimeProvider.System));
        var answer = await server.Send(
            HttpMethod.Put, $"/api/v1/status/components/{component}", body, server.Admin);
        Assert.Equal((code, problem), (answer.Code, answer.Problem));
        Assert.Contains("All Systems Operational", (await server.Get("/status", null)).Text);
    }

    [Fact]
    public async Task The_command_line_sets_shows_and_clears_what_a_component_says()
    {
        await using var server = await RunningServer.Start(change: options => With(options, TimeProvider.System));
        var set = await Muster(server, "status", "set", "mail", "major_outage", "--until", "2130-01-01T00:00:00Z");
        Assert.Equal((0, ""), (set.Code, set.Error));
        var shown = await Muster(server, "status", "show", "--output", "table");
        Assert.Matches("mail +major_outage +operational", shown.Output);
        Assert.Equal(0, (await Muster(server, "status", "clear", "mail")).Code);
        Assert.DoesNotContain("major_outage", (await Muster(server, "status", "show")).Output);
        Assert.Equal(1, (await Muster(server, "status", "clear", "phone")).Code);
    }

    private static async Task<(int Code, string Output, string Error)> Muster(
        RunningServer server, params string[] arguments)
    {
        using var process = Served.Process($"{server.Address}", server.Admin, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await error);
    }

    private static ServeOptions With(ServeOptions options, TimeProvider time)
    {
        var policy = PolicyReader.Read([new PolicySource("desk.yaml", Policy, null)]);
        return options with { Policy = policy.Policy!, PolicyText = policy.MergedYaml, Time = time };
    }

    /// <summary>Where the folder of the page should be stands a file.</summary>
    private static Task<RunningServer> Broken(TimeProvider time, IChannel channel) =>
        RunningServer.Start(change: options =>
        {
            File.WriteAllText(options.StatusFolder!, "");
            return With(options, time) with { Channels = [channel] };
        });

    private static string FolderOf(RunningServer server) => Path.Combine(server.Folder.FullName, "status");

    private static List<string> Links(string html) =>
        [.. Link().Matches(html).Select(match => match.Groups[1].Value).Where(link => !link.StartsWith('#'))];

    /// <summary>The page once it says so; the test's own time-out ends a wait that is in vain.</summary>
    private static async Task<string> Shown(RunningServer server, string path, string words)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if ((await server.Get(path, null)).Text is var text && text.Contains(words, StringComparison.Ordinal))
                return text;
        }
    }

    private static async Task<string> StateOf(RunningServer server, string kind, string wanted, int attempts)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var messages = (await server.Get("/api/v1/messages?limit=500", server.Admin)).Json.GetProperty("items");
            var message = messages.EnumerateArray()
                .FirstOrDefault(each => each.GetProperty("kind").GetString() == kind);
            if (message.ValueKind != System.Text.Json.JsonValueKind.Undefined
                && message.GetProperty("attempts").GetInt32() >= attempts
                && message.GetProperty("state").GetString() == wanted)
                return wanted;
        }
    }

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Link();

    private sealed class Taking(string name) : IChannel
    {
        private readonly TaskCompletionSource first = new();

        public string Name => name;

        public Task Told => first.Task;

        public Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
        {
            first.TrySetResult();
            return Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered());
        }
    }
}
