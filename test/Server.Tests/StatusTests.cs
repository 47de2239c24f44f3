using Xunit;

namespace Muster.Server.Tests;

public sealed class StatusTests
{
    private const string Payload = "<script>alert(1)</script>";

    [Fact]
    public async Task A_major_is_told_to_everybody_with_the_promised_time_and_nothing_of_others_runs()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post("/api/v1/majors", $$"""{"title":"{{Payload}}"}""", server.Admin)).Said("id");
        var posted = await server.Post(
            $"/api/v1/majors/{id}/post", $$"""{"text":"We know the cause {{Payload}}"}""", server.Admin);
        var next = posted.Json.GetProperty("update").GetProperty("next").GetString()!;
        foreach (var part in (string[])["", "/api/v2/summary.json", "/feed.atom", "/feed.rss"])
        {
            var text = (await server.Get($"/status{part}", null)).Text;
            Assert.Contains("We know the cause", text);
            Assert.DoesNotContain(Payload, text);
        }
        Assert.Contains(next[..16], (await server.Get("/status/api/v2/summary.json", null)).Text);
    }
}
