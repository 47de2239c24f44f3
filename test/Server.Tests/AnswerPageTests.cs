using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The page behind the link of a page to a person: one button, and nothing that markup could use.</summary>
public sealed class AnswerPageTests
{
    [Fact]
    public async Task It_looks_as_the_other_pages_do_and_is_as_strict_as_they_are()
    {
        await using var server = await RunningServer.Start();
        var opened = await server.Post(
            "/api/v1/tickets", """{"title":"<style>*{color:red}</style>","priority":"P1"}""", server.Admin);
        var path = server.AnswerPath(opened.Said("id"), "ana");
        foreach (var (method, code) in new[] { (HttpMethod.Get, 200), (HttpMethod.Post, 200) })
        {
            var (policy, page) = await Asked(server, method, path, code);
            Assert.DoesNotContain("unsafe", policy);
            Assert.Contains("style-src 'self'", policy);
            Assert.DoesNotContain("<style", page);
            Assert.Contains("&lt;style&gt;", page);
            Assert.Contains($"<link rel=\"stylesheet\" href=\"{PageRules.Style}?v=", page);
        }
        var (strict, none) = await Asked(server, HttpMethod.Get, "/answer/none", 404);
        Assert.DoesNotContain("unsafe", strict);
        Assert.Contains("This link is not good", none);
    }

    private static async Task<(string Policy, string Page)> Asked(
        RunningServer server, HttpMethod method, string path, int code)
    {
        using var request = server.Request(method, path, null);
        using var response = await server.Open(request);
        Assert.Equal(code, (int)response.StatusCode);
        return (Assert.Single(response.Headers.GetValues("Content-Security-Policy")),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
