using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Engine;
using Muster.Server.Access;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>What was accepted and what was refused is kept, and can be taken away.</summary>
public sealed class AuditTests
{
    private const string Tickets = "/api/v1/tickets";
    private const string Audit = "/api/v1/audit";

    [Fact]
    public async Task Accepted_and_refused_commands_stand_in_it_in_order_with_who_said_them()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post(Tickets, """{"title":"VPN"}""", server.Admin)).Said("id");
        await server.Post($"{Tickets}/{id}/resume", null, server.Admin);
        var lines = (await server.Get(Audit, server.Admin)).Json.GetProperty("items").EnumerateArray().ToList();
        var (opened, refused) = (lines[^2], lines[^1]);
        Assert.Equal("open", opened.GetProperty("verb").GetString());
        Assert.True(opened.GetProperty("accepted").GetBoolean());
        Assert.Equal($"ticket/{id}", opened.GetProperty("stream").GetString());
        Assert.Equal("resume", refused.GetProperty("verb").GetString());
        Assert.Equal("not-allowed", refused.GetProperty("code").GetString());
        Assert.Equal(opened.GetProperty("actor").GetString(), refused.GetProperty("actor").GetString());
    }

    [Fact]
    public async Task Who_was_not_let_in_and_what_could_not_be_read_is_kept_without_an_address_or_a_path()
    {
        await using var server = await RunningServer.Start();
        var observer = await server.TokenFor("observer");
        await server.Get($"{Tickets}/secret-path", null);
        await server.Post(Tickets, "{}", observer);
        await server.Post(Tickets, "{", server.Admin);
        var lines = (await server.Get(Audit, server.Admin)).Json.GetProperty("items").EnumerateArray()
            .Where(line => !line.GetProperty("accepted").GetBoolean()).ToList();
        Assert.Equal(
            [
                ("GET /api/v1/tickets/{id}", "not-signed-in"), ("POST /api/v1/tickets", "forbidden"),
                ("POST /api/v1/tickets", "unreadable"),
            ],
            lines.Select(line => (line.GetProperty("verb").GetString(), line.GetProperty("code").GetString())));
        Assert.StartsWith("address_", lines[0].GetProperty("actor").GetString());
        Assert.DoesNotContain("127.0.0.1", string.Concat(lines));
    }

    [Fact]
    public async Task A_refusal_that_is_repeated_within_a_second_is_kept_once_for_each_who_is_refused()
    {
        await using var store = new MemoryStore();
        var now = Instant.FromUtc(2026, 1, 1, 0, 0);
        var audit = new RefusalAudit(new WriterEpoch(store, "test"), () => now);
        foreach (var (address, milliseconds) in ((string, int)[])[
            ("10.0.0.1", 0), ("10.0.0.1", 500), ("10.0.0.2", 100), ("10.0.0.1", 399), ("10.0.0.1", 1)])
        {
            now += Duration.FromMilliseconds(milliseconds);
            await audit.Note(From(address), 401, "not-signed-in");
        }
        Assert.Equal(
            [0, 600, 1000],
            (await store.ReadAudit(0, 100)).Select(line => (int)(line.At - Instant.FromUtc(2026, 1, 1, 0, 0))
                .TotalMilliseconds));
    }

    [Fact]
    public async Task However_many_are_refused_in_a_second_fifty_of_them_are_kept()
    {
        await using var store = new MemoryStore();
        var audit = new RefusalAudit(new WriterEpoch(store, "test"), () => Instant.FromUtc(2026, 1, 1, 0, 0));
        for (var last = 0; last < 100; last++)
            await audit.Note(From($"10.0.0.{last}"), 401, "not-signed-in");
        Assert.Equal(50, (await store.ReadAudit(0, 500)).Count);
    }

    [Fact]
    public async Task It_is_exported_whole_as_lines_and_as_a_table()
    {
        await using var server = await RunningServer.Start();
        for (var count = 0; count < 3; count++)
            await server.Post(Tickets, "{}", server.Admin);
        var lines = (await server.Get($"{Audit}?format=jsonl", server.Admin)).Text.TrimEnd('\n').Split('\n');
        Assert.Equal(
            Enumerable.Range(1, lines.Length).Select(number => (long)number),
            lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("number").GetInt64()));
        var table = await server.Get($"{Audit}?format=csv&after=1", server.Admin);
        Assert.Equal("text/csv", table.MediaType);
        var rows = table.Text.TrimEnd().Split("\r\n");
        Assert.Equal("number,at,actor,verb,stream,accepted,code,hash", rows[0]);
        Assert.Equal(lines.Length, rows.Length);
        Assert.StartsWith("2,", rows[1]);
        Assert.Equal(422, (await server.Get($"{Audit}?format=xml", server.Admin)).Code);
    }

    private static DefaultHttpContext From(string address)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(address);
        return http;
    }
}
