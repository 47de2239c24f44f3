using Microsoft.AspNetCore.Http;
using Muster.Server.Access;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>How many requests a token may make in a second.</summary>
public sealed class RequestRateTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 1, 1, 12, 0);

    [Fact]
    public void Past_the_limit_a_token_waits_for_the_next_second_and_others_do_not()
    {
        var now = Noon;
        var rate = new RequestRate(2, () => now);
        Assert.Null(rate.Count(new DefaultHttpContext(), Holder("a")));
        Assert.Null(rate.Count(new DefaultHttpContext(), Holder("a")));
        var refused = rate.Count(new DefaultHttpContext(), Holder("a"));
        Assert.Equal((429, "too-many", 1), (refused!.Status, refused.Code, refused.RetryAfter));
        Assert.Null(rate.Count(new DefaultHttpContext(), Holder("b")));
        now += Duration.FromSeconds(1);
        Assert.Null(rate.Count(new DefaultHttpContext(), Holder("a")));
    }

    [Fact]
    public void To_acknowledge_is_never_held_up()
    {
        var rate = new RequestRate(1, () => Noon);
        var http = new DefaultHttpContext();
        http.SetEndpoint(new Endpoint(
            null, new EndpointMetadataCollection(Permissions.Of("POST", Permissions.OfVerb("acknowledge"))), null));
        for (var count = 0; count < 5; count++)
            Assert.Null(rate.Count(http, Holder("a")));
        Assert.NotNull(rate.Count(new DefaultHttpContext(), Holder("a")));
    }

    [Fact]
    public async Task Every_answer_says_what_is_left()
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Get("/api/v1/tickets", server.Admin);
        Assert.Equal("\"token\";q=5000;w=1", answer.Headers.GetValues("RateLimit-Policy").Single());
        Assert.Matches("^\"token\";r=[0-9]+;t=1$", answer.Headers.GetValues("RateLimit").Single());
        Assert.False((await server.Get("/livez", null)).Headers.Contains("RateLimit"));
    }

    private static Token Holder(string id) => new(id, id, Roles.Admin, "hash") { Name = id, IssuedAt = Noon };
}
