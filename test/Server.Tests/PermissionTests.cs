using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The table of permissions, walked against the running server.</summary>
public sealed class PermissionTests
{
    [Fact]
    public async Task Without_a_token_every_route_but_the_public_ones_asks_for_one()
    {
        await using var server = await RunningServer.Start();
        foreach (var route in Permissions.All.Where(route => !route.IsKeyed && !route.IsPage))
        {
            var answer = await server.Send(new HttpMethod(route.Method), PathOf(route), BodyOf(route), null);
            if (route.IsPublic)
            {
                // a made-up code answers nothing
                var expected = route.Path == Permissions.Answer ? 404 : 200;
                Assert.True(answer.Code == expected, $"{route.Method} {route.Path} {answer.Code}");
                continue;
            }
            Assert.True(answer.Code == 401, $"{route.Method} {route.Path} {answer.Code}");
            Assert.Equal("application/problem+json", answer.MediaType);
            Assert.Equal("not-signed-in", answer.Problem);
            Assert.StartsWith("Bearer", answer.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task Every_role_gets_through_where_the_table_says_so_and_nowhere_else()
    {
        await using var server = await RunningServer.Start();
        foreach (var role in RoleNames.All)
        {
            var token = await server.TokenFor(role.Name());
            foreach (var route in Permissions.All.Where(
                route => route.Path != Permissions.Stream && !route.IsKeyed && !route.IsPage))
            {
                var answer = await server.Send(new HttpMethod(route.Method), PathOf(route), BodyOf(route), token);
                var isAllowed = (route.Allowed & role) != 0;
                Assert.True(
                    isAllowed ? answer.Code is not (401 or 403) and < 500 : answer.Code == 403,
                    $"{role} {route.Method} {route.Path} {answer.Code} {answer.Text}");
                if (!isAllowed)
                    Assert.Equal("forbidden", answer.Problem);
            }
        }
    }

    [Fact]
    public async Task A_token_is_no_key_of_an_integration()
    {
        await using var server = await RunningServer.Start();
        foreach (var route in Permissions.All.Where(route => route.IsKeyed))
        {
            var path = PathOf(route).Replace("{key}", server.Admin, StringComparison.Ordinal);
            var body = route.Method == "POST" ? $$"""{"routing_key":"{{server.Admin}}"}""" : null;
            var answer = await server.Send(new HttpMethod(route.Method), path, body, server.Admin);
            var isLater = Permissions.LaterSenders.Contains(route.Path);
            Assert.True(answer.Code is 400 or 401 or 404 ^ isLater, $"{route.Path} {answer.Code}");
            Assert.Equal(isLater, answer.Code == 501);
        }
    }

    [Fact]
    public async Task The_stream_is_for_those_who_may_read()
    {
        await using var server = await RunningServer.Start();
        foreach (var role in RoleNames.All)
        {
            using var request = server.Request(HttpMethod.Get, Permissions.Stream, await server.TokenFor(role.Name()));
            using var response = await server.Open(request);
            Assert.Equal((role & Roles.Readers) != 0 ? 200 : 403, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("GET", "/nothing")]
    [InlineData("PUT", "/api/v1/tickets")]
    public async Task What_is_no_route_asks_for_a_token_first(string method, string path)
    {
        await using var server = await RunningServer.Start();
        Assert.Equal(401, (await server.Send(new HttpMethod(method), path, null, null)).Code);
        var known = await server.Send(new HttpMethod(method), path, null, server.Admin);
        Assert.Equal(method == "PUT" ? 405 : 404, known.Code);
        Assert.Equal(method == "PUT" ? "method-not-allowed" : "not-found", known.Problem);
    }

    [Fact]
    public void Only_people_declare_close_and_speak_to_requesters()
    {
        foreach (var verb in (string[])["declare", "close", "ask", "merge", "prioritise"])
            Assert.Equal(Roles.People, Permissions.Of("POST", Permissions.OfVerb(verb)).Allowed);
    }

    private static string PathOf(RouteRule route) =>
        route.Path.Replace("{id}", "no-such", StringComparison.Ordinal)
            .Replace("{schedule}", "no-such", StringComparison.Ordinal)
            .Replace("{verb}", "sing", StringComparison.Ordinal);

    private static string? BodyOf(RouteRule route) => route.Method is "POST" or "PUT" ? "{}" : null;
}
