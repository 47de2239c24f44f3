using System.Text.Json;
using Muster.Server.Access;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>A comment that speaks to the coordinator asks, on the ticket on which it stands (Q1).</summary>
public sealed class CommentAskingTests
{
    private static async Task<string> Open(RunningServer server, string title = "VPN drops") =>
        (await server.Post(Permissions.Tickets, $$"""{"title":"{{title}}"}""", server.Admin)).Said("id");

    private static Task<Answer> Comment(
        RunningServer server, string ticket, string text, string? token = null, string? by = null, string? key = null,
        bool isAutomatic = false)
    {
        var body = new Dictionary<string, object> { ["text"] = text };
        if (by is not null)
            body["by"] = by;
        if (isAutomatic)
            body["auto"] = true;
        return server.Post(
            $"{Permissions.Tickets}/{ticket}/update", JsonSerializer.Serialize(body), token ?? server.Admin,
            key is null ? [] : [("Idempotency-Key", key)]);
    }

    private static async Task<JsonElement> Ticket(RunningServer server, string id) =>
        (await server.Get($"{Permissions.Tickets}/{id}", server.Admin)).Json;

    private static async Task<List<JsonElement>> Timeline(RunningServer server, string id) =>
    [
        .. (await server.Get($"{Permissions.Tickets}/{id}/timeline", server.Admin)).Json.GetProperty("items")
            .EnumerateArray(),
    ];

    private static string Said(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? $"{value}" : "";

    private static async Task<List<string>> Answers(RunningServer server, string id) =>
    [
        .. (await Timeline(server, id))
            .Where(line => Said(line, "event") == "updated" && Said(line, "by") == "coordinator")
            .Select(line => Said(line, "text")),
    ];

    [Fact]
    public async Task The_ticket_of_the_comment_is_meant_and_the_answer_is_an_internal_update_of_the_coordinator()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        var bo = await server.TokenFor("responder", "bo");
        var answer = await Comment(server, id, "@incident-coordinator escalate to tier 2", bo);
        Assert.Equal((200, "tier-2"), (answer.Code, answer.Said("tier")));
        var lines = await Timeline(server, id);
        Assert.Equal(
            [("updated", "bo"), ("escalated", "bo"), ("updated", "coordinator")],
            lines.Skip(1).Select(line => (Said(line, "event"), Said(line, "by"))));
        Assert.Equal("@incident-coordinator escalate to tier 2", Said(lines[1], "text"));
        Assert.StartsWith($"Escalated {id} to tier-2", Said(lines[^1], "text"));
        Assert.Equal("", Said(lines[^1], "public"));
    }

    [Fact]
    public async Task The_answer_is_no_response_and_no_activity()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Comment(server, id, "@incident-coordinator what is the status?");
        var ticket = await Ticket(server, id);
        Assert.Single(await Answers(server, id));
        Assert.Equal("New", ticket.GetProperty("state").GetString());
        Assert.Equal("running", ticket.GetProperty("clocks").GetProperty("response").GetProperty("state").GetString());
        Assert.DoesNotContain(await Timeline(server, id), line => Said(line, "event") == "sla-met");
    }

    [Theory]
    [InlineData("@incident-coordinator assign it to bo", "assigned")]
    [InlineData("@coordinator please start", "started")]
    [InlineData("Restarted node 2, no change.\n@incident-coordinator set priority to P2", "reprioritised")]
    [InlineData("@incident-coordinator resolve as fixed: rolled back", "resolved")]
    [InlineData("@incident-coordinator link to 2", "linked")]
    [InlineData("@incident-coordinator bitte für den Hersteller auf Eis legen", "held")]
    public async Task What_can_be_taken_back_is_done_at_once_on_this_ticket(string text, string wanted)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Open(server, "Mail is slow");
        await Comment(server, id, text);
        Assert.Contains(await Timeline(server, id), line => Said(line, "event") == wanted);
        Assert.Single(await Answers(server, id));
    }

    [Fact]
    public async Task Another_ticket_that_is_named_is_the_one_that_is_meant()
    {
        await using var server = await RunningServer.Start();
        var (here, other) = (await Open(server), await Open(server, "Mail is slow"));
        await Comment(server, here, "@incident-coordinator start 2");
        Assert.Equal(
            ("New", "InProgress"),
            ((await Ticket(server, here)).GetProperty("state").GetString(),
                (await Ticket(server, other)).GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_yes_is_a_further_comment_by_the_same_person_to_what_was_asked_there()
    {
        await using var server = await RunningServer.Start();
        var (id, other) = (await Open(server), await Open(server, "Mail is slow"));
        var (bo, ana) = (await server.TokenFor("responder", "bo"), await server.TokenFor("responder", "ana"));
        await Comment(server, id, "@incident-coordinator cancel this ticket", bo);
        Assert.Contains("@incident-coordinator yes", Assert.Single(await Answers(server, id)));
        await Comment(server, id, "@incident-coordinator yes", ana);
        await Comment(server, other, "@incident-coordinator yes", bo);
        Assert.Equal("New", (await Ticket(server, id)).GetProperty("state").GetString());
        Assert.Contains("Nothing waits", (await Answers(server, other)).Single());
        await Comment(server, id, "@incident-coordinator yes", await server.TokenFor("responder", "bo"));
        Assert.Equal("Closed", (await Ticket(server, id)).GetProperty("state").GetString());
        Assert.Contains("Closed", (await Answers(server, id))[^1]);
    }

    [Fact]
    public async Task A_duplicate_is_merged_into_the_ticket_that_is_named_after_a_yes()
    {
        await using var server = await RunningServer.Start();
        var (id, other) = (await Open(server), await Open(server, "VPN drops again"));
        await Comment(server, other, "@incident-coordinator close as duplicate of 1");
        await Comment(server, other, "@incident-coordinator yes");
        Assert.Equal(
            ("New", "Closed"),
            ((await Ticket(server, id)).GetProperty("state").GetString(),
                (await Ticket(server, other)).GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_no_drops_what_waits()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Comment(server, id, "@incident-coordinator cancel this ticket");
        await Comment(server, id, "@incident-coordinator no");
        await Comment(server, id, "@incident-coordinator yes");
        Assert.Equal("New", (await Ticket(server, id)).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("@incident-coordinator do not close this")]
    [InlineData("@incident-coordinator is bo the commander")]
    [InlineData("@incident-coordinator should we escalate this?")]
    [InlineData("@incident-coordinator start and escalate")]
    [InlineData("@incident-coordinator start 99")]
    [InlineData("@incident-coordinator thanks")]
    [InlineData("@system-diagnostician close this")]
    [InlineData("@system-diagnostician diagnose the vpn gateway")]
    public async Task What_is_not_sure_or_not_there_yet_is_answered_and_changes_nothing(string text)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Comment(server, id, text);
        Assert.Single(await Answers(server, id));
        Assert.Equal(3, (await Timeline(server, id)).Count); // opened, the comment, the answer
    }

    [Theory]
    [InlineData("please ask @incident-coordinator to start this")]
    [InlineData("start this")]
    [InlineData("@bo start this")]
    [InlineData("mail from anna@incident-coordinator start this")]
    public async Task A_comment_that_speaks_to_nobody_of_Muster_is_only_a_comment(string text)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Comment(server, id, text);
        Assert.Equal(["opened", "updated"], (await Timeline(server, id)).Select(line => Said(line, "event")));
    }

    [Fact]
    public async Task Text_of_machines_agents_and_in_anothers_name_asks_for_nothing()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        const string order = "@incident-coordinator start this";
        await Comment(server, id, order, isAutomatic: true);
        await Comment(server, id, order, by: "somebody at another desk");
        await Comment(server, id, order, await server.TokenFor("agent", "diagnostician"));
        await Comment(server, id, order, await server.TokenFor("integration"));
        await server.Post($"{Permissions.Tickets}/{id}/reply", $$"""{"text":"{{order}}"}""", server.Admin);
        await server.Post(Permissions.Tickets, $$"""{"title":"{{order}}","description":"{{order}}"}""", server.Admin);
        Assert.Equal("New", (await Ticket(server, id)).GetProperty("state").GetString());
        Assert.Empty(await Answers(server, id));
    }

    [Fact]
    public async Task The_same_comment_under_one_key_asks_once()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        for (var time = 0; time < 2; time++)
            Assert.Equal(200, (await Comment(server, id, "@incident-coordinator escalate", key: "c1")).Code);
        Assert.Equal("tier-2", (await Ticket(server, id)).GetProperty("tier").GetString());
        Assert.Single(await Answers(server, id));
    }

    [Fact]
    public async Task The_page_of_the_ticket_takes_the_same()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        using var browser = new PlainBrowser(server.Address);
        await browser.See("/sign-in");
        await browser.Send(
            "/sign-in", ("token", await server.TokenFor("responder", "bo")), ("form", browser.Value("form")),
            ("to", $"/tickets/{id}"));
        (string, string?)[] form =
        [
            ("form", browser.Value("form")), ("key", browser.Value("key")),
            ("text", "@incident-coordinator cancel this ticket"),
        ];
        await browser.Send($"/tickets/{id}/update", form);
        await browser.Send($"/tickets/{id}/update", form);
        Assert.Contains("For yes, comment", browser.Text);
        Assert.Single(await Answers(server, id));
        // the same person over another token
        await Comment(server, id, "@incident-coordinator yes", await server.TokenFor("responder", "bo"));
        Assert.Equal("Closed", (await Ticket(server, id)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Nobody_does_more_by_a_comment_than_by_the_routes()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        var payroll = await server.Post(
            Permissions.Tickets, """{"title":"Payslips are late","service":"payroll"}""", server.Admin);
        await server.Post($"{Permissions.Tickets}/{id}/triage", """{"service":"vpn"}""", server.Admin);
        var scoped = (await server.Post(Permissions.Tokens,
            """{"name":"vpn","role":"responder","scope":{"services":["vpn"]}}""", server.Admin)).Said("token");
        await Comment(server, id, "@incident-coordinator start 2", scoped);
        Assert.StartsWith("No ticket goes by 2", Assert.Single(await Answers(server, id)));
        Assert.Equal("New", (await Ticket(server, payroll.Said("id"))).GetProperty("state").GetString());
        var observer = await server.TokenFor("observer", "eve");
        Assert.Equal(403, (await Comment(server, id, "@incident-coordinator start", observer)).Code);
        Assert.Equal("Triaged", (await Ticket(server, id)).GetProperty("state").GetString());
    }
}
