using Xunit;

namespace Muster.Server.Tests;

public sealed class StatusTests
{
    private const string Payload = "<script>alert(1)</script>";

    [Fact]
    public async Task A_major_is_told_to_everybody_with_the_promised_time_and_nothing_of_others_runs()
    {
        await using var server = await RunningServer.Start();
        Assert.Contains("All Systems Operational", (await server.Get("/status", null)).Text);
        var id = (await server.Post("/api/v1/majors", $$"""{"title":"{{Payload}}"}""", server.Admin)).Said("id");
        var posted = await server.Post(
            $"/api/v1/majors/{id}/post", $$"""{"text":"We know the cause {{Payload}}"}""", server.Admin);
        var next = posted.Json.GetProperty("update").GetProperty("next").GetString()!;
        foreach (var path in (string[])["/status", "/status/api/v2/summary.json", "/status/feed.atom", "/status/feed.rss"])
        {
            var text = await Until(server, path, "We know the cause");
            Assert.DoesNotContain(Payload, text);
        }
        Assert.Contains(next[..16], (await server.Get("/status/api/v2/summary.json", null)).Text);
    }

    // a page is the same for all who ask within a second
    private static async Task<string> Until(RunningServer server, string path, string words)
    {
        for (var attempt = 0; ; attempt++)
        {
            var text = (await server.Get(path, null)).Text;
            if (text.Contains(words, StringComparison.Ordinal) || attempt == 500)
            {
                Assert.Contains(words, text);
                return text;
            }
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
