using System.Text.Json;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>PagerDuty's events, Opsgenie's alerts, anybody's JSON and heartbeats, as their clients see it.</summary>
public sealed class OtherSendersTests
{
    private const string Trigger = """
        {
          "routing_key": "KEY", "event_action": "trigger", "dedup_key": "db-1",
          "payload": {
            "summary": "Replication lag on db-1", "source": "db-1.example.com", "severity": "error",
            "timestamp": "2026-03-02T09:00:00.000+0000", "component": "postgres", "group": "prod", "class": "lag",
            "custom_details": {"lag": "120 s"}
          },
          "links": [{"href": "https://monitoring.example/db-1", "text": "graph"}],
          "client": "Monitor", "client_url": "https://monitoring.example"
        }
        """;

    [Fact]
    public async Task A_PagerDuty_event_opens_acknowledges_and_resolves_a_ticket()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"pagerduty","name":"monitor"}""");
        var accepted = await sender.Post(Trigger.Replace("KEY", sender.Key, StringComparison.Ordinal));
        Assert.Equal(202, accepted.Code);
        Assert.Equal(("success", "Event processed"), (accepted.Said("status"), accepted.Said("message")));
        Assert.Equal("db-1", accepted.Said("dedup_key"));
        var ticket = await Only(server);
        Assert.Equal(("Replication lag on db-1", "P2", "New"),
            (ticket.Said("title"), ticket.Said("priority"), ticket.Said("state")));
        Assert.Contains("lag: 120 s", ticket.Said("description"));
        Assert.Equal("postgres", ticket.Json.GetProperty("tags").GetProperty("component").GetString());
        await sender.Post(Action(sender, "acknowledge"));
        ticket = await Only(server);
        Assert.Equal("New", ticket.Said("state"));
        Assert.Equal("monitor", ticket.Json.GetProperty("acknowledgedBy")[0].GetString());
        await sender.Post(Action(sender, "resolve"));
        Assert.Equal("Resolved", (await Only(server)).Said("state"));
        Assert.Equal(202, (await sender.Post(Action(sender, "resolve"))).Code);
        await sender.Post(Trigger.Replace("KEY", sender.Key, StringComparison.Ordinal));
        Assert.Equal(2, (await server.Get("/api/v1/tickets", server.Admin)).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task An_alert_that_fires_again_while_its_major_is_watched_brings_that_back()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"pagerduty","name":"monitor"}""");
        var trigger = Trigger.Replace("KEY", sender.Key, StringComparison.Ordinal);
        await sender.Post(trigger);
        var path = $"/api/v1/tickets/{(await Only(server)).Said("id")}";
        await server.Post($"{path}/declare", """{"severity":"SEV-2"}""", server.Admin);
        await server.Post($"{path}/restore", """{"confirmedBy":"the probe"}""", server.Admin);
        await sender.Post(Action(sender, "resolve"));
        await sender.Post(trigger);
        await Only(server);
        var story = await server.Get($"{path}/timeline", server.Admin);
        Assert.Contains(
            "\"event\":\"relapsed\",\"reason\":\"The alert fires again: Replication lag on db-1\"", story.Text);
    }

    [Fact]
    public async Task A_PagerDuty_event_without_a_key_gets_one_and_is_an_alert_of_its_own()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"pagerduty"}""");
        var body = Trigger.Replace("KEY", sender.Key, StringComparison.Ordinal)
            .Replace("\"dedup_key\": \"db-1\",", "", StringComparison.Ordinal);
        var keys = new HashSet<string>
        {
            (await sender.Post(body)).Said("dedup_key"),
            (await sender.Post(body)).Said("dedup_key"),
            (await server.Post(sender.Path, body, null, ("Idempotency-Key", "one"))).Said("dedup_key"),
            (await server.Post(sender.Path, body, null, ("Idempotency-Key", "one"))).Said("dedup_key"),
        };
        Assert.Equal(3, keys.Count);
        Assert.Equal(3, (await server.Get("/api/v1/tickets", server.Admin)).Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("\"KEY\"", "\"nobody\"", "'routing_key' is unknown")]
    [InlineData("\"routing_key\"", "\"key\"", "'routing_key' is missing or blank")]
    [InlineData("\"trigger\"", "\"fire\"",
        "'event_action' is invalid (must be one of the following: trigger, acknowledge, resolve)")]
    [InlineData("\"error\"", "\"bad\"",
        "'payload.severity' is invalid (must be one of the following: critical, error, warning, info)")]
    [InlineData("\"summary\"", "\"title\"", "'payload.summary' is missing or blank")]
    [InlineData("Replication lag", "LONG", "'payload.summary' is too long (maximum is 1024 characters)")]
    [InlineData("\"db-1\"", "\"LONG\"", "'dedup_key' is too long (maximum is 255 characters)")]
    [InlineData("{", "[", "the event is no JSON object")]
    public async Task What_is_wrong_in_a_PagerDuty_event_is_said_as_the_vendor_does(
        string what, string with, string said)
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"pagerduty"}""");
        var body = Trigger.Replace(what, with, StringComparison.Ordinal)
            .Replace("LONG", new string('x', 1_025), StringComparison.Ordinal)
            .Replace("KEY", sender.Key, StringComparison.Ordinal);
        var refused = await sender.Post(body);
        Assert.Equal(400, refused.Code);
        Assert.Equal(("invalid event", "Event object is invalid"), (refused.Said("status"), refused.Said("message")));
        Assert.Equal(said, refused.Json.GetProperty("errors")[0].GetString());
    }

    [Fact]
    public async Task A_PagerDuty_event_over_512_KB_is_too_large()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"pagerduty"}""");
        Assert.Equal(413, (await sender.Post(new string(' ', 512 * 1024 + 1))).Code);
    }

    [Fact]
    public async Task An_Opsgenie_alert_is_created_acknowledged_noted_and_closed()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"opsgenie","name":"genie"}""");
        var created = await Genie(sender, "", """
            {
              "message": "Disk is full", "alias": "disk/1", "description": "97 %", "priority": "P5", "entity": "host-1",
              "tags": ["disk"], "details": {"region": "eu"}, "source": "agent",
              "responders": [{"name": "ops", "type": "team"}]
            }
            """);
        Assert.Equal(202, created.Code);
        Assert.Equal("Request will be processed", created.Said("result"));
        var ticket = await Only(server);
        Assert.Equal(("Disk is full", "P4"), (ticket.Said("title"), ticket.Said("priority")));
        var status = (await Status(sender, created)).Json.GetProperty("data");
        Assert.True(status.GetProperty("isSuccess").GetBoolean());
        Assert.Equal("Created alert", status.GetProperty("status").GetString());
        Assert.Equal("disk/1", status.GetProperty("alias").GetString());
        var id = status.GetProperty("alertId").GetString()!;
        Assert.Equal(ticket.Said("id"), id);

        Assert.Equal(202, (await Genie(sender, $"/{id}/acknowledge", """{"user":"ana"}""")).Code);
        const string Note = """{"note":"on it","user":"ana"}""";
        Assert.Equal(202, (await Genie(sender, "/1/notes?identifierType=tiny", Note)).Code);
        ticket = await Only(server);
        Assert.Equal("ana", ticket.Json.GetProperty("acknowledgedBy")[0].GetString());
        var closed = await Genie(sender, "/disk%2F1/close?identifierType=alias", """{"note":"cleaned up"}""");
        status = (await Status(sender, closed)).Json.GetProperty("data");
        Assert.Equal("Alert closed", status.GetProperty("status").GetString());
        ticket = await Only(server);
        Assert.Equal(("Resolved", "auto"), (ticket.Said("state"), ticket.Said("code")));
        var events = (await server.Get($"/api/v1/tickets/{id}/timeline", server.Admin)).Json.GetProperty("items")
            .EnumerateArray().Select(line => line.GetProperty("event").GetString());
        Assert.Equal(["opened", "acknowledged", "sla-met", "updated", "resolved", "sla-met"], events);
    }

    [Fact]
    public async Task What_an_Opsgenie_alert_may_hold_is_kept_whole_and_what_is_over_is_cut()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"opsgenie"}""");
        var tags = string.Join(',', Enumerable.Range(10, 25).Select(number => $"\"{number}{new string('t', 60)}\""));
        Assert.Equal(202, (await Genie(sender, "", $$$"""
            {
              "message": "m", "description": "{{{new string('d', 15_000)}}}", "note": "{{{new string('n', 25_000)}}}",
              "entity": "{{{new string('e', 512)}}}", "tags": [{{{tags}}}],
              "details": {"short": "eu", "log": "{{{new string('l', 7_998)}}}", "more": "cut away"}
            }
            """)).Code);
        var ticket = await Only(server);
        var description = ticket.Said("description");
        foreach (var whole in (string[])[
            new('d', 15_000), new('n', 25_000), $"entity: {new string('e', 512)}", $"log: {new string('l', 7_998)}"])
            Assert.Contains(whole, description);
        Assert.DoesNotContain("cut away", ticket.Text);
        var kept = ticket.Json.GetProperty("tags").EnumerateObject().ToList();
        Assert.Equal("eu", kept.Single(tag => tag.Name == "short").Value.GetString());
        var labels = kept.Where(tag => char.IsDigit(tag.Name[0])).ToList();
        Assert.Equal(20, labels.Count);
        Assert.All(labels, tag => Assert.Equal(50, tag.Name.Length));
    }

    // what Alertmanager's receiver sends with update_alerts, with every notification
    [Fact]
    public async Task Another_message_or_description_is_noted_once_and_the_same_as_before_is_not()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"opsgenie","name":"genie"}""");
        await Genie(sender, "", """{"message":"Disk is full","alias":"disk","description":"97 %"}""");
        foreach (var text in (string[])["Disk is full", "Disk is slow", "Disk is slow"])
            Assert.Equal(202, (await Tell(sender, "message", text)).Code);
        var last = await Tell(sender, "description", "98 %");
        var status = (await Status(sender, last)).Json.GetProperty("data").GetProperty("status").GetString();
        Assert.Equal("Description updated", status);
        var ticket = await Only(server);
        Assert.Equal(("Disk is full", "New"), (ticket.Said("title"), ticket.Said("state")));
        var notes = (await server.Get($"/api/v1/tickets/{ticket.Said("id")}/timeline", server.Admin)).Json
            .GetProperty("items").EnumerateArray()
            .Where(line => line.GetProperty("event").GetString() == "updated")
            .Select(line => line.GetProperty("text").GetString());
        Assert.Equal(["The alert's message is now: Disk is slow", "The alert's description is now: 98 %"], notes);
        Assert.Equal(422, (await sender.Server.Send(
            Request(sender, HttpMethod.Put, "/disk/message?identifierType=alias", "{}"))).Code);

        static Task<Answer> Tell(Sender sender, string field, string text) => sender.Server.Send(Request(
            sender, HttpMethod.Put, $"/disk/{field}?identifierType=alias", $$"""{"{{field}}":"{{text}}"}"""));
    }

    [Fact]
    public async Task An_Opsgenie_request_about_no_alert_is_accepted_and_its_status_says_so()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"opsgenie"}""");
        string[] paths = ["/no/close?identifierType=alias", "/no/acknowledge", "/7/close?identifierType=tiny"];
        foreach (var path in paths)
        {
            var accepted = await Genie(sender, path, null);
            Assert.Equal(202, accepted.Code);
            var status = (await Status(sender, accepted)).Json.GetProperty("data");
            Assert.False(status.GetProperty("success").GetBoolean());
            Assert.Equal("Alert does not exist", status.GetProperty("status").GetString());
        }
        using var stranger = Request(sender, HttpMethod.Get, $"/requests/{Guid.NewGuid()}", null);
        Assert.Equal(404, (await server.Send(stranger)).Code);
    }

    [Fact]
    public async Task An_Opsgenie_integration_knows_no_alert_of_another_one()
    {
        await using var server = await RunningServer.Start();
        var (one, other) = (
            await Sender.Of(server, """{"kind":"opsgenie"}"""), await Sender.Of(server, """{"kind":"opsgenie"}"""));
        var created = await Genie(one, "", """{"message":"a","alias":"a"}""");
        await Genie(other, "/a/close?identifierType=alias", null);
        await Genie(other, "/1/close?identifierType=tiny", null);
        Assert.Equal("New", (await Only(server)).Said("state"));
        Assert.Equal(404, (await Status(other, created)).Code);
    }

    [Theory]
    [InlineData("{}", 422, "message")]
    [InlineData("""{"message":"LONG"}""", 422, "message")]
    [InlineData("""{"message":"a","alias":"LONG"}""", 422, "alias")]
    [InlineData("""{"message":"a","entity":"LONG"}""", 422, "entity")]
    [InlineData("""{"message":"a","source":"LONG"}""", 422, "source")]
    [InlineData("""{"message":"a","priority":"P6"}""", 422, "priority")]
    [InlineData("nothing", 400, null)]
    public async Task What_is_wrong_in_an_Opsgenie_request_is_said_as_the_vendor_does(
        string body, int code, string? field)
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"opsgenie"}""");
        var refused = await Genie(sender, "", body.Replace("LONG", new string('x', 513), StringComparison.Ordinal));
        Assert.Equal(code, refused.Code);
        if (field is not null)
            Assert.True(refused.Json.GetProperty("errors").TryGetProperty(field, out _));
        Assert.True(refused.Json.TryGetProperty("requestId", out _));
    }

    [Fact]
    public async Task Without_its_key_Opsgenie_is_not_let_in()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"opsgenie"}""") with { Key = "nobody" };
        Assert.Equal(401, (await Genie(sender, "", """{"message":"a"}""")).Code);
    }

    [Fact]
    public async Task Any_JSON_is_read_through_a_mapping()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """
            {
              "kind": "json", "name": "nagios", "service": "web",
              "mapping": {
                "each": "events", "title": "check.name", "description": "check.output[0]",
                "dedupKey": "check[\"the.id\"]", "status": "state", "severity": "level",
                "tags": {"host": "check.host"},
                "severities": {"fatal": "critical", "3": "P3"}, "resolved": ["green"], "acknowledged": ["blue"]
              }
            }
            """);
        await sender.Post("""
            {"events": [
              {"check": {"name": "ping", "the.id": 7, "host": "h1", "output": ["lost"]}, "state": "red",
               "level": "FATAL"},
              {"check": {"name": "disk", "the.id": "8"}, "state": "red", "level": 3}]}
            """);
        var tickets = (await server.Get("/api/v1/tickets", server.Admin)).Json.GetProperty("items");
        var ping = await server.Get("/api/v1/tickets/" + IdOf(tickets, "ping"), server.Admin);
        Assert.Equal(("P1", "web", "lost"), (ping.Said("priority"), ping.Said("service"), ping.Said("description")));
        Assert.Equal("h1", ping.Json.GetProperty("tags").GetProperty("host").GetString());
        await sender.Post("""{"events": [{"check": {"the.id": "7"}, "state": "blue"}]}""");
        await sender.Post("""{"events": [{"check": {"the.id": "8"}, "state": "green"}]}""");
        var disk = await server.Get("/api/v1/tickets/" + IdOf(tickets, "disk"), server.Admin);
        Assert.Equal(("P3", "Resolved"), (disk.Said("priority"), disk.Said("state")));
        ping = await server.Get("/api/v1/tickets/" + ping.Said("id"), server.Admin);
        Assert.Equal(("New", 1), (ping.Said("state"), ping.Json.GetProperty("acknowledgedBy").GetArrayLength()));
    }

    [Theory]
    [InlineData("$.check.name", "$.check.id")]
    [InlineData("$[\"check\"].name", "$[\"check\"].id")]
    [InlineData("check.name", "$id")]
    public async Task A_path_may_begin_at_the_root_and_a_name_with_its_sign(string title, string key)
    {
        await using var server = await RunningServer.Start();
        var mapping = JsonSerializer.Serialize(new { title, dedupKey = key });
        var sender = await Sender.Of(server, $$"""{"kind":"json","mapping":{{mapping}}}""");
        var answer = await sender.Post("""{"check":{"name":"ping","id":"7"},"$id":"7","id":"no"}""");
        Assert.Equal("7", answer.Json.GetProperty("items")[0].GetProperty("dedupKey").GetString());
        Assert.Equal("ping", (await Only(server)).Said("title"));
    }

    [Fact]
    public async Task Without_a_mapping_the_usual_names_are_read_and_the_same_content_is_the_same_alert()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"json"}""");
        var id = await sender.Ticket("""{"summary":"door is open","severity":"high"}""");
        Assert.Equal(id, await sender.Ticket("""{"summary":"door is open","severity":"high"}"""));
        Assert.NotEqual(id, await sender.Ticket("""{"summary":"window is open"}"""));
        var ticket = await server.Get($"/api/v1/tickets/{id}", server.Admin);
        Assert.Equal(("door is open", "P2"), (ticket.Said("title"), ticket.Said("priority")));
        Assert.Equal("P3", (await server.Get("/api/v1/tickets", server.Admin)).Json.GetProperty("items")[0]
            .GetProperty("priority").GetString());
    }

    [Fact]
    public async Task A_delivery_id_in_the_body_is_heard_once()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"json","mapping":{"delivery":"message"}}""");
        var id = await sender.Ticket("""{"title":"a","id":"a","message":"m-1"}""");
        Assert.Equal(id, await sender.Ticket("""{"title":"a","id":"a","message":"m-1"}"""));
        await sender.Post("""{"title":"a","id":"a","message":"m-2"}""");
        Assert.Equal(2, (await Only(server)).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_dry_run_shows_the_ticket_and_makes_none()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"json","service":"web"}""");
        var shown = await server.Post(sender.Path + "?dry=1", """{"title":"a","id":"x","severity":"critical"}""", null);
        Assert.Equal(200, shown.Code);
        Assert.Equal(("a", "P1", "web"), (shown.Said("title"), shown.Said("priority"), shown.Said("service")));
        Assert.Equal(("open", "x"), (shown.Said("would"), shown.Said("dedupKey")));
        Assert.Equal(0, (await server.Get("/api/v1/tickets", server.Admin)).Json.GetProperty("items").GetArrayLength());
        var id = await sender.Ticket("""{"title":"a","id":"x"}""");
        shown = await server.Post(sender.Path + "?dry=1", """{"title":"a","id":"x"}""", null);
        Assert.Equal(("repeat", id), (shown.Said("would"), shown.Said("ticket")));
        Assert.Equal(1, (await Only(server)).Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Silence_raises_a_ticket_and_a_beat_resolves_it()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"heartbeat","name":"backup","interval":"1s"}""");
        using var request = server.Request(HttpMethod.Get, Permissions.Stream, server.Admin);
        request.Headers.Add("Last-Event-ID", "0");
        using var journal = await server.Open(request);
        using var lines = new StreamReader(
            await journal.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var opened = await Next(lines);
        Assert.Equal("opened", opened.GetProperty("event").GetString());
        Assert.Equal("No heartbeat from backup for 1s", opened.GetProperty("title").GetString());
        Assert.Equal(200, (await sender.Post("")).Code);
        Assert.Equal("resolved", (await Next(lines)).GetProperty("event").GetString());
        Assert.Equal(404, (await server.Post("/heartbeat/nobody", "", null)).Code);
    }

    private static async Task<JsonElement> Next(StreamReader lines)
    {
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
        throw new EndOfStreamException("the journal ended");
    }

    private static string Action(Sender sender, string action) =>
        $$"""{"routing_key":"{{sender.Key}}","event_action":"{{action}}","dedup_key":"db-1"}""";

    private static async Task<Answer> Only(RunningServer server)
    {
        var list = (await server.Get("/api/v1/tickets", server.Admin)).Json.GetProperty("items");
        var only = Assert.Single(list.EnumerateArray());
        return await server.Get($"/api/v1/tickets/{only.GetProperty("id").GetString()}", server.Admin);
    }

    private static string IdOf(JsonElement tickets, string title) => tickets.EnumerateArray()
        .Single(ticket => ticket.GetProperty("title").GetString() == title).GetProperty("id").GetString()!;

    private static Task<Answer> Genie(Sender sender, string path, string? body) =>
        sender.Server.Send(Request(sender, HttpMethod.Post, path, body));

    private static Task<Answer> Status(Sender sender, Answer accepted) => sender.Server.Send(
        Request(sender, HttpMethod.Get, $"/requests/{accepted.Said("requestId")}", null));

    private static HttpRequestMessage Request(Sender sender, HttpMethod method, string path, string? body)
    {
        var request = sender.Server.Request(method, Permissions.Opsgenie + path, null);
        request.Headers.TryAddWithoutValidation("Authorization", $"GenieKey {sender.Key}");
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return request;
    }
}
