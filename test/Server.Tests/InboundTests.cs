using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>CONTRACT's paragraph on alerts, over HTTP: Alertmanager's and Grafana's webhooks, and what all share.
/// </summary>
public sealed class InboundTests
{
    private const string Integrations = Permissions.Integrations;

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    [InlineData("pagerduty")]
    [InlineData("opsgenie")]
    [InlineData("json")]
    [InlineData("heartbeat")]
    public async Task An_integration_needs_no_more_than_its_kind(string kind)
    {
        await using var server = await RunningServer.Start();
        var made = await server.Post(Integrations, $$"""{"kind":"{{kind}}"}""", server.Admin);
        Assert.Equal(201, made.Code);
        Assert.Matches("^[0-9a-f]{32}$", made.Said("key"));
        var list = (await server.Get(Integrations, server.Admin)).Json.GetProperty("items");
        var listed = Assert.Single(list.EnumerateArray());
        Assert.Equal(made.Said("id"), listed.GetProperty("id").GetString());
        Assert.Equal(kind, listed.GetProperty("name").GetString());
        Assert.False(listed.TryGetProperty("key", out _));
        var path = made.Headers.Location!.ToString();
        Assert.Equal(204, (await server.Send(HttpMethod.Delete, path, null, server.Admin)).Code);
        Assert.Equal(0, (await server.Get(Integrations, server.Admin)).Json.GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("""{"kind":"sns"}""", "kind", "built are alertmanager grafana pagerduty opsgenie json heartbeat")]
    [InlineData("""{"kind":"nagios"}""", "kind", "unknown")]
    [InlineData("""{}""", "kind", "missing")]
    [InlineData("""{"kind":"alertmanager","ticketPer":"row"}""", "ticketPer", "group or alert")]
    [InlineData("""{"kind":"alertmanager","colour":"red"}""", "colour", "no field")]
    [InlineData("""{"kind":"alertmanager","interval":"5m"}""", "interval", "heartbeat alone")]
    [InlineData("""{"kind":"heartbeat","interval":"0s"}""", "interval", "1s")]
    [InlineData("""{"kind":"json","mapping":{"titel":"a"}}""", "mapping.titel", "no field")]
    [InlineData("""{"kind":"json","mapping":{"title":"a..b"}}""", "mapping.title", "path")]
    [InlineData("""{"kind":"json","mapping":{"severities":{"fatal":"P9"}}}""", "mapping.severities", "P1 to P4")]
    [InlineData("""{"kind":"json","name":"coordinator"}""", "name", "coordinator")]
    public async Task What_is_wrong_in_an_order_is_named(string body, string field, string word)
    {
        await using var server = await RunningServer.Start();
        var refused = await server.Post(Integrations, body, server.Admin);
        Assert.Equal(422, refused.Code);
        var error = refused.Json.GetProperty("errors")[0];
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.Contains(word, error.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_repeated_order_gets_the_same_key_and_another_body_is_refused()
    {
        await using var server = await RunningServer.Start();
        const string Body = """{"kind":"alertmanager","name":"prod"}""";
        var first = await server.Post(Integrations, Body, server.Admin, ("Idempotency-Key", "one"));
        var again = await server.Post(Integrations, Body, server.Admin, ("Idempotency-Key", "one"));
        Assert.Equal((first.Said("id"), first.Said("key")), (again.Said("id"), again.Said("key")));
        var other = await server.Post(
            Integrations, """{"kind":"grafana"}""", server.Admin, ("Idempotency-Key", "one"));
        Assert.Equal((422, "key-reused"), (other.Code, other.Problem));
    }

    [Fact]
    public async Task A_key_is_unknown_elsewhere_and_after_its_integration_was_removed()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager"}""");
        Assert.Equal(404, (await server.Post($"/in/grafana/{sender.Key}", Groups.Firing("a"), null)).Code);
        Assert.Equal(404, (await server.Post("/in/alertmanager/nobody", Groups.Firing("a"), null)).Code);
        Assert.Equal(200, (await sender.Post(Groups.Firing("a"))).Code);
        await server.Send(HttpMethod.Delete, $"{Integrations}/{sender.Id}", null, server.Admin);
        var refused = await sender.Post(Groups.Firing("a"));
        Assert.Equal((404, "unknown-integration"), (refused.Code, refused.Problem));
    }

    [Theory]
    [InlineData("alertmanager")]
    [InlineData("grafana")]
    public async Task A_group_is_one_ticket_with_its_alerts_as_members(string kind)
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, $$"""{"kind":"{{kind}}","name":"prod"}""");
        var id = await sender.Ticket(Groups.Firing("a", "b"));
        var ticket = await server.Get($"/api/v1/tickets/{id}", server.Admin);
        Assert.Equal("HighLatency: p99 is above 1 s", ticket.Said("title"));
        Assert.Equal(("P1", kind, "shop"), (ticket.Said("priority"), ticket.Said("source"), ticket.Said("service")));
        Assert.Equal(["firing", "firing"], States(ticket));
        Assert.Equal(id, await sender.Ticket(Groups.Of("firing", ("a", false), ("b", true), ("c", true))));
        ticket = await server.Get($"/api/v1/tickets/{id}", server.Admin);
        Assert.Equal(["resolved", "firing", "firing"], States(ticket));
        Assert.Equal(2, ticket.Json.GetProperty("count").GetInt32());
        Assert.Equal(id, await sender.Ticket(Groups.Of("resolved", ("a", false), ("b", false), ("c", false))));
        ticket = await server.Get($"/api/v1/tickets/{id}", server.Admin);
        Assert.Equal(("Resolved", "auto"), (ticket.Said("state"), ticket.Said("code")));
    }

    [Fact]
    public async Task Per_alert_each_alert_of_a_batch_is_a_ticket_by_its_fingerprint()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager","ticketPer":"alert"}""");
        var items = (await sender.Post(Groups.Firing("a", "b", "c"))).Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("ticket").GetString()!).ToList();
        Assert.Equal(3, items.Distinct().Count());
        await sender.Post(Groups.Of("firing", ("a", false), ("b", true), ("c", true)));
        Assert.Equal("Resolved", (await server.Get($"/api/v1/tickets/{items[0]}", server.Admin)).Said("state"));
        var second = await server.Get($"/api/v1/tickets/{items[1]}", server.Admin);
        Assert.Equal(2, second.Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Repeats_are_no_events_and_late_words_change_nothing()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager","ticketPer":"alert"}""");
        var id = await sender.Ticket(Groups.Firing("a"));
        for (var repeat = 0; repeat < 4; repeat++)
            Assert.Equal(id, await sender.Ticket(Groups.Firing("a")));
        Assert.Equal(5, (await server.Get($"/api/v1/tickets/{id}", server.Admin)).Json.GetProperty("count").GetInt32());
        var timeline = (await server.Get($"/api/v1/tickets/{id}/timeline", server.Admin)).Json.GetProperty("items");
        Assert.Equal(1, timeline.GetArrayLength());
        await sender.Post(Groups.Of("resolved", ("a", false)));
        Assert.Equal("nothing", Outcome(await sender.Post(Groups.Firing("a"))));
        Assert.Equal("nothing", Outcome(await sender.Post(Groups.Of("resolved", ("a", false)))));
        var anew = await sender.Ticket(Groups.Firing("a").Replace("T09:00", "T09:30", StringComparison.Ordinal));
        Assert.NotEqual(id, anew);
    }

    [Fact]
    public async Task The_end_of_what_a_person_has_started_is_noted_by_an_internal_update()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager","name":"prod"}""");
        var id = await sender.Ticket(Groups.Firing("a"));
        await server.Post($"/api/v1/tickets/{id}/start", """{"by":"bo"}""", server.Admin);
        Assert.Equal("noted", Outcome(await sender.Post(Groups.Of("resolved", ("a", false)))));
        Assert.Equal("InProgress", (await server.Get($"/api/v1/tickets/{id}", server.Admin)).Said("state"));
        var last = (await server.Get($"/api/v1/tickets/{id}/timeline", server.Admin)).Json.GetProperty("items")
            .EnumerateArray().Last();
        Assert.Equal("updated", last.GetProperty("event").GetString());
        Assert.Equal("prod", last.GetProperty("by").GetString());
        Assert.False(last.TryGetProperty("public", out _));
    }

    [Fact]
    public async Task A_delivery_with_an_id_is_answered_as_the_first_time_and_changes_nothing()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager"}""");
        var first = await server.Post(sender.Path, Groups.Firing("a"), null, ("Idempotency-Key", "d-1"));
        Assert.Equal("opened", Outcome(first));
        var again = await server.Post(sender.Path, Groups.Firing("a"), null, ("Idempotency-Key", "d-1"));
        Assert.Equal((200, first.Text), (again.Code, again.Text));
        var ticket = await server.Get($"/api/v1/tickets/{Sender.TicketIn(first)}", server.Admin);
        Assert.Equal(1, ticket.Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task A_key_gives_the_first_answer_after_a_restart_too_and_is_refused_with_another_body()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        const string Body = """{"title":"a","id":"a","status":"firing"}""";
        (string, string) key = ("Idempotency-Key", "d-1");
        string path, said;
        await using (var server = await RunningServer.Start(folder))
        {
            path = (await Sender.Of(server, """{"kind":"json"}""")).Path;
            said = (await server.Post(path, Body, null, key)).Text;
        }
        await using (var server = await RunningServer.Start(folder))
        {
            Assert.Equal(said, (await server.Post(path, Body, null, key)).Text);
            var other = await server.Post(path, """{"title":"b","id":"b"}""", null, key);
            Assert.Equal((422, "key-reused"), (other.Code, other.Problem));
            var told = await server.House.Store.ListTickets(new Storage.TicketFilter());
            Assert.Single(told.Items);
        }
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("""{"kind":"alertmanager","ticketPer":"alert"}""", "a", "HighLatency: p99 is above 1 s")]
    [InlineData("""{"kind":"alertmanager"}""", "a", "instance=a")]
    public async Task Each_alert_of_a_ticket_has_an_id_and_a_name(string order, string id, string name)
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, order);
        var ticket = await server.Get(
            $"/api/v1/tickets/{await sender.Ticket(Groups.Firing("a"))}", server.Admin);
        var alert = Assert.Single(ticket.Json.GetProperty("alerts").EnumerateArray());
        Assert.Equal((id, name), (alert.GetProperty("id").GetString(), alert.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"alerts":[1]}""")]
    [InlineData("""{"alerts":{}}""")]
    public async Task A_body_that_is_none_of_theirs_is_unreadable(string body)
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager"}""");
        Assert.Equal(400, (await sender.Post(body)).Code);
    }

    [Fact]
    public async Task Too_many_alerts_and_too_large_a_body_are_refused_with_a_time_to_come_again()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager","ticketPer":"alert"}""");
        var many = $$"""{"alerts":[{{string.Join(',', Enumerable.Repeat("{}", 10_001))}}]}""";
        foreach (var body in (string[])[many, new string(' ', (1 << 20) + 1)])
        {
            var refused = await sender.Post(body);
            Assert.Equal(413, refused.Code);
            Assert.NotNull(refused.Headers.RetryAfter);
        }
    }

    [Fact]
    public async Task The_same_delivery_twice_at_once_is_one_ticket()
    {
        await using var server = await RunningServer.Start();
        var sender = await Sender.Of(server, """{"kind":"alertmanager"}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sender.Post(Groups.Firing("a", "b"))));
        Assert.All(answers, answer => Assert.Equal(200, answer.Code));
        Assert.Single(answers.Select(Sender.TicketIn).Distinct());
        var list = await server.Get("/api/v1/tickets", server.Admin);
        var only = Assert.Single(list.Json.GetProperty("items").EnumerateArray()).GetProperty("id").GetString();
        var ticket = await server.Get($"/api/v1/tickets/{only}", server.Admin);
        Assert.Equal(20, ticket.Json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task Alerts_and_their_counts_are_known_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        string path, id;
        await using (var first = await RunningServer.Start(folder))
        {
            var sender = await Sender.Of(first, """{"kind":"alertmanager"}""");
            path = sender.Path;
            id = await sender.Ticket(Groups.Firing("a"));
            for (var repeat = 0; repeat < 6; repeat++)
                await sender.Post(Groups.Firing("a"));
        }
        await using (var second = await RunningServer.Start(folder))
        {
            Assert.Equal(id, Sender.TicketIn(await second.Post(path, Groups.Firing("a"), null)));
            Assert.Equal("resolved", Outcome(await second.Post(path, Groups.Of("resolved", ("a", false)), null)));
        }
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/in/sns/k")]
    [InlineData("/in/sentry/k")]
    [InlineData("/in/zabbix/k")]
    [InlineData("/in/datadog/k")]
    [InlineData("/in/cloudevents/k")]
    [InlineData("/in/sms")]
    public async Task Senders_that_come_later_say_so_and_what_is_built(string path)
    {
        await using var server = await RunningServer.Start();
        var answer = await server.Post(path, "{}", null);
        Assert.Equal(501, answer.Code);
        Assert.Contains(path.Split('/')[2], answer.Said("detail"));
        Assert.Contains("alertmanager", answer.Said("detail"));
    }

    private static string[] States(Answer ticket) =>
    [
        .. ticket.Json.GetProperty("alerts").EnumerateArray()
            .Select(alert => alert.GetProperty("state").GetString()!),
    ];

    private static string Outcome(Answer answer) =>
        answer.Json.GetProperty("items")[0].GetProperty("outcome").GetString()!;
}
