using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Muster.Files.Settings;
using Muster.Server.Composition;
using Muster.Server.Status;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The status page where readers find it: others serve a copy, and may serve an old one or none.</summary>
public sealed class PublicPageTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 1, 1, 12, 0);

    private readonly SkippingTime time = new();
    private Instant now = Noon;
    private WrittenPage written = Page("well", Noon);

    [Fact]
    public async Task A_page_that_says_what_was_written_is_right_whenever_it_was_written()
    {
        await using var copy = await Copy.Start(Page("well", Noon - Duration.FromDays(1)));
        Assert.Equal((null, null), await Look(copy));
    }

    [Fact]
    public async Task An_old_copy_is_wrong_since_the_page_changed_after_it_was_written()
    {
        await using var copy = await Copy.Start(written);
        var page = Of(copy);
        Pass(10);
        written = Page("down", now);
        Pass(300);
        Assert.Equal(Duration.FromSeconds(300), (await Look(page)).Differs);
        copy.Shown = written;
        Assert.Null((await Look(page)).Differs);
    }

    [Fact]
    public async Task A_copy_that_comes_late_but_is_renewed_each_time_is_as_old_as_what_it_lacks()
    {
        await using var copy = await Copy.Start(written);
        var page = Of(copy);
        Pass(10);
        var first = written = Page("down", now);
        Assert.Equal(Duration.Zero, (await Look(page)).Differs);
        Pass(50);
        written = Page("up again", now);
        copy.Shown = first;
        await Look(page);
        Pass(40);
        Assert.Equal(Duration.FromSeconds(40), (await Look(page)).Differs);
    }

    [Fact]
    public async Task A_copy_that_is_not_renewed_stays_wrong_since_the_first_change_that_it_was_seen_to_lack()
    {
        await using var copy = await Copy.Start(written);
        var page = Of(copy);
        Pass(10);
        written = Page("down", now);
        await Look(page);
        Pass(50);
        written = Page("up again", now);
        Assert.Equal(Duration.FromSeconds(50), (await Look(page)).Differs);
    }

    [Fact]
    public async Task What_is_written_while_it_is_looked_is_no_difference()
    {
        await using var copy = await Copy.Start(written);
        var page = Of(copy);
        var asked = 0;
        Assert.Null(await page.Look(
            () => asked++ == 0 ? written : Page("down", now), TestContext.Current.CancellationToken));
        Assert.Null(page.Differs);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(404, "")]
    [InlineData(302, "")] // somebody else's word is not followed
    [InlineData(200, "no summary")]
    [InlineData(200, "[1]")]
    [InlineData(200, """{"page":{"updated_at":7},"page":{}}""")]
    [InlineData(200, """{"page":{"updated_at":"2999-01-01T00:00:00Z"}}""")]
    public async Task What_is_no_page_of_ours_is_wrong_since_it_was_seen(int status, string shown)
    {
        await using var copy = await Copy.Start(written with { Summary = Encoding.UTF8.GetBytes(shown) });
        copy.Status = status;
        var page = Of(copy);
        Assert.Equal(Duration.Zero, (await Look(page)).Differs);
        Pass(61);
        var (told, differs) = await Look(page);
        Assert.Contains(status == 200 ? "says something else" : $"answers {status}", told);
        Assert.Equal(Duration.FromSeconds(61), differs);
    }

    [Fact]
    public async Task An_answer_without_end_and_a_server_that_is_gone_cannot_be_read()
    {
        var copy = await Copy.Start(written with { Summary = new byte[5 << 20] });
        using var page = Of(copy);
        Assert.Contains("cannot be read", (await Look(page)).Wrong);
        await copy.DisposeAsync();
        Assert.Contains("cannot be read", (await Look(page)).Wrong);
    }

    [Fact]
    public async Task An_old_copy_is_told_by_health_log_and_figure_until_it_is_renewed()
    {
        await using var copy = await Copy.Start(written);
        await using var server = await Start(copy);
        copy.Shown = server.House.Status.Written!;
        Assert.Empty(await Step(server));
        time.Skip(TimeSpan.FromSeconds(10));
        await server.Post("/api/v1/majors", """{"title":"No way in"}""", server.Admin);
        Assert.Null(await server.House.Status.Publish());
        time.Skip(TimeSpan.FromSeconds(61));
        Assert.Contains($"readers of {copy.Url} have not found what is so for ", Assert.Single(await Step(server)));
        var health = await server.Get("/health/engine", null);
        Assert.Equal(503, health.Code);
        Assert.Contains($"readers of {copy.Url} have not found what is so for more than 60 s", health.Text);
        Assert.Contains(Measured.Of("muster.status.public.differs"), seconds => seconds >= 61);

        copy.Shown = server.House.Status.Written!;
        Assert.Empty(await Step(server));
        Assert.DoesNotContain(copy.Url, (await server.Get("/health/engine", null)).Text);
    }

    [Fact]
    public async Task Nobody_looks_within_the_house_where_the_host_is_not_trusted_and_that_is_said_once()
    {
        await using var copy = await Copy.Start(written);
        await using var server = await Start(copy, trusted: "status.example.org");
        var log = new Lines<PublicStatusPages>();
        using var pages = new PublicStatusPages(server.House, log);
        for (var look = 0; look < 2; look++)
            await pages.Step(server.House.Status.Public!, TestContext.Current.CancellationToken);
        Assert.Contains("name its host in channels.webhook.trustedHosts", Assert.Single(log.Said));
        Assert.Null(server.House.Status.Public!.Differs);
        Assert.Equal(0, copy.Asked);
    }

    [Fact]
    public async Task Where_no_address_is_set_there_is_nothing_to_look_at()
    {
        await using var server = await RunningServer.Start();
        Assert.Null(server.House.Status.Public);
        Assert.DoesNotContain("public status", (await server.Get("/health/engine", null)).Text);
    }

    private static WrittenPage Page(string says, Instant at) => new(
        Encoding.UTF8.GetBytes($$"""{"page":{"updated_at":"{{at}}"},"status":"{{says}}"}"""), at);

    private void Pass(int seconds) => now += Duration.FromSeconds(seconds);

    private PublicPage Of(Copy copy) => PublicPage.Of(Settings(new ServerSettings(), copy, "127.0.0.1"), () => now)!;

    private async Task<(string? Wrong, Duration? Differs)> Look(Copy copy)
    {
        using var page = Of(copy);
        return await Look(page);
    }

    private async Task<(string? Wrong, Duration? Differs)> Look(PublicPage page)
    {
        var wrong = await page.Look(() => written, TestContext.Current.CancellationToken);
        return (wrong, page.Differs);
    }

    private static ServerSettings Settings(ServerSettings settings, Copy copy, string trusted) => settings with
    {
        Status = new StatusSettings(Url: copy.Url),
        Channels = settings.Channels with
        {
            Webhook = new WebhookChannel(new SecretText(PageReceiver.Secret), [trusted]),
        },
    };

    private Task<RunningServer> Start(Copy copy, string trusted = "127.0.0.1") =>
        RunningServer.Start(change: options => options with
        {
            Time = time,
            Settings = Settings(options.Settings, copy, trusted),
        });

    /// <summary>Looks once, as is done each minute; what was logged of it.</summary>
    private static async Task<List<string>> Step(RunningServer server)
    {
        var log = new Lines<PublicStatusPages>();
        var pages = new PublicStatusPages(server.House, log);
        await pages.Step(server.House.Status.Public!, TestContext.Current.CancellationToken);
        return log.Said;
    }

    /// <summary>What somebody else serves at the address that readers have.</summary>
    private sealed class Copy(WebApplication app, WrittenPage shown) : IAsyncDisposable
    {
        private int asked;

        public WrittenPage Shown { get; set; } = shown;

        public int Status { get; set; } = 200;

        public int Asked => asked;

        public string Url => $"{app.Urls.Single()}/of/muster";

        public static async Task<Copy> Start(WrittenPage shown)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var copy = new Copy(builder.Build(), shown);
            copy.Serve();
            await copy.Begin();
            return copy;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private void Serve() => app.MapGet("/of/muster/api/v2/summary.json", async (HttpContext http) =>
        {
            Interlocked.Increment(ref asked);
            http.Response.StatusCode = Status;
            http.Response.Headers.Location = "/elsewhere";
            await http.Response.Body.WriteAsync(Shown.Summary);
        });

        private Task Begin() => app.StartAsync(TestContext.Current.CancellationToken);
    }
}
