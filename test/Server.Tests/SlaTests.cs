using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>How tickets stand against their promises, and what hangs on what.</summary>
public sealed class SlaTests
{
    private const string Tickets = "/api/v1/tickets";

    [Fact]
    public async Task Each_open_ticket_says_its_age_what_remains_and_what_was_done_and_why()
    {
        await using var server = await RunningServer.Start();
        var calm = await server.Post(Tickets, """{"title":"calm","priority":"P4"}""", server.Admin);
        var hot = await server.Post(Tickets, """{"title":"hot","priority":"P2","service":"vpn"}""", server.Admin);
        await server.Post($"{Tickets}/{hot.Said("id")}/escalate", """{"reason":"too big for us"}""", server.Admin);
        await server.Post(Tickets, """{"title":"old","state":"Closed"}""", server.Admin);

        var items = (await server.Get("/api/v1/sla", server.Admin)).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["hot", "calm"], items.Select(item => item.GetProperty("title").GetString()));
        Assert.Equal("too big for us", items[0].GetProperty("why").GetString());
        Assert.Equal("escalated", items[0].GetProperty("done").GetProperty("event").GetString());
        Assert.Equal("tier-2", items[0].GetProperty("done").GetProperty("to").GetString());
        Assert.False(items[1].TryGetProperty("done", out _));
        Assert.Equal(calm.Said("openedAt"), items[1].GetProperty("openedAt").GetString());
        Assert.StartsWith("PT", items[1].GetProperty("age").GetString());
        Assert.StartsWith(
            "PT", items[1].GetProperty("clocks").GetProperty("resolution").GetProperty("remaining").GetString());
        var filtered = await server.Get("/api/v1/sla?priority=P2&atRisk=true", server.Admin);
        Assert.Equal(0, filtered.Json.GetProperty("items").GetArrayLength());
        Assert.Equal(422, (await server.Get("/api/v1/sla?colour=red", server.Admin)).Code);
    }

    [Fact]
    public async Task The_graph_holds_every_link_once_from_whichever_end_it_is_asked_for()
    {
        await using var server = await RunningServer.Start();
        var ids = new List<string>();
        foreach (var title in (string[])["site", "vpn", "mail", "apart"])
            ids.Add((await server.Post(Tickets, $$"""{"title":"{{title}}"}""", server.Admin)).Said("id"));
        await server.Post($"{Tickets}/{ids[1]}/link", $$"""{"to":"{{ids[0]}}","kind":"parent"}""", server.Admin);
        await server.Post($"{Tickets}/{ids[2]}/link", $$"""{"to":"{{ids[1]}}","kind":"blocks"}""", server.Admin);
        await server.Post($"{Tickets}/{ids[2]}/link", """{"to":"PRB-2025-0001","kind":"in-problem"}""", server.Admin);

        foreach (var from in ids.Take(3))
        {
            var graph = (await server.Get($"{Tickets}/{from}/graph", server.Admin)).Json;
            Assert.Equal(from, graph.GetProperty("ticket").GetString());
            Assert.Equal(
                new[] { $"{ids[0]} child {ids[1]}", $"{ids[2]} blocks {ids[1]}", $"{ids[2]} in-problem PRB-2025-0001" },
                graph.GetProperty("links").EnumerateArray().Select(Words).Order());
            Assert.True(graph.GetProperty("nodes").EnumerateArray()
                .Single(node => node.GetProperty("id").GetString() == ids[1]).GetProperty("blocked").GetBoolean());
        }
        var alone = (await server.Get($"{Tickets}/{ids[3]}/graph", server.Admin)).Json;
        Assert.Equal(1, alone.GetProperty("nodes").GetArrayLength());
        Assert.Equal(404, (await server.Get($"{Tickets}/none/graph", server.Admin)).Code);
    }

    private static string Words(JsonElement link) => string.Join(
        ' ', link.GetProperty("from").GetString(), link.GetProperty("kind").GetString(),
        link.GetProperty("to").GetString());
}
