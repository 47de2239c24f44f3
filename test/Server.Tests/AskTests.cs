using System.Text.Json;
using Muster.Server.Access;
using Muster.Server.Asking;
using Xunit;

namespace Muster.Server.Tests;

/// <summary>Asking in words (Q1): what is done at once, what wants a yes, what is only read, and what is asked back.
/// </summary>
public sealed class AskTests
{
    private const string Outage =
        "P1 incident: Production application server down. All users affected. Start major incident response.";

    private static Task<Answer> Ask(RunningServer server, string text, string? token = null, string? confirm = null) =>
        server.Post(Permissions.Ask, JsonSerializer.Serialize(confirm is null
            ? new Dictionary<string, string> { ["text"] = text }
            : new Dictionary<string, string> { ["text"] = text, ["confirm"] = confirm }), token ?? server.Admin);

    private static async Task<string> Open(RunningServer server, string title = "VPN drops", string more = "") =>
        (await server.Post(Permissions.Tickets, $$"""{"title":"{{title}}"{{more}}}""", server.Admin)).Said("id");

    private static async Task<JsonElement> Ticket(RunningServer server, string id) =>
        (await server.Get($"{Permissions.Tickets}/{id}", server.Admin)).Json;

    private static string Token(Answer answer) =>
        answer.Json.GetProperty("needsConfirmation").GetProperty("confirm").GetString()!;

    private static string Intent(Answer answer) =>
        answer.Json.GetProperty("understood").GetProperty("intent").GetString()!;

    private static int DoneBy(Answer answer) => answer.Json.GetProperty("done").GetArrayLength();

    private static async Task Policy(RunningServer server, string text)
    {
        var put = await server.Send(HttpMethod.Put, Permissions.Policies,
            JsonSerializer.Serialize(new { name = "desk.yaml", text }), server.Admin);
        Assert.True(put.Code == 200, put.Text);
    }

    [Fact]
    public async Task Words_that_report_a_P1_open_it_and_declare_it_at_once()
    {
        await using var server = await RunningServer.Start();
        var answer = await Ask(server, Outage);
        Assert.Equal((200, "declare"), (answer.Code, Intent(answer)));
        Assert.Equal(["open", "declare"], answer.Json.GetProperty("done").EnumerateArray()
            .Select(done => done.GetProperty("verb").GetString()));
        var ticket = await Ticket(server, answer.Json.GetProperty("done")[0].GetProperty("id").GetString()!);
        Assert.Equal(
            ("Production application server down", "P1", true, "SEV-1"),
            (ticket.GetProperty("title").GetString(), ticket.GetProperty("priority").GetString(),
                ticket.GetProperty("major").GetBoolean(), ticket.GetProperty("severity").GetString()));
        Assert.Contains(
            $"Opened {ticket.GetProperty("id").GetString()} “Production application server down”, priority P1",
            answer.Said("answer"));
    }

    [Fact]
    public async Task A_milestone_that_only_followed_from_the_opening_is_stated_at_once()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await server.Post($"{Permissions.Majors}/{id}/declare", """{"severity":"SEV-2"}""", server.Admin);
        var answer = await Ask(server, $"{id} was detected at {DateTime.UtcNow.AddHours(-1):yyyy-MM-dd HH:mm} UTC");
        Assert.Equal(("milestone", 1), (Intent(answer), DoneBy(answer)));
        var again = await server.Post(
            $"{Permissions.Majors}/{id}/milestone", """{"milestone":"detected"}""", server.Admin);
        Assert.Equal(422, again.Code);
    }

    [Fact]
    public async Task A_P1_from_words_is_of_the_service_that_they_name()
    {
        await using var server = await RunningServer.Start();
        await Policy(server, "{teams: {tier-2: {}}, services: {mail: {owner: tier-2}, vpn: {owner: tier-2}}}");
        var answer = await Ask(server, "P1 incident: mail is down. All users affected. Start major incident response.");
        var ticket = await Ticket(server, answer.Json.GetProperty("done")[0].GetProperty("id").GetString()!);
        Assert.Equal(
            ("mail", "mail is down", true),
            (ticket.GetProperty("service").GetString(), ticket.GetProperty("title").GetString(),
                ticket.GetProperty("major").GetBoolean()));
    }

    [Theory]
    [InlineData("2 is a child of 1")]
    [InlineData("1 is the parent of 2")]
    public async Task A_parent_and_a_child_are_what_the_words_say(string text)
    {
        await using var server = await RunningServer.Start();
        var (parent, child) = (await Open(server), await Open(server, "Mail is slow"));
        await Ask(server, text);
        await server.Post($"{Permissions.Tickets}/{parent}/resolve", """{"code":"fixed"}""", server.Admin);
        var refused = await server.Post($"{Permissions.Tickets}/{parent}/close", "{}", server.Admin);
        Assert.Equal("child-open", refused.Problem);
        await server.Post($"{Permissions.Tickets}/{child}/resolve", """{"code":"fixed"}""", server.Admin);
        Assert.Equal(200, (await server.Post($"{Permissions.Tickets}/{child}/close", "{}", server.Admin)).Code);
    }

    [Fact]
    public async Task The_policy_may_want_a_yes_before_words_declare()
    {
        await using var server = await RunningServer.Start();
        await Policy(server, "asking: {declareFromWords: false}");
        var answer = await Ask(server, Outage);
        Assert.Equal(0, DoneBy(answer));
        Assert.Empty((await server.Get(Permissions.Tickets, server.Admin)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(2, DoneBy(await Ask(server, Outage, confirm: Token(answer))));
    }

    [Fact]
    public async Task One_ticket_is_escalated_by_one_tier_at_once_in_the_askers_name()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        var answer = await Ask(server, "escalate 1 to tier 2", await server.TokenFor("responder", "bo"));
        Assert.Equal(id, answer.Json.GetProperty("done")[0].GetProperty("id").GetString());
        Assert.Equal("tier-2", (await Ticket(server, id)).GetProperty("tier").GetString());
        var last = (await server.Get($"{Permissions.Tickets}/{id}/timeline", server.Admin)).Json
            .GetProperty("items").EnumerateArray().Last();
        Assert.Equal(("escalated", "bo"), (last.GetProperty("event").GetString(), last.GetProperty("by").GetString()));
    }

    [Theory]
    [InlineData("escalate 1 to management")]
    [InlineData("escalate 1 and 2")]
    [InlineData("close 1")]
    [InlineData("merge 1 into 2")]
    [InlineData("cancel ticket 1")]
    [InlineData("declare 1 as SEV-1")]
    [InlineData("public update on 1: we are working on it")]
    [InlineData("ask the requester of 1: does it work?")]
    [InlineData("set severity of 1 to SEV-2")]
    [InlineData("restore 1")]
    [InlineData("stand down 1")]
    [InlineData("post a status update for 1: cause found")]
    [InlineData("make bo commander of 1")]
    [InlineData("start 1 and 2")]
    [InlineData("close all open tickets")]
    public async Task A_yes_comes_before_what_cannot_be_taken_back_or_touches_several(string text)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Open(server, "Mail is slow");
        var before = await Ticket(server, id);
        var answer = await Ask(server, text);
        Assert.True(answer.Json.TryGetProperty("needsConfirmation", out _), answer.Text);
        Assert.Equal(0, DoneBy(answer));
        Assert.Equal(
            before.GetProperty("version").GetInt32(), (await Ticket(server, id)).GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("start 1")]
    [InlineData("assign 1 to bo")]
    [InlineData("set priority of 1 to P2")]
    [InlineData("snooze 1 for two hours")]
    [InlineData("tag 1 with os=macOS")]
    [InlineData("update 1: switched to the backup link")]
    [InlineData("hold 1 for the vendor until tomorrow at 9")]
    [InlineData("resolve 1 as fixed: restarted it")]
    [InlineData("link 1 to 2")]
    [InlineData("impact of 1: 50 users affected")]
    [InlineData("acknowledge 1")]
    [InlineData("note on 1: memory is full")]
    [InlineData("task on 1: look at the logs")]
    [InlineData("decision on 1: restart the server")]
    [InlineData("what went well in 1: quick war room")]
    [InlineData("1 was detected at 0:00")]
    public async Task One_act_on_a_named_ticket_that_can_be_taken_back_is_done_at_once(string text)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Open(server, "Mail is slow");
        if (text.StartsWith("task") || text.StartsWith("decision"))
            await server.Post($"{Permissions.Tickets}/{id}/declare", "{}", server.Admin);
        var before = (await Ticket(server, id)).GetProperty("version").GetInt32();
        var answer = await Ask(server, text);
        Assert.True(DoneBy(answer) == 1, answer.Text);
        Assert.True((await Ticket(server, id)).GetProperty("version").GetInt32() > before);
    }

    [Fact]
    public async Task A_yes_does_exactly_what_was_understood_once_and_for_whoever_asked()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Open(server, "Mail is slow");
        var token = Token(await Ask(server, "close 1"));
        Assert.Equal(422, (await Ask(server, "close 1", await server.TokenFor("responder"), token)).Code);
        Assert.Equal(422, (await Ask(server, "close 2", confirm: token)).Code);
        Assert.Equal("New", (await Ticket(server, id)).GetProperty("state").GetString());

        Assert.Equal(0, DoneBy(await Ask(server, "close 1", confirm: token))); // it wants a code while it is open
        Assert.Equal(422, (await Ask(server, "close 1", confirm: token)).Code);
        var cancel = Token(await Ask(server, "cancel ticket 1"));
        Assert.Equal(1, DoneBy(await Ask(server, "cancel ticket 1", confirm: cancel)));
        Assert.Equal("Closed", (await Ticket(server, id)).GetProperty("state").GetString());
        Assert.Equal("New", (await Ticket(server, "2")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_yes_said_again_under_one_key_is_answered_again()
    {
        await using var server = await RunningServer.Start();
        await Open(server);
        var token = Token(await Ask(server, "cancel ticket 1"));
        var body = JsonSerializer.Serialize(new { confirm = token });
        var first = await server.Post(Permissions.Ask, body, server.Admin, ("Idempotency-Key", "k1"));
        var second = await server.Post(Permissions.Ask, body, server.Admin, ("Idempotency-Key", "k1"));
        Assert.Equal((1, first.Text), (DoneBy(first), second.Text));
        Assert.Equal(422, (await server.Post(Permissions.Ask, body, server.Admin, ("Idempotency-Key", "k2"))).Code);
    }

    [Fact]
    public async Task Words_said_again_under_one_key_open_one_ticket()
    {
        await using var server = await RunningServer.Start();
        const string body = """{"text":"open a P3 ticket: the printer is jammed"}""";
        var first = await server.Post(Permissions.Ask, body, server.Admin, ("Idempotency-Key", "k1"));
        await server.Post(Permissions.Ask, body, server.Admin, ("Idempotency-Key", "k1"));
        Assert.Equal(1, DoneBy(first));
        Assert.Single((await server.Get(Permissions.Tickets, server.Admin)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_duplicate_is_merged_after_a_yes()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Open(server, "VPN is down");
        const string text = "close 1 as a duplicate of 2";
        Assert.Equal(1, DoneBy(await Ask(server, text, confirm: Token(await Ask(server, text)))));
        var ticket = await Ticket(server, id);
        Assert.Equal("Closed", ticket.GetProperty("state").GetString());
        Assert.Equal("duplicate", ticket.GetProperty("links")[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("don't close 1", "negated")]
    [InlineData("close 1 and escalate 2", "several")]
    [InlineData("close 4711", "unknown-ticket")]
    [InlineData("close 1 if bo agrees", "conditional")]
    [InlineData("escalate 1?", "question")]
    [InlineData("resolve 1", "missing")]
    [InlineData("bake a cake", "not-understood")]
    [InlineData("", "not-understood")]
    public async Task What_is_not_sure_is_asked_back_with_the_nearest_and_nothing_is_done(string text, string why)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        await Open(server, "Mail is slow");
        var answer = await Ask(server, text);
        var asked = answer.Json.GetProperty("asksBack");
        Assert.Equal((200, why, 0), (answer.Code, asked.GetProperty("why").GetString(), DoneBy(answer)));
        Assert.NotEmpty(asked.GetProperty("nearest").EnumerateArray());
        Assert.Contains("?", answer.Said("answer"));
        Assert.False(answer.Json.TryGetProperty("needsConfirmation", out _));
        Assert.Equal(1, (await Ticket(server, id)).GetProperty("version").GetInt32());
    }

    [Theory]
    [InlineData("Check SLA status for all open P2 tickets", "sla-status")]
    [InlineData("what is the status of 1?", "show")]
    [InlineData("all open P2", "list")]
    [InlineData("timeline of 1", "timeline")]
    [InlineData("generate post-incident report for 1", "report")]
    [InlineData("report on 1 as html", "report")]
    [InlineData("report on 1 as json", "report")]
    [InlineData("explain 1", "explain")]
    [InlineData("what if 1 were P1?", "explain")]
    [InlineData("who is on call?", "oncall-who")]
    [InlineData("show me the metrics", "metrics")]
    [InlineData("what can you do?", "help")]
    public async Task What_is_only_read_is_answered_and_leaves_nothing_behind(string text, string intent)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server, more: ""","priority":"P2" """);
        await Policy(server, """
            schedules:
              primary: {zone: UTC, layers: [{rotation: weekly, start: 2025-01-06T09:00, people: [ana]}]}
            """);
        var answer = await Ask(server, text, await server.TokenFor("observer"));
        Assert.Equal((200, intent, 0), (answer.Code, Intent(answer), DoneBy(answer)));
        Assert.NotEqual("", answer.Said("answer"));
        var wanted = intent switch { "oncall-who" => "ana", "metrics" => "open P2 1", "help" => "escalate", _ => id };
        Assert.Contains(wanted, answer.Text);
        Assert.Equal(1, (await Ticket(server, id)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Figures_are_told_of_the_period_that_was_said_each_beside_its_target()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server, more: ""","priority":"P2" """);
        await server.Post($"{Permissions.Tickets}/{id}/start", "{}", server.Admin);
        var now = await Ask(server, "what is our MTTA in the last 7 days?");
        Assert.Contains("SLA compliance: not enough data, 1, target > 95 %", now.Said("answer"));
        Assert.Contains("Mean time to acknowledge (MTTA): 0 s, to resolve (MTTR): none", now.Said("answer"));
        var before = await Ask(server, "SLA compliance of last week");
        Assert.Contains("SLA compliance: not enough data, 0, target > 95 %", before.Said("answer"));
    }

    [Theory]
    [InlineData("generate post-incident report for 1", "markdown")]
    [InlineData("report on 1 as html", "html")]
    [InlineData("report on 1 as json", "json")]
    public async Task A_report_is_answered_with_the_place_where_it_can_be_read_again(string text, string format)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        var answer = await Ask(server, text);
        var link = $"{Permissions.Tickets}/{id}/report?format={format}";
        Assert.Contains($"The report of {id} is at {link}.", answer.Said("answer"));
        Assert.Equal(200, (await server.Get(link, server.Admin)).Code);
    }

    [Theory]
    [InlineData("Schedule maintenance window for database upgrade. Duration: 2 hours.", "change.schedule")]
    [InlineData("Monitor for related incident patterns", "patterns")]
    [InlineData("open a problem: recurring VPN disconnects", "problem.open")]
    [InlineData("@system-diagnostician \"Diagnose production app server outage URGENT\"", "problem.investigate")]
    public async Task What_comes_later_is_understood_and_named_as_missing(string text, string intent)
    {
        await using var server = await RunningServer.Start();
        var answer = await Ask(server, text);
        Assert.Equal((intent, 0), (Intent(answer), DoneBy(answer)));
        Assert.Contains("not there yet", answer.Said("missing"));
    }

    [Fact]
    public async Task Nobody_does_more_by_words_than_by_the_routes()
    {
        await using var server = await RunningServer.Start();
        await Open(server, more: ""","service":"payroll" """);
        var observer = await server.TokenFor("observer");
        Assert.Equal(403, (await Ask(server, "escalate 1", observer)).Code);
        Assert.Equal(200, (await Ask(server, "show 1", observer)).Code);
        Assert.Equal(403, (await Ask(server, "close 1", await server.TokenFor("agent"))).Code);
        var scoped = (await server.Post(Permissions.Tokens,
            """{"name":"vpn","role":"responder","scope":{"services":["vpn"]}}""", server.Admin)).Said("token");
        var hidden = await Ask(server, "escalate 1", scoped);
        Assert.Equal("unknown-ticket", hidden.Json.GetProperty("asksBack").GetProperty("why").GetString());
        Assert.DoesNotContain("payroll", (await Ask(server, "show all tickets", scoped)).Text);
        Assert.Equal(401, (await Ask(server, "escalate 1", "mst_nobody")).Code);
    }

    [Fact]
    public async Task What_the_state_forbids_is_told_with_the_code_of_the_verbs_own_route()
    {
        await using var server = await RunningServer.Start();
        await Open(server);
        var answer = await Ask(server, "resume 1");
        Assert.Equal((200, 0), (answer.Code, DoneBy(answer)));
        Assert.Equal("not-allowed", answer.Json.GetProperty("refused")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("open a ticket: VPN drops", "open a ticket: mail is slow")]
    [InlineData("start 1", "acknowledge 1")]
    [InlineData("start 1", "show 1")]
    [InlineData("show 1", "start 1")]
    [InlineData("close 1", "start 1")]
    public async Task A_key_that_was_used_for_another_text_is_refused(string first, string second)
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        Task<Answer> Say(string text) => server.Post(
            Permissions.Ask, JsonSerializer.Serialize(new { text }), server.Admin, ("Idempotency-Key", "k1"));
        Assert.Equal(200, (await Say(first)).Code);
        var before = (await Ticket(server, id)).GetProperty("version").GetInt32();
        var refused = await Say(second);
        Assert.Equal((422, "key-reused"), (refused.Code, refused.Problem));
        Assert.Equal(200, (await Say(first)).Code);
        Assert.Equal(before, (await Ticket(server, id)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task What_is_asked_back_or_refused_uses_up_no_key()
    {
        await using var server = await RunningServer.Start();
        await Open(server);
        Task<Answer> Say(string text) => server.Post(
            Permissions.Ask, JsonSerializer.Serialize(new { text }), server.Admin, ("Idempotency-Key", "k1"));
        await Say("make it so");
        await Say("resume 1");
        Assert.Equal(1, DoneBy(await Say("start 1")));
    }

    [Theory]
    [InlineData(null, "Not done (open): no")]
    [InlineData("INC-2025-00001", "Not done (open INC-2025-00001): no")]
    public void What_is_refused_is_told_without_a_blank_where_it_has_no_number(string? id, string told) =>
        Assert.Equal(told, Telling.Acted([], [new RefusedAct("open", id, "invalid", "no")]));

    [Fact]
    public async Task A_major_whose_words_name_no_P1_waits_for_a_yes_and_no_P1_is_made_of_it()
    {
        await using var server = await RunningServer.Start();
        var answer = await Ask(server, "SEV-3: search is a little slow");
        Assert.Equal(0, DoneBy(answer));
        Assert.Contains(
            "open “search is a little slow” and declare it a major incident, SEV-3?", answer.Said("answer"));
        Assert.Empty((await server.Get(Permissions.Tickets, server.Admin)).Json.GetProperty("items").EnumerateArray());
        await Ask(server, "SEV-3: search is a little slow", confirm: Token(answer));
        var ticket = await Ticket(server, "1");
        Assert.Equal(
            ("P3", "SEV-3"), (ticket.GetProperty("priority").GetString(), ticket.GetProperty("severity").GetString()));
    }

    [Theory]
    [InlineData("P1 incident: production is not down", "negated")]
    [InlineData("P1 incident: production is fine", "no-incident")]
    [InlineData("P1 incident: is mail down", "question")]
    [InlineData("P1 incident: production down. No declaration please.", "negated")]
    public async Task A_report_that_denies_its_fault_is_asked_back_and_opens_nothing(string text, string why)
    {
        await using var server = await RunningServer.Start();
        var answer = await Ask(server, text);
        Assert.Equal(why, answer.Json.GetProperty("asksBack").GetProperty("why").GetString());
        Assert.Empty((await server.Get(Permissions.Tickets, server.Admin)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Tickets_from_somebody_are_those_that_they_reported()
    {
        await using var server = await RunningServer.Start();
        await Policy(server, "people: {kim: {}, bo: {}}");
        var id = await Open(server, more: ""","requester":{"name":"kim"} """);
        var other = await Open(server, "Mail is slow", ""","requester":{"name":"bo"} """);
        await server.Post($"{Permissions.Tickets}/{other}/assign", """{"to":"kim"}""", server.Admin);
        var answer = await Ask(server, "tickets from kim");
        Assert.Contains(id, answer.Said("answer"));
        Assert.DoesNotContain(other, answer.Said("answer"));
    }

    [Fact]
    public async Task A_person_is_taken_as_said_where_nobody_is_known_and_else_asked_back()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        Assert.Equal(1, DoneBy(await Ask(server, "assign 1 to zoe")));
        Assert.Equal("zoe", (await Ticket(server, id)).GetProperty("to").GetString());
        await Policy(server, "people: {bo: {name: Bo Lind, zone: Europe/Berlin}, ana: {}}");
        var asked = await Ask(server, "assign 1 to cleo");
        Assert.Equal("unknown-name", asked.Json.GetProperty("asksBack").GetProperty("why").GetString());
        Assert.Equal(1, DoneBy(await Ask(server, "assign 1 to Lind")));
        Assert.Equal("bo", (await Ticket(server, id)).GetProperty("to").GetString());
        Assert.Equal(1, DoneBy(await Ask(server, "assign me 1", await server.TokenFor("responder", "ana"))));
        Assert.Equal("ana", (await Ticket(server, id)).GetProperty("to").GetString());
    }

    [Fact]
    public async Task Times_are_those_of_the_askers_zone()
    {
        await using var server = await RunningServer.Start();
        await Open(server);
        await Policy(server, "people: {bo: {zone: Pacific/Kiritimati}}"); // UTC+14
        var answer = await Ask(
            server, "snooze 1 until 2030-01-07 9:00", await server.TokenFor("responder", "bo"));
        Assert.Equal("2030-01-06T19:00:00Z", answer.Json.GetProperty("understood").GetProperty("slots")
            .GetProperty("until").GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"text":7}""")]
    [InlineData("""{"text":"help","sudo":"yes"}""")]
    [InlineData("""{"confirm":"nothing"}""")]
    public async Task A_body_that_does_not_ask_is_refused(string body)
    {
        await using var server = await RunningServer.Start();
        Assert.Equal(422, (await server.Post(Permissions.Ask, body, server.Admin)).Code);
    }

    [Fact]
    public async Task In_a_chat_a_yes_is_to_what_was_asked_last_in_the_same_conversation()
    {
        await using var server = await RunningServer.Start();
        var id = await Open(server);
        var caller = new Token("slack/U1", "person/bo", Roles.Responder, "")
        {
            Name = "bo",
            Person = "bo",
            IssuedAt = default,
        };
        var number = 0;
        Task<string> Say(string text, string where = "here") => server.House.InWords(
            new Server.Slack.AskedInWords(caller, text) { Key = $"k{number++}", Conversation = where }, default);

        Assert.Contains("Say yes", await Say("cancel ticket 1"));
        Assert.Contains("Nothing waits", await Say("yes", "elsewhere"));
        Assert.Equal("New", (await Ticket(server, id)).GetProperty("state").GetString());
        Assert.Equal("Then nothing is done.", await Say("No!"));
        Assert.Contains("Nothing waits", await Say("yes"));
        await Say("cancel ticket 1");
        Assert.Contains("Closed", await Say("Ja, bitte."));
        Assert.Equal("Closed", (await Ticket(server, id)).GetProperty("state").GetString());
        Assert.Contains(id, await Say("show 1"));
    }
}
