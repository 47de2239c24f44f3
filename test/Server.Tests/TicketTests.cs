using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Muster.Server.Api;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Tickets over HTTP, end to end.</summary>
public sealed class TicketTests
{
    private const string Tickets = "/api/v1/tickets";

    private const string Vpn = """
        {"priority":"P2","title":"VPN drops","requester":{"name":"ana","vip":false},"service":"vpn",
         "tags":{"os":"macOS Sonoma"},"aliases":["desk-1/7"]}
        """;

    // section 1: people state and correct when something happened
    [Fact]
    public async Task A_time_is_corrected_by_the_number_that_the_timeline_shows()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post("/api/v1/tickets", """{"title":"VPN","priority":"P1"}""", server.Admin)).Said("id");
        await server.Post($"/api/v1/tickets/{id}/start", """{"by":"bo"}""", server.Admin);
        var plain = await server.Get($"/api/v1/tickets/{id}", server.Admin);
        Assert.DoesNotContain("stated", plain.Text);
        var timeline = (await server.Get($"/api/v1/tickets/{id}/timeline", server.Admin)).Json.GetProperty("items");
        var opened = timeline[0];
        Assert.Equal([1, 2, 3], timeline.EnumerateArray().Select(line => line.GetProperty("number").GetInt32()));

        var at = opened.GetProperty("at").GetString()!;
        var corrected = await server.Post($"/api/v1/tickets/{id}/correct",
            $$"""{"number":2,"happenedAt":"{{at}}","reason":"the radio log"}""", server.Admin);
        Assert.Equal(200, corrected.Code);
        var stated = corrected.Json.GetProperty("clocks").GetProperty("response").GetProperty("stated");
        Assert.Equal(("met", "PT0S"), (stated.GetProperty("state").GetString(),
            stated.GetProperty("elapsed").GetString()));
        var last = (await server.Get($"/api/v1/tickets/{id}/timeline", server.Admin)).Json.GetProperty("items")[3];
        Assert.Equal(("time-corrected", 2, at, "the radio log"),
            (last.GetProperty("event").GetString(), last.GetProperty("corrects").GetInt32(),
                last.GetProperty("happenedAt").GetString(), last.GetProperty("reason").GetString()));
        var without = await server.Post(
            $"/api/v1/tickets/{id}/correct", $$"""{"number":2,"happenedAt":"{{at}}"}""", server.Admin);
        Assert.Equal(422, without.Code);
    }

    [Fact]
    public async Task What_is_said_with_a_declaration_stands_on_the_timeline_and_not_in_an_exports_journal()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post(Tickets, """{"title":"Shop"}""", server.Admin)).Said("id");
        await server.Post($"{Tickets}/{id}/declare", """{"severity":"SEV-2","text":"nobody can pay"}""", server.Admin);
        var declared = (await server.Get($"{Tickets}/{id}/timeline", server.Admin)).Json.GetProperty("items")
            .EnumerateArray().First(line => line.GetProperty("event").GetString() == "declared");
        Assert.Equal("nobody can pay", declared.GetProperty("text").GetString());
        using var log = new MemoryStream();
        Engine.Export.CommandLog.Write(log, await server.History());
        Assert.Contains(
            "\"severity\":\"SEV-2\",\"text\":\"nobody can pay\"", Encoding.UTF8.GetString(log.ToArray()));
        using var journal = new MemoryStream();
        using (var writer = new Files.Journals.JournalWriter(journal))
        {
            foreach (var told in await server.History())
                writer.Write(told.At, told.Ticket, told.Fact);
        }
        Assert.DoesNotContain("nobody can pay", Encoding.UTF8.GetString(journal.ToArray()));
    }

    [Fact]
    public async Task A_ticket_is_opened_read_worked_on_and_resolved()
    {
        await using var server = await RunningServer.Start();
        var bo = await server.TokenFor("responder", "bo");
        var opened = await server.Post(Tickets, Vpn, bo);
        Assert.Equal(201, opened.Code);
        Assert.Equal($"{Tickets}/{opened.Said("id")}", $"{opened.Headers.Location}");
        Assert.Equal($"\"{opened.Json.GetProperty("version")}\"", $"{opened.Headers.ETag}");
        var path = $"{opened.Headers.Location}";

        Assert.Equal(200, (await server.Post($"{path}/assign", """{"team":"tier-1","to":"bo"}""", bo)).Code);
        Assert.Equal("InProgress", (await server.Post($"{path}/start", null, bo)).Said("state"));
        var read = await server.Get(path, bo);
        Assert.Equal("P2", read.Said("priority"));
        Assert.Equal("tier-1", read.Said("team"));
        Assert.Equal("bo", read.Said("to"));
        Assert.Equal("macOS Sonoma", read.Json.GetProperty("tags").GetProperty("os").GetString());
        Assert.Equal("met", read.Json.GetProperty("clocks").GetProperty("response").GetProperty("state").GetString());
        var resolution = read.Json.GetProperty("clocks").GetProperty("resolution");
        Assert.Equal("running", resolution.GetProperty("state").GetString());
        Assert.StartsWith("PT", resolution.GetProperty("remaining").GetString());
        Assert.Equal("Resolved", (await server.Post($"{path}/resolve", """{"code":"fixed"}""", bo)).Said("state"));

        var timeline = await server.Get($"{path}/timeline", bo);
        Assert.Equal(["opened", "assigned", "started", "sla-met", "resolved", "sla-met"], Names(timeline));
        var assigned = timeline.Json.GetProperty("items")[1];
        Assert.Equal("bo", assigned.GetProperty("by").GetString());
        Assert.Equal(read.Said("id"), assigned.GetProperty("ticket").GetString());
    }

    [Fact]
    public async Task A_ticket_is_found_by_number_and_by_alias()
    {
        await using var server = await RunningServer.Start();
        var id = (await server.Post(Tickets, Vpn, server.Admin)).Said("id");
        Assert.Equal(id, (await server.Get($"{Tickets}/1", server.Admin)).Said("id"));
        Assert.Equal(id, (await server.Get($"{Tickets}/{id.ToLowerInvariant()}", server.Admin)).Said("id"));
        Assert.Equal(id, (await server.Get($"{Tickets}/desk-1%2F7", server.Admin)).Said("id"));
        var taken = await server.Post(Tickets, Vpn, server.Admin);
        Assert.Equal(409, taken.Code);
        Assert.Equal("exists", taken.Problem);
        Assert.Equal("unknown-ticket", (await server.Get($"{Tickets}/INC-2020-9", server.Admin)).Problem);
    }

    [Fact]
    public async Task What_the_state_does_not_allow_is_refused_with_what_it_does()
    {
        await using var server = await RunningServer.Start();
        var path = $"{(await server.Post(Tickets, "{}", server.Admin)).Headers.Location}";
        var refused = await server.Post($"{path}/resume", null, server.Admin);
        Assert.Equal(409, refused.Code);
        Assert.Equal("application/problem+json", refused.MediaType);
        Assert.Equal("urn:muster:problem:not-allowed", refused.Said("type"));
        Assert.Equal("New", refused.Said("state"));
        Assert.Contains("start", refused.Json.GetProperty("allowed").EnumerateArray().Select(verb => verb.GetString()));
        Assert.Equal(["opened"], Names(await server.Get($"{path}/timeline", server.Admin)));
    }

    [Fact]
    public async Task A_stale_version_is_refused_and_the_present_one_is_taken()
    {
        await using var server = await RunningServer.Start();
        var opened = await server.Post(Tickets, "{}", server.Admin);
        var path = $"{opened.Headers.Location}";
        var seen = ("If-Match", $"{opened.Headers.ETag}");
        var first = await server.Post($"{path}/update", """{"text":"a"}""", server.Admin, seen);
        Assert.Equal(200, first.Code);
        var stale = await server.Post($"{path}/update", """{"text":"b"}""", server.Admin, seen);
        Assert.Equal(412, stale.Code);
        Assert.Equal("stale", stale.Problem);
        Assert.Equal(412, (await server.Post($"{path}/start", null, server.Admin, ("If-Match", "\"other\""))).Code);
        Assert.Equal(200, (await server.Post($"{path}/start", null, server.Admin, ("If-Match", "*"))).Code);
        Assert.Equal(422, (await server.Post($"{path}/start", null, server.Admin, ("If-Match", "nonsense"))).Code);
    }

    [Fact]
    public async Task A_key_gives_the_first_answer_again_to_the_same_speaker_only()
    {
        await using var server = await RunningServer.Start();
        var first = await server.Post(Tickets, Vpn, server.Admin, ("Idempotency-Key", "\"k\""));
        await server.Post($"{first.Headers.Location}/start", null, server.Admin);
        var again = await server.Post(Tickets, Vpn, server.Admin, ("Idempotency-Key", "k"));
        Assert.Equal((201, first.Text), (again.Code, again.Text));
        Assert.Equal($"{first.Headers.ETag}", $"{again.Headers.ETag}");
        var reused = await server.Post(Tickets, "{}", server.Admin, ("Idempotency-Key", "k"));
        Assert.Equal((422, "key-reused"), (reused.Code, reused.Problem));
        Assert.Contains(" k ", reused.Said("detail"));
        var other = await server.Post(Tickets, "{}", await server.TokenFor("responder"), ("Idempotency-Key", "k"));
        Assert.Equal(201, other.Code);
    }

    [Theory]
    [InlineData("""{"code":1,"colour":"red","at":"2025-10-20T09:00:00Z"}""", 422, "code", "colour", "at")]
    [InlineData("""{"ticket":"A1","do":"open","imported":true,"code":"x"}""", 422, "ticket", "do", "imported")]
    [InlineData("""{"title":"x"}""", 422, "title", "code")]
    [InlineData("""{"code":"fixed","happenedAt":"2999-01-01T00:00:00Z"}""", 422, "happenedAt")]
    public async Task Every_field_that_is_wrong_is_named(string body, int status, params string[] fields)
    {
        await using var server = await RunningServer.Start();
        var path = $"{(await server.Post(Tickets, "{}", server.Admin)).Headers.Location}";
        var answer = await server.Post($"{path}/resolve", body, server.Admin);
        Assert.Equal((status, "invalid"), (answer.Code, answer.Problem));
        Assert.Equal(fields, answer.Json.GetProperty("errors").EnumerateArray()
            .Select(error => error.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{} {}", 400)]
    [InlineData("", 201)]
    public async Task A_body_that_is_no_object_is_not_read(string body, int status)
    {
        await using var server = await RunningServer.Start();
        Assert.Equal(status, (await server.Post(Tickets, body, server.Admin)).Code);
    }

    [Fact]
    public async Task A_body_has_bounds_and_one_form()
    {
        await using var server = await RunningServer.Start();
        var large = $$"""{"title":"{{new string('x', 1 << 20)}}"}""";
        Assert.Equal((413, "too-large"), Both(await server.Post(Tickets, large, server.Admin)));
        using var chunked = server.Request(HttpMethod.Post, Tickets, server.Admin);
        chunked.Content = new StringContent(large, Encoding.UTF8, "application/json");
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal(413, (await server.Send(chunked)).Code);
        using var form = server.Request(HttpMethod.Post, Tickets, server.Admin);
        form.Content = new StringContent("title=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal((415, "unsupported-media-type"), Both(await server.Send(form)));
        using var other = server.Request(HttpMethod.Post, Tickets, server.Admin);
        other.Content = new ByteArrayContent("{}"u8.ToArray());
        other.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json; charset=utf-16");
        Assert.Equal(415, (await server.Send(other)).Code);
        var fits = $$"""{"title":"{{new string('x', Bodies.Largest - 100)}}"}""";
        Assert.Equal(201, (await server.Post(Tickets, fits, server.Admin)).Code);
    }

    [Fact]
    public async Task An_agent_says_nothing_that_customers_see()
    {
        await using var server = await RunningServer.Start();
        var path = $"{(await server.Post(Tickets, "{}", server.Admin)).Headers.Location}";
        var agent = await server.TokenFor("agent");
        Assert.Equal(403, (await server.Post($"{path}/update", """{"text":"hi","public":true}""", agent)).Code);
        Assert.Equal(200, (await server.Post($"{path}/update", """{"text":"hi"}""", agent)).Code);
    }

    [Fact]
    public async Task Links_show_at_both_ends_and_a_child_holds_its_parent()
    {
        await using var server = await RunningServer.Start();
        var parent = (await server.Post(Tickets, "{}", server.Admin)).Said("id");
        var child = (await server.Post(Tickets, "{}", server.Admin)).Said("id");
        await server.Post($"{Tickets}/{parent}/link", $$"""{"to":"{{child}}","kind":"child"}""", server.Admin);
        var link = (await server.Get($"{Tickets}/{child}", server.Admin)).Json.GetProperty("links")[0];
        Assert.Equal(("parent", parent), (link.GetProperty("kind").GetString(), link.GetProperty("to").GetString()));
        var refused = await server.Post($"{Tickets}/{parent}/close", """{"code":"cancelled"}""", server.Admin);
        Assert.Equal((409, "child-open"), Both(refused));
    }

    [Fact]
    public async Task The_timeline_also_comes_as_json_lines()
    {
        await using var server = await RunningServer.Start();
        var path = $"{(await server.Post(Tickets, Vpn, server.Admin)).Headers.Location}";
        using var request = server.Request(HttpMethod.Get, $"{path}/timeline", server.Admin);
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        var answer = await server.Send(request);
        Assert.Equal("application/x-ndjson", answer.MediaType);
        Assert.Equal("opened", JsonDocument.Parse(answer.Text.TrimEnd()).RootElement.GetProperty("event").GetString());
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_next_start()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string token, path;
        await using (var first = await RunningServer.Start(folder))
        {
            token = first.Admin;
            path = $"{(await first.Post(Tickets, Vpn, token)).Headers.Location}";
        }
        await using (var second = await RunningServer.Start(folder))
        {
            Assert.Equal("VPN drops", (await second.Get(path, token)).Said("title"));
            Assert.NotEqual(path, $"{(await second.Post(Tickets, "{}", token)).Headers.Location}");
        }
        folder.Delete(recursive: true);
    }

    internal static string[] Names(Answer timeline) =>
        [.. timeline.Json.GetProperty("items").EnumerateArray().Select(line => line.GetProperty("event").GetString()!)];

    private static (int, string) Both(Answer answer) => (answer.Code, answer.Problem);
}
