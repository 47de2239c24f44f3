using System.Text;
using Muster.Support.Slack;
using Xunit;

namespace Muster.Server.Tests.Slack;

/// <summary>What Slack says is let in when Slack said it, just now, once; and does what the person may do.</summary>
public sealed class SlackInboundTests
{
    private const string Commands = "/in/slack/commands";
    private const string Interactivity = "/in/slack/interactivity";

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    [Fact]
    public async Task A_page_comes_with_a_button_and_pressing_it_acknowledges_as_the_person_and_says_so_in_its_place()
    {
        await using var house = await SlackHouse.Start();
        var (ticket, page) = await house.Paged("Checkout <!channel> *down*");
        Assert.Equal($"{ticket} P1 needs you: Checkout &lt;!channel&gt; \u2217down\u2217", page.Line);
        Assert.DoesNotContain("<!", page.Text);
        var button = Assert.Single(page.Buttons);
        Assert.Equal("acknowledge", $"{button["action_id"]}");
        Assert.Equal(200, (await house.Sender.Press("UBO", page, button)).Code);
        Assert.Contains("\"event\":\"acknowledged\",\"by\":\"bo\"", await house.Timeline(ticket));
        var changed = await SlackHouse.Until(() => house.Peer.Workspace.Messages.FirstOrDefault(
            message => message.At == page.At && message.Buttons.Count == 0));
        Assert.Contains("Acknowledged by bo.", changed.Text);
        Assert.Contains("Checkout", changed.Text);
        var audit = await house.Server.Get("/api/v1/audit", house.Server.Admin);
        Assert.Contains("person/bo", audit.Text);
    }

    [Fact]
    public async Task What_is_not_signed_rightly_is_refused_and_does_nothing()
    {
        await using var house = await SlackHouse.Start();
        var (ticket, page) = await house.Paged();
        var body = SlackSender.PressBody("UBO", page, page.Buttons[0]);
        var good = SlackSender.Sign(Now, body, SlackSender.Secret);
        foreach (var signature in (string[])
        [
            SlackSender.Sign(Now, body, "another"), SlackSender.Sign(Now, body + " ", SlackSender.Secret),
            good.ToUpperInvariant(), good["v0=".Length..], good[..^1], "v1" + good[2..], "", "v0=",
        ])
            Assert.Equal(401, (await house.Sender.Send(Interactivity, body, Now, signature)).Code);
        Assert.Equal(401, (await house.Sender.Send(Interactivity, Encoding.UTF8.GetBytes(body), null, good)).Code);
        Assert.Equal(401, (await house.Sender.Send(Interactivity, Encoding.UTF8.GetBytes(body), $"{Now}", null)).Code);
        foreach (var time in (string[])["now", "-1", "99999999999999999999", "1e9", ""])
            Assert.Equal(401, (await house.Sender.Send(Interactivity, Encoding.UTF8.GetBytes(body), time, good)).Code);
        Assert.DoesNotContain("acknowledged", await house.Timeline(ticket));
    }

    [Theory]
    [InlineData(-290, 200)]
    [InlineData(-302, 401)]
    [InlineData(290, 200)]
    [InlineData(310, 401)]
    [InlineData(-100_000, 401)]
    public async Task Five_minutes_away_from_now_a_signature_is_good_no_more(int seconds, int code)
    {
        await using var house = await SlackHouse.Start();
        Assert.Equal(code, (await house.Sender.Command("UBO", "help", Now + seconds)).Code);
    }

    [Fact]
    public async Task The_same_request_is_taken_once()
    {
        await using var house = await SlackHouse.Start();
        var (body, at) = (SlackSender.CommandBody("UBO", "help"), Now);
        Assert.Equal(200, (await house.Sender.Send(Commands, body, at)).Code);
        for (var again = 0; again < 20; again++)
            Assert.Equal(409, (await house.Sender.Send(Commands, body, at)).Code);
        Assert.Equal(200, (await house.Sender.Send(Commands, SlackSender.CommandBody("UBO", "other"), at)).Code);
    }

    [Fact]
    public async Task A_press_that_is_replayed_after_a_restart_writes_nothing_again()
    {
        var folder = Directory.CreateTempSubdirectory("muster-");
        using var peer = new SlackPeer();
        var (at, body, ticket) = (Now, "", "");
        await using (var first = await SlackHouse.Start(folder: folder, peer: peer))
        {
            (ticket, var page) = await first.Paged();
            body = SlackSender.PressBody("UBO", page, page.Buttons[0]);
            Assert.Equal(200, (await first.Sender.Send(Interactivity, body, at)).Code);
            await first.Server.Post($"/api/v1/tickets/{ticket}/resolve", """{"code":"fixed"}""", first.Server.Admin);
            await first.Server.Post($"/api/v1/tickets/{ticket}/reopen", "{}", first.Server.Admin);
        }
        using var other = new SlackPeer();
        await using var second = await SlackHouse.Start(folder: folder, peer: other);
        await second.Sender.Send(Interactivity, body, at);
        var history = await second.Server.History();
        Assert.Single(history, told => told.Fact is Core.Tickets.TicketAcknowledged);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_body_is_bounded_and_must_be_a_form()
    {
        await using var house = await SlackHouse.Start();
        Assert.Equal(413, (await house.Sender.Send(Commands, "text=" + new string('x', 300_000))).Code);
        Assert.Equal(400, (await house.Sender.Send(Interactivity, "payload={")).Code);
        Assert.Equal(400, (await house.Sender.Send(Interactivity, "payload=%5B%5D")).Code);
        Assert.Equal(400, (await house.Sender.Send(Interactivity, "nothing=1")).Code);
        Assert.Equal(400, (await house.Sender.Send(
            Interactivity, "payload=" + new string('[', 1_000))).Code);
        Assert.Equal(400, (await house.Sender.Send(
            Commands, string.Join('&', Enumerable.Range(0, 500).Select(number => $"f{number}=1")))).Code);
        Assert.Equal(400, (await house.Sender.Send(
            Interactivity, """payload={"type":"view_submission","user":{"id":"UBO"}}""")).Code);
    }

    [Fact]
    public async Task A_member_whom_the_policy_does_not_know_may_do_nothing_and_is_told_how_to_become_known()
    {
        await using var house = await SlackHouse.Start();
        var (ticket, page) = await house.Paged();
        house.Peer.Workspace.Users.Add("UEVE");
        var answer = await house.Sender.Command("UEVE", "help");
        Assert.Equal(200, answer.Code);
        Assert.Contains("nobody with the Slack member id UEVE", answer.Text);
        Assert.Equal(200, (await house.Sender.Press("UEVE", page, page.Buttons[0])).Code);
        var seen = await SlackHouse.Until(() => house.Peer.Workspace.Whispers.FirstOrDefault());
        Assert.Contains("UEVE", seen.Line);
        Assert.Equal("UEVE", $"{seen.Said["user"]}");
        Assert.DoesNotContain("acknowledged", await house.Timeline(ticket));
    }

    [Fact]
    public async Task Somebody_elses_page_is_acknowledged_by_a_responder_and_not_by_an_observer()
    {
        await using var house = await SlackHouse.Start();
        var (ticket, page) = await house.Paged();
        await house.Sender.Press("UMO", page, page.Buttons[0]); // in no team: an observer
        var refused = await SlackHouse.Until(() => house.Peer.Workspace.Whispers.FirstOrDefault());
        Assert.Contains("observer may not acknowledge", refused.Line);
        Assert.DoesNotContain("acknowledged", await house.Timeline(ticket));
        await house.Sender.Press("UANA", page, page.Buttons[0]);
        Assert.Contains("\"event\":\"acknowledged\",\"by\":\"ana\"", await house.Timeline(ticket));
    }

    [Theory]
    [InlineData("acknowledge", "MTc3.c2ln", "older than seven days")]
    [InlineData("dance", "1", "none that this Muster knows")]
    public async Task A_button_that_is_none_of_ours_says_so(string action, string value, string expected)
    {
        await using var house = await SlackHouse.Start();
        var (_, page) = await house.Paged();
        var button = page.Buttons[0];
        (button["action_id"], button["value"]) = (action, value);
        Assert.Equal(200, (await house.Sender.Press("UBO", page, button)).Code);
        var seen = await SlackHouse.Until(() => house.Peer.Workspace.Whispers.FirstOrDefault());
        Assert.Contains(expected, seen.Line);
    }

    [Fact]
    public async Task A_press_is_answered_while_Slack_itself_answers_nothing()
    {
        await using var house = await SlackHouse.Start();
        var (ticket, page) = await house.Paged();
        house.Peer.SwallowNext("chat.update");
        Assert.Equal(200, (await house.Sender.Press("UBO", page, page.Buttons[0])).Code);
        Assert.Contains("acknowledged", await house.Timeline(ticket));
    }

    [Fact]
    public async Task A_command_says_who_one_is_and_its_answer_is_seen_by_that_one_alone()
    {
        await using var house = await SlackHouse.Start();
        var answer = await house.Sender.Command("UANA", "what can you do?");
        Assert.Contains("You are ana (manager)", answer.Text);
        Assert.Contains("\"ephemeral\"", answer.Body);
        Assert.Contains("You are bo (responder)", (await house.Sender.Command("UBO", "")).Text);
    }

    [Fact]
    public async Task A_yes_in_Slack_does_what_the_same_member_asked_there_last_and_nobody_elses()
    {
        await using var house = await SlackHouse.Start();
        var opened = await house.Server.Post("/api/v1/tickets", """{"title":"VPN drops"}""", house.Server.Admin);
        var path = $"/api/v1/tickets/{opened.Said("id")}";
        async Task<string> State() => (await house.Server.Get(path, house.Server.Admin)).Said("state");

        Assert.Contains("Say yes", (await house.Sender.Command("UBO", "cancel ticket 1")).Text);
        Assert.Contains("Nothing waits", (await house.Sender.Command("UANA", "yes")).Text);
        Assert.Equal("New", await State());
        Assert.Contains("Closed", (await house.Sender.Command("UBO", "yes")).Text);
        Assert.Equal("Closed", await State());
        var last = (await house.Server.Get($"{path}/timeline", house.Server.Admin)).Json
            .GetProperty("items").EnumerateArray().Last();
        Assert.Equal("bo", last.GetProperty("by").GetString());
    }

    [Fact]
    public async Task A_sentence_goes_to_whoever_understands_them_and_its_answer_mentions_nobody()
    {
        await using var house = await SlackHouse.Start();
        var heard = new List<Server.Slack.AskedInWords>();
        house.Server.House.InWords = (asked, _) =>
        {
            heard.Add(asked);
            return Task.FromResult("<!channel> & done");
        };
        Assert.Equal("&lt;!channel&gt; &amp; done", (await house.Sender.Command("UBO", " close <@U1> 42 ")).Text);
        var said = Assert.Single(heard);
        Assert.Equal(("close <@U1> 42", "bo", "person/bo"), (said.Text, said.Caller.Person, said.Caller.Actor));
        Assert.Equal("slack/C1/UBO", said.Conversation);
    }

    [Fact]
    public async Task What_takes_longer_than_Slack_waits_is_answered_by_a_message()
    {
        await using var house = await SlackHouse.Start();
        var thought = new TaskCompletionSource<string>();
        house.Server.House.InWords = (_, _) => thought.Task;
        Assert.Contains("comes as a message", (await house.Sender.Command("UBO", "think")).Text);
        thought.SetResult("42");
        var message = await SlackHouse.Until(() => house.Peer.Workspace.Messages.FirstOrDefault());
        Assert.Equal("42", message.Text);
    }

    [Fact]
    public async Task While_Slack_answers_nothing_the_others_are_told_at_once()
    {
        using var receiver = new PageReceiver();
        await using var house = await SlackHouse.Start($$"""
            people:
              bo: {slack: UBO}
              mo: {webhook: "{{receiver.Url}}"}
            paging:
              standard: {steps: [{notify: [person:bo, person:mo]}], lastResort: [person:bo]}
            teams:
              tier-1: {members: [bo, mo], paging: standard}
            """, SlackHouse.WithWebhook);
        house.Peer.SwallowNext("chat.postMessage", times: 20);
        await house.Server.Post("/api/v1/tickets", """{"title":"a","priority":"P1"}""", house.Server.Admin);
        await house.Server.Post("/api/v1/tickets", """{"title":"b","priority":"P1"}""", house.Server.Admin);
        await SlackHouse.Until(() => receiver.Taken.Count == 2 ? receiver : null);
        Assert.Empty(house.Peer.Workspace.Messages);
    }

    [Fact]
    public async Task Without_Slack_in_the_configuration_there_is_no_door()
    {
        await using var server = await RunningServer.Start();
        using var sender = new SlackSender(server.Address);
        Assert.Equal(404, (await sender.Command("UBO", "help")).Code);
        Assert.Equal(404, (await sender.Send(Interactivity, "payload=1")).Code);
    }
}
