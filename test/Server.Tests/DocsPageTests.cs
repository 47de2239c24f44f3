using System.Net;
using System.Text.RegularExpressions;
using Muster.Server.Access;
using Muster.Server.Description;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The interface as a page tells it to people.</summary>
public sealed partial class DocsPageTests
{
    [Fact]
    public async Task Every_route_stands_there_with_who_may_use_it_its_fields_and_its_examples()
    {
        await using var server = await RunningServer.Start();
        var page = await server.Get(PageRules.Docs, server.Admin);
        Assert.Equal((200, "text/html"), (page.Code, page.MediaType));
        var text = WebUtility.HtmlDecode(Markup().Replace(page.Text, ""));
        var parts = RoutePart().Matches(page.Text).ToDictionary(
            part => part.Groups[1].Value, part => WebUtility.HtmlDecode(Markup().Replace(part.Value, " ")));
        Assert.Equal(RouteDescriptions.All.Count(), parts.Count);
        foreach (var route in RouteDescriptions.All)
        {
            var part = parts[route.Name];
            Assert.Contains(route.Path, part);
            Assert.Contains($"For {route.Who}.", part);
            foreach (var parameter in route.Parameters)
                Assert.Contains(parameter.Words, part);
            foreach (var field in route.Body?["properties"]?.AsObject() ?? [])
                Assert.Contains(field.Key, part);
            Assert.Contains("curl", part);
            foreach (var refusal in route.Refusals)
                Assert.Contains(refusal.Codes, part);
        }
        Assert.Contains("\"priority\": \"P2\"", text);
        Assert.Contains("P1 P2 P3 P4", SingleSpaced().Replace(parts["postTicketsIdPrioritise"], " "));
        Assert.DoesNotContain("{{", text);
    }

    [Theory]
    [InlineData("observer", 200)]
    [InlineData("integration", 200)]
    [InlineData(null, 401)]
    public async Task It_is_for_everybody_who_is_signed_in(string? role, int status)
    {
        await using var server = await RunningServer.Start();
        var token = role is null ? null : await server.TokenFor(role);
        Assert.Equal(status, (await server.Get(PageRules.Docs, token)).Code);
    }

    [Fact]
    public async Task It_runs_and_loads_nothing_but_our_own_files()
    {
        await using var server = await RunningServer.Start();
        using var request = server.Request(HttpMethod.Get, PageRules.Docs, server.Admin);
        using var response = await server.Open(request);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("style=", page);
        Assert.DoesNotContain("onclick", page);
        Assert.All(Loaded().Matches(page), loaded => Assert.StartsWith("/assets/", loaded.Groups[1].Value));
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex("<details class=\"route\" id=\"([^\"]+)\">.*?</details>", RegexOptions.Singleline)]
    private static partial Regex RoutePart();

    [GeneratedRegex(@"\s+")]
    private static partial Regex SingleSpaced();

    [GeneratedRegex("(?:<link [^>]*href|<(?:script|img)[^>]*src)=\"([^\"]+)\"")]
    private static partial Regex Loaded();
}
