using Xunit;

namespace Muster.Server.Tests;

/// <summary>Lists of tickets: filters, pages, and what is wrong with either.</summary>
public sealed class TicketListTests
{
    private const string Tickets = "/api/v1/tickets";

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        await using var server = await RunningServer.Start();
        var admin = server.Admin;
        var first = await server.Post(Tickets, """{"priority":"P1","title":"Mail is down","service":"mail"}""", admin);
        var second = await server.Post(Tickets, """{"priority":"P3","title":"VPN drops","service":"vpn"}""", admin);
        await server.Post($"{second.Headers.Location}/assign", """{"team":"tier-1"}""", admin);
        await server.Post($"{first.Headers.Location}/resolve", """{"code":"fixed"}""", admin);
        var (mail, vpn) = (first.Said("id"), second.Said("id"));

        Assert.Equal([vpn, mail], await Ids(server, ""));
        Assert.Equal([vpn], await Ids(server, "?state=open"));
        Assert.Equal([vpn, mail], await Ids(server, "?state=open,Resolved"));
        Assert.Equal([mail], await Ids(server, "?priority=P1,P2"));
        Assert.Equal([vpn], await Ids(server, "?team=tier-1"));
        Assert.Equal([mail], await Ids(server, "?service=mail"));
        Assert.Equal([mail], await Ids(server, "?q=down"));
        Assert.Equal([vpn, mail], await Ids(server, "?atRisk=false"));
        Assert.Empty(await Ids(server, "?atRisk=true"));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_a_gap()
    {
        await using var server = await RunningServer.Start();
        for (var count = 0; count < 5; count++)
            await server.Post(Tickets, "{}", server.Admin);
        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await server.Get($"{Tickets}?limit=2{cursor}", server.Admin);
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("id").GetString()!));
            cursor = page.Json.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(5, seen.Distinct().Count());
        Assert.Equal(seen.OrderDescending(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("cursor=-1", "cursor")]
    [InlineData("state=Opened", "state")]
    [InlineData("priority=P9", "priority")]
    [InlineData("atRisk=maybe", "atRisk")]
    [InlineData("colour=red", "colour")]
    public async Task A_bad_value_is_named(string query, string field)
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Get($"{Tickets}?{query}", server.Admin);
        Assert.Equal(422, answer.Code);
        Assert.Equal(field, answer.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    private static async Task<string[]> Ids(RunningServer server, string query) =>
    [
        .. (await server.Get(Tickets + query, server.Admin)).Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("id").GetString()!),
    ];
}
