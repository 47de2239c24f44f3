using System.Text;
using System.Text.Json;
using Muster.Core.Reports;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Files.Reports;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>S10 over HTTP: what was, what is, what comes, and what would be otherwise.</summary>
public sealed class ExplainTests
{
    private const string Tickets = "/api/v1/tickets";

    [Fact]
    public async Task The_present_is_explained_as_a_replay_of_the_exported_log_explains_it()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post(Tickets, """{"title":"VPN","priority":"P2","service":"vpn"}""", server.Admin))
            .Said("id");
        await server.Post($"{Tickets}/{id}/start", """{"by":"bo"}""", server.Admin);
        await server.Post($"{Tickets}/{id}/hold", """{"reason":"vendor","by":"bo"}""", server.Admin);
        var explained = await server.Get($"{Tickets}/{id}/explain", server.Admin);
        Assert.Equal(200, explained.Code);

        var replayed = await Replayed(server, id, Moment(explained.Said("at")), []);
        Assert.Equal(replayed, explained.Text);
        Assert.Equal("paused", explained.Json.GetProperty("clocks").GetProperty("resolution").GetProperty("state")
            .GetString());
    }

    [Fact]
    public async Task The_time_to_come_is_what_time_brings_if_nobody_does_anything()
    {
        await using var server = await RunningServer.Start();
        var opened = await server.Post(Tickets, """{"title":"VPN","priority":"P1"}""", server.Admin);
        var later = Moment(opened.Said("openedAt")) + Duration.FromHours(5);
        var explained = await server.Get(
            $"{Tickets}/{opened.Said("id")}/explain?at={Rfc3339.Format(later)}", server.Admin);
        Assert.Equal(200, explained.Code);
        Assert.Equal(await Replayed(server, opened.Said("id"), later, []), explained.Text);
        var clocks = explained.Json.GetProperty("clocks");
        Assert.Equal("breached", clocks.GetProperty("resolution").GetProperty("state").GetString());
        Assert.Contains("\"E7\"", explained.Text);
    }

    [Fact]
    public async Task The_past_is_explained_as_it_stood_then()
    {
        await using var server = await RunningServer.Start();
        var opened = await server.Post(Tickets, """{"title":"VPN","priority":"P3"}""", server.Admin);
        var id = opened.Said("id");
        await server.PassMillisecond();
        await server.Post($"{Tickets}/{id}/resolve", """{"code":"fixed"}""", server.Admin);
        var explained = await server.Get($"{Tickets}/{id}/explain?at={opened.Said("openedAt")}", server.Admin);
        Assert.Equal("New", explained.Said("state"));
        var before = Rfc3339.Format(Moment(opened.Said("openedAt")) - Duration.FromSeconds(1));
        var refused = await server.Get($"{Tickets}/{id}/explain?at={before}", server.Admin);
        Assert.Equal(422, refused.Code);
        Assert.Equal("at", refused.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task What_would_be_otherwise_is_what_a_replay_with_that_line_gives()
    {
        await using var server = await RunningServer.Start();
        var parent = await server.Post(Tickets, """{"title":"site down","priority":"P2"}""", server.Admin);
        var id = (await server.Post(Tickets, """{"title":"VPN","priority":"P3"}""", server.Admin)).Said("id");
        await server.Post($"{Tickets}/{id}/link", $$"""{"to":"{{parent.Said("id")}}","kind":"parent"}""", server.Admin);
        await server.Post($"{Tickets}/{id}/start", null, server.Admin);
        var at = Moment(parent.Said("openedAt")) + Duration.FromHours(3);
        var assumed = $"priority=P1@{Rfc3339.Format(at - Duration.FromHours(1))}";
        var explained = await server.Get(
            $"{Tickets}/{id}/explain?at={Rfc3339.Format(at)}&assume={Uri.EscapeDataString(assumed)}", server.Admin);
        Assert.Equal(200, explained.Code);
        Assert.Equal(await Replayed(server, id, at, [assumed]), explained.Text);
        Assert.Contains(
            explained.Json.GetProperty("differs").GetProperty("figures").EnumerateArray(),
            figure => figure.GetProperty("what").GetString() == "resolution target"
                && figure.GetProperty("assumed").GetString() == "PT4H");
    }

    [Theory]
    [InlineData("assume=weather%3Dfine", "assume")]
    [InlineData("assume=resume", "assume")]
    [InlineData("assume=holiday.moon%3D2030-01-01", "assume")]
    [InlineData("at=yesterday", "at")]
    [InlineData("at=9999-01-01T00:00:00Z", "at")]
    [InlineData("when=now", "when")]
    public async Task What_cannot_be_asked_is_named(string query, string field)
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post(Tickets, """{"title":"VPN"}""", server.Admin)).Said("id");
        var refused = await server.Get($"{Tickets}/{id}/explain?{query}", server.Admin);
        Assert.Equal(422, refused.Code);
        Assert.Equal(field, refused.Json.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task What_happened_earlier_by_the_word_of_a_person_is_kept_beside_and_decides_nothing()
    {
        await using var server = await RunningServer.Start();
        var opened = await server.Post(
            Tickets, """{"title":"VPN","priority":"P1","happenedAt":"2020-01-01T00:00:00.5Z"}""", server.Admin);
        var id = opened.Said("id");
        Assert.Equal("New", opened.Said("state"));
        await server.Post($"{Tickets}/{id}/start", """{"happenedAt":"2020-01-01T00:01:00Z"}""", server.Admin);
        var lines = (await server.Get($"{Tickets}/{id}/timeline", server.Admin)).Json.GetProperty("items")
            .EnumerateArray().ToList();
        Assert.Equal(
            [("opened", "2020-01-01T00:00:00.5Z"), ("started", "2020-01-01T00:01:00Z"), ("sla-met", "-")],
            lines.Select(line => (
                line.GetProperty("event").GetString(),
                line.TryGetProperty("happenedAt", out var stated) ? stated.GetString() : "-")));
        Assert.NotEqual("2020-01-01T00:00:00.5Z", lines[0].GetProperty("at").GetString());
        var explained = await server.Get($"{Tickets}/{id}/explain", server.Admin);
        Assert.Contains("\"happenedAt\":\"2020-01-01T00:01:00Z\"", explained.Text);
        Assert.Equal("met", explained.Json.GetProperty("clocks").GetProperty("response").GetProperty("state")
            .GetString());
    }

    private static Instant Moment(string text) => Rfc3339.TryParse(text, out var at) ? at : default;

    /// <summary>The same report from a replay of all that the server was told.</summary>
    private static async Task<string> Replayed(RunningServer server, string ticket, Instant at, string[] assumed)
    {
        var log = new MemoryStream();
        Engine.Export.CommandLog.Write(log, await server.History());
        var real = Run(log, ticket, at, []);
        var lines = assumed.Select(text => Assumption.Parse(text, out _)!.Line(ticket, at, PolicyReader.Shipped));
        var otherwise = assumed.Length == 0 ? real : Run(log, ticket, at, [.. lines]);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, ExplanationJson.Options))
            ExplanationJson.Write(json, otherwise, assumed, assumed.Length == 0 ? null : WhatIf.Of(real, otherwise));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static Explanation Run(MemoryStream log, string ticket, Instant at, Core.Replay.LogLine[] assumed)
    {
        var facts = new List<DatedFact>();
        var replay = new LogReplay(PolicyReader.Shipped, (moment, state, fact) =>
        {
            if (state.Id.Value == ticket)
                facts.Add(new DatedFact(moment, fact));
        })
        {
            Until = at,
            Assumed = assumed,
        };
        log.Position = 0;
        replay.Run(log);
        return Explanation.Of(
            replay.Time.Find(ticket)!.Id, facts, at, PolicyReader.Shipped, replay.Time.Neighbours);
    }
}
