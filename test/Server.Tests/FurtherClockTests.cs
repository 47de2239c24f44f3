using System.Text.Json;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>The clocks that an agreement adds, as a user of the server meets them (S1).</summary>
public sealed class FurtherClockTests
{
    private const string Tickets = "/api/v1/tickets";
    private const string Policies = "/api/v1/policies";

    [Fact]
    public async Task A_ticket_shows_them_wherever_it_shows_its_clocks()
    {
        await using var server = await RunningServer.Start();
        await Push(server, "{P2: 1h}");
        var id = (await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin)).Said("id");
        Assert.False(Clocks(await server.Get($"{Tickets}/{id}", server.Admin)).TryGetProperty("network", out _));
        await server.Post($"{Tickets}/{id}/assign", """{"team":"network"}""", server.Admin);
        var network = Clocks(await server.Get($"{Tickets}/{id}", server.Admin)).GetProperty("network");
        Assert.Equal("running", network.GetProperty("state").GetString());
        Assert.True(network.TryGetProperty("due", out _) && network.TryGetProperty("remaining", out _));
        var explained = Clocks(await server.Get($"{Tickets}/{id}/explain", server.Admin)).GetProperty("network");
        Assert.Equal("PT1H", explained.GetProperty("target").GetString());
        var sla = (await server.Get("/api/v1/sla", server.Admin)).Json.GetProperty("items")[0];
        Assert.True(sla.GetProperty("clocks").TryGetProperty("network", out _), sla.GetRawText());
        var row = (await server.Get(Tickets, server.Admin)).Json.GetProperty("items")[0];
        Assert.Equal(id, row.GetProperty("id").GetString());

        await server.Post($"{Tickets}/{id}/assign", """{"team":"dba"}""", server.Admin);
        var lines = (await server.Get($"{Tickets}/{id}/timeline", server.Admin)).Json.GetProperty("items");
        Assert.Contains(lines.EnumerateArray(), line => line.GetProperty("event").GetString() == "sla-met"
            && line.GetProperty("clock").GetString() == "network");
    }

    [Fact]
    public async Task A_rebase_lists_what_becomes_of_them()
    {
        await using var server = await RunningServer.Start();
        await Push(server, "{P2: 1h}");
        var id = (await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin)).Said("id");
        await server.Post($"{Tickets}/{id}/assign", """{"team":"network"}""", server.Admin);
        await Push(server, "{P2: 2h}");
        Assert.Equal(("PT1H", "PT2H"), await Rebased(server));
        await Push(server, "{P1: 2h}"); // none for a P2
        Assert.Equal(("PT2H", null), await Rebased(server));
    }

    [Fact]
    public async Task A_missed_one_is_told_to_person_lead_and_manager()
    {
        await using var server = await RunningServer.Start();
        await Push(server, "{P2: PT0.001S}", """
            people: {bo: {manager: mo}, lea: {}, mo: {}}
            teams: {network: {tier: tier-2, lead: lea, members: [bo]}}
            """);
        var id = (await server.Post(Tickets, """{"title":"VPN","priority":"P2"}""", server.Admin)).Said("id");
        await server.Post($"{Tickets}/{id}/assign", """{"team":"network","to":"bo","by":"bo"}""", server.Admin);
        await server.PassMillisecond();
        await server.PassMillisecond();
        await server.Post($"{Tickets}/{id}/tag", """{"tags":{"a":"b"}}""", server.Admin); // brings time up to now
        var lines = (await server.Get($"{Tickets}/{id}/timeline", server.Admin)).Json.GetProperty("items");
        Assert.Contains(lines.EnumerateArray(), line => line.GetProperty("event").GetString() == "sla-breached"
            && line.GetProperty("clock").GetString() == "network");
        var told = (await server.Get($"/api/v1/messages?ticket={id}", server.Admin)).Json.GetProperty("items");
        Assert.Equal(
            ["bo", "lea", "mo"],
            told.EnumerateArray().Select(message => message.GetProperty("to").GetString()!).Distinct().Order());
    }

    private static async Task<(string? Target, string? NewTarget)> Rebased(RunningServer server)
    {
        var answer = await server.Post($"{Policies}/rebase", null, server.Admin);
        var network = answer.Json.GetProperty("items")[0].GetProperty("clocks").GetProperty("network");
        return (network.GetProperty("target").GetString(),
            network.TryGetProperty("newTarget", out var target) ? target.GetString() : null);
    }

    private static JsonElement Clocks(Answer answer) => answer.Json.GetProperty("clocks");

    private static async Task Push(RunningServer server, string targets, string more = "")
    {
        var text = "sla: [{clocks: {network: {kind: team, teams: [network], targets: " + targets + "}}}]\n" + more;
        var answer = await server.Send(HttpMethod.Put, Policies, JsonSerializer.Serialize(new { text }), server.Admin);
        Assert.True(answer.Code == 200, answer.Text);
    }
}
