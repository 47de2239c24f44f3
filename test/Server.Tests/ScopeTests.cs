using System.Text.Json;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>A token with a scope sees and changes what is of its teams and services, wherever it asks.</summary>
public sealed class ScopeTests
{
    private const string Tickets = "/api/v1/tickets";

    private sealed record Desk(RunningServer Server, string Token, string Seen, string Hidden);

    private static async Task<Desk> Open(RunningServer server, string role = "responder")
    {
        const string scope = """{"teams":["network"],"services":["vpn"]}""";
        var token = await server.Post(
            Permissions.Tokens, $$"""{"name":"vpn","role":"{{role}}","scope":{{scope}} }""", server.Admin);
        var hidden = await server.Post(Tickets, """{"title":"payroll","service":"payroll"}""", server.Admin);
        var seen = await server.Post(Tickets, """{"title":"VPN","service":"vpn"}""", server.Admin);
        return new Desk(server, token.Said("token"), seen.Said("id"), hidden.Said("id"));
    }

    [Fact]
    public async Task Lists_search_promises_and_graphs_hold_what_it_sees()
    {
        await using var server = await RunningServer.Start();
        var desk = await Open(server);
        await server.Post($"{Tickets}/{desk.Seen}/link", $$"""{"to":"{{desk.Hidden}}"}""", server.Admin);
        string[] paths = [Tickets, Tickets + "?q=payroll*", "/api/v1/sla", $"{Tickets}/{desk.Seen}/graph"];
        foreach (var path in paths)
        {
            var answer = await server.Get(path, desk.Token);
            Assert.Equal(200, answer.Code);
            Assert.DoesNotContain("payroll", answer.Text);
        }
        Assert.Single((await server.Get(Tickets, desk.Token)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task What_it_does_not_see_is_not_there()
    {
        await using var server = await RunningServer.Start();
        var desk = await Open(server);
        foreach (var part in (string[])["", "/timeline", "/explain", "/graph"])
        {
            Assert.Equal(404, (await server.Get($"{Tickets}/{desk.Hidden}{part}", desk.Token)).Code);
            Assert.Equal(200, (await server.Get($"{Tickets}/{desk.Seen}{part}", desk.Token)).Code);
        }
        foreach (var verb in Permissions.TicketVerbs)
        {
            var before = (await server.Get($"{Tickets}/{desk.Hidden}", server.Admin)).Json.GetProperty("version");
            var refused = await server.Post($"{Tickets}/{desk.Hidden}/{verb}", BodyOf(verb, desk.Seen), desk.Token);
            Assert.True(refused.Code == 404, $"{verb} {refused.Code} {refused.Text}");
            Assert.Equal(
                before.GetInt64(),
                (await server.Get($"{Tickets}/{desk.Hidden}", server.Admin)).Json.GetProperty("version").GetInt64());
        }
        var linked = await server.Post(
            $"{Tickets}/{desk.Seen}/link", $$"""{"to":"{{desk.Hidden}}","kind":"parent"}""", desk.Token);
        Assert.Equal((422, "invalid"), (linked.Code, linked.Problem));
        Assert.Equal(
            403, (await server.Post(Tickets, """{"title":"x","service":"payroll"}""", desk.Token)).Code);
        Assert.Equal(201, (await server.Post(Tickets, """{"title":"x","service":"vpn"}""", desk.Token)).Code);
    }

    [Fact]
    public async Task What_is_handed_to_a_team_of_the_scope_is_seen_from_then_on_and_what_is_given_away_no_more()
    {
        await using var server = await RunningServer.Start();
        var desk = await Open(server);
        await server.Post($"{Tickets}/{desk.Hidden}/assign", """{"team":"network"}""", server.Admin);
        Assert.Equal(200, (await server.Get($"{Tickets}/{desk.Hidden}", desk.Token)).Code);
        var given = await server.Post($"{Tickets}/{desk.Hidden}/assign", """{"team":"desk"}""", desk.Token);
        Assert.Equal(200, given.Code);
        Assert.DoesNotContain("payroll", given.Text);
        Assert.Equal(404, (await server.Get($"{Tickets}/{desk.Hidden}", desk.Token)).Code);
    }

    [Fact]
    public async Task The_stream_passes_over_what_it_does_not_see()
    {
        await using var server = await RunningServer.Start();
        var desk = await Open(server);
        using var request = server.Request(HttpMethod.Get, Permissions.Stream, desk.Token);
        request.Headers.TryAddWithoutValidation("Last-Event-ID", "0");
        using var response = await server.Open(request);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(
            TestContext.Current.CancellationToken));
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Assert.DoesNotContain("payroll", line);
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                Assert.Equal("VPN", JsonDocument.Parse(line[6..]).RootElement.GetProperty("title").GetString());
                return;
            }
        }
        Assert.Fail("the stream ended");
    }

    [Fact]
    public async Task Even_an_administrators_token_with_a_scope_manages_nothing_that_is_everybodys()
    {
        await using var server = await RunningServer.Start();
        var desk = await Open(server, "admin");
        foreach (var route in Permissions.All.Where(route => route.IsWhole))
        {
            var path = route.Path.Replace("{id}", "none", StringComparison.Ordinal)
                .Replace("{schedule}", "none", StringComparison.Ordinal)
                .Replace("{person}", "none", StringComparison.Ordinal);
            var answer = await server.Send(new HttpMethod(route.Method), path, "{}", desk.Token);
            Assert.Equal(403, answer.Code);
            if (!route.IsPage) // which says so in words
                Assert.Equal("forbidden", answer.Problem);
        }
        var listed = (await server.Get(Permissions.Tokens, server.Admin)).Json.GetProperty("items").EnumerateArray();
        Assert.Equal("network", listed.Last().GetProperty("scope").GetProperty("teams")[0].GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"teams":[]}""")]
    [InlineData("""{"teams":["a",1]}""")]
    [InlineData("""{"people":["ana"]}""")]
    public async Task A_scope_names_teams_or_services(string scope)
    {
        await using var server = await RunningServer.Start();
        var refused = await server.Post(
            Permissions.Tokens, $$"""{"name":"x","role":"observer","scope":{{scope}} }""", server.Admin);
        Assert.Equal(422, refused.Code);
        Assert.Equal("scope", refused.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static string BodyOf(string verb, string other) => verb switch
    {
        "assign" => """{"team":"network"}""",
        "hold" => """{"reason":"user"}""",
        "resolve" => """{"code":"fixed"}""",
        "close" => """{"code":"cancelled"}""",
        "prioritise" => """{"priority":"P1"}""",
        "snooze" => """{"until":"2999-01-01T00:00:00Z"}""",
        "tag" => """{"tags":{"a":"b"}}""",
        "link" or "unlink" or "merge" => $$"""{"to":"{{other}}"}""",
        "impact" => """{"affectedUsers":1}""",
        "correct" => """{"number":1,"happenedAt":"2025-01-06T08:55:00Z","reason":"so"}""",
        "severity" => """{"severity":"SEV-1"}""",
        "bridge" => """{"link":"https://meet.example.org"}""",
        "role" or "handover" or "accept-role" => """{"role":"scribe","to":"ana"}""",
        "milestone" => """{"milestone":"started"}""",
        "restore" => """{"confirmedBy":"ana"}""",
        "lesson" => """{"kind":"well","text":"x"}""",
        "decide" or "note" or "task" or "why" or "action" => """{"text":"x"}""",
        _ => "{}",
    };
}
