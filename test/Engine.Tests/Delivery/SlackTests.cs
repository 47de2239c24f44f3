using Muster.Channels;
using Muster.Channels.Slack;
using Muster.Support.Slack;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>Messages to Slack, against a workspace that refuses what Slack refuses.</summary>
public sealed class SlackTests : IDisposable
{
    private static readonly LetterButton Button = new("acknowledge", "Acknowledge", "code");

    private readonly SlackPeer peer = new();
    private readonly SlackChannel slack;

    public SlackTests() => slack = New();

    public void Dispose()
    {
        slack.Dispose();
        peer.Dispose();
    }

    [Fact]
    public async Task A_page_comes_as_a_direct_message_with_a_line_a_text_and_a_button()
    {
        Assert.IsType<DeliveryResult.Delivered>(await Send(Letter("page/1") with { Buttons = [Button] }));
        var message = Assert.Single(peer.Workspace.Messages);
        Assert.StartsWith("D", message.Channel);
        Assert.Equal(("line", "*text*"), (message.Line, message.Text));
        var button = Assert.Single(message.Buttons);
        Assert.Equal(("acknowledge", "code"), ($"{button["action_id"]}", $"{button["value"]}"));
        Assert.False((bool)message.Said["unfurl_links"]!);
    }

    [Theory]
    [InlineData("#general")]
    [InlineData(null)]
    public async Task A_channel_is_told_by_its_name_or_its_id(string? to)
    {
        var general = peer.Workspace.Add("general");
        Assert.IsType<DeliveryResult.Delivered>(await Send(Letter("1", to ?? general.Id)));
        Assert.Equal(general.Id, Assert.Single(peer.Workspace.Messages).Channel);
    }

    [Fact]
    public async Task The_same_key_is_one_message_however_often_it_is_sent()
    {
        await Send(Letter("1"));
        await Send(Letter("1"));
        await Send(Letter("2"));
        Assert.Equal(2, peer.Workspace.Messages.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // Slack's own memory is not relied on
    public async Task A_message_whose_answer_was_lost_is_found_and_not_sent_again_even_by_a_new_process(bool knowsAgain)
    {
        peer.Workspace.KnowsAgain = knowsAgain;
        peer.LoseAnswer("chat.postMessage");
        Assert.IsType<DeliveryResult.Retry>(await Send(Letter("1")));
        using var next = New();
        Assert.IsType<DeliveryResult.Delivered>(
            await next.Send(Letter("1") with { IsRepeat = true }, TestContext.Current.CancellationToken));
        Assert.Single(peer.Workspace.Messages);
    }

    [Fact]
    public async Task Where_it_may_not_look_a_message_is_rather_sent_again_than_never()
    {
        peer.Workspace.KnowsAgain = false;
        peer.Workspace.Scopes.Remove("channels:history");
        Assert.IsType<DeliveryResult.Delivered>(await Send(Letter("1") with { IsRepeat = true }));
        Assert.Single(peer.Workspace.Messages);
    }

    [Fact]
    public async Task Too_many_calls_wait_as_long_as_Slack_says_and_ask_nothing_meanwhile()
    {
        var clock = new SetTime();
        using var timed = New(clock);
        peer.Limit("chat.postMessage", 30);
        var first = Assert.IsType<DeliveryResult.Retry>(await Send(timed, Letter("1")));
        Assert.Equal(TimeSpan.FromSeconds(30), first.Wait);
        clock.Pass(TimeSpan.FromSeconds(10));
        var second = Assert.IsType<DeliveryResult.Retry>(await Send(timed, Letter("2")));
        Assert.Equal(TimeSpan.FromSeconds(20), second.Wait);
        Assert.Equal(1, peer.Count("chat.postMessage"));
        Assert.IsType<DeliveryResult.Delivered>(await Send(timed, Letter("3", "UBO"))); // another conversation
        clock.Pass(TimeSpan.FromSeconds(20));
        Assert.IsType<DeliveryResult.Delivered>(await Send(timed, Letter("1")));
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(503, "busy")]
    [InlineData(200, "<html>a proxy</html>")]
    [InlineData(200, """{"ok":false,"error":"internal_error"}""")]
    [InlineData(200, """{"ok":false,"error":"ratelimited"}""")]
    [InlineData(200, """{"ok":"yes"}""")]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(200, "[]")]
    public async Task What_may_pass_is_tried_again(int status, string body)
    {
        peer.Say("chat.postMessage", status, body);
        Assert.IsType<DeliveryResult.Retry>(await Send(Letter("1")));
    }

    [Theory]
    [InlineData("invalid_auth")]
    [InlineData("account_inactive")]
    [InlineData("channel_not_found")]
    [InlineData("is_archived")]
    [InlineData("invalid_blocks")]
    [InlineData("some_new_error")]
    public async Task What_is_for_good_is_refused_with_Slacks_word(string error)
    {
        peer.Say("chat.postMessage", 200, $$"""{"ok":false,"error":"{{error}}"}""");
        Assert.Contains(error, Assert.IsType<DeliveryResult.Refused>(await Send(Letter("1"))).Reason);
    }

    [Fact]
    public async Task A_bad_token_is_refused_and_shown_nowhere()
    {
        using var wrong = new SlackChannel(
            new SlackSettings("xoxb-secret") { BaseUrl = peer.BaseUrl }, TimeProvider.System);
        var refused = Assert.IsType<DeliveryResult.Refused>(await Send(wrong, Letter("1")));
        Assert.Contains("invalid_auth", refused.Reason);
        Assert.DoesNotContain("secret", refused.Reason);
        peer.Workspace.IsInactive = true;
        Assert.Contains("account_inactive", Assert.IsType<DeliveryResult.Refused>(await Send(Letter("1"))).Reason);
    }

    [Fact]
    public async Task A_scope_that_the_app_lacks_is_named()
    {
        peer.Workspace.Scopes.Remove("chat:write");
        Assert.Contains("needs the scope chat:write",
            Assert.IsType<DeliveryResult.Refused>(await Send(Letter("1"))).Reason);
    }

    [Theory]
    [InlineData("UNOBODY")]
    [InlineData("C99")]
    [InlineData("#nowhere")]
    [InlineData(" ")]
    public async Task Nobody_there_is_refused(string to) =>
        Assert.IsType<DeliveryResult.Refused>(await Send(Letter("1", to)));

    [Theory]
    [InlineData("word ", 20_000)]
    [InlineData("line\n", 20_000)]
    [InlineData("x", 50_000)]
    [InlineData("&amp;", 9_001)]
    [InlineData("<https://example.org/a|words here> ", 1_000)]
    [InlineData("\ud83d\ude80", 20_000)]
    [InlineData("\n", 20_000)]
    public async Task What_is_too_long_is_cut_to_what_Slack_takes_and_nothing_is_cut_in_two(string part, int times)
    {
        var text = "begin " + string.Concat(Enumerable.Repeat(part, times));
        Assert.IsType<DeliveryResult.Delivered>(await Send(Letter("1") with { Text = text, Subject = text }));
        var message = Assert.Single(peer.Workspace.Messages);
        foreach (var block in message.Text.Split('\n').Append(message.Line))
        {
            Assert.Equal(block.Count(letter => letter == '<'), block.Count(letter => letter == '>'));
            Assert.Equal(block.Count(letter => letter == '&'), block.Count(letter => letter == ';'));
            Assert.False(block.Length > 0 && char.IsHighSurrogate(block[^1]));
        }
        Assert.InRange(message.Line.Length, 1, 4_000);
    }

    [Fact]
    public async Task A_notice_hangs_below_the_page_of_its_ticket_and_shows_beside_it()
    {
        await Send(Letter("page") with { Buttons = [Button] });
        await Send(Letter("notice"));
        await Send(Letter("other") with { Thread = "INC-2" });
        var page = peer.Workspace.Messages[0];
        Assert.Equal([null, page.At, null], peer.Workspace.Messages.Select(message => message.Thread));
        Assert.True((bool)peer.Workspace.Messages[1].Said["reply_broadcast"]!);
    }

    [Fact]
    public async Task A_message_gets_other_words_and_loses_its_buttons()
    {
        await Send(Letter("1") with { Buttons = [Button] });
        var message = peer.Workspace.Messages[0];
        Assert.IsType<DeliveryResult.Delivered>(await slack.Update(
            message.Channel, message.At, "done", "it is done", [], TestContext.Current.CancellationToken));
        var changed = Assert.Single(peer.Workspace.Messages);
        Assert.Equal(("done", "it is done"), (changed.Line, changed.Text));
        Assert.Empty(changed.Buttons);
        Assert.IsType<DeliveryResult.Refused>(await slack.Update(
            message.Channel, "1.2", "done", "it is done", [], TestContext.Current.CancellationToken));
    }

    private SlackChannel New(TimeProvider? time = null) =>
        new(new SlackSettings(SlackWorkspace.Token) { BaseUrl = peer.BaseUrl }, time ?? TimeProvider.System);

    private Task<DeliveryResult> Send(Letter letter) => Send(slack, letter);

    private static Task<DeliveryResult> Send(SlackChannel channel, Letter letter) =>
        channel.Send(letter, TestContext.Current.CancellationToken);

    private static Letter Letter(string key, string to = "UANA") =>
        new(key, to, "INC-1", "line", "*text*\n", new Dictionary<string, string>());

    private sealed class SetTime : TimeProvider
    {
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => now;

        public void Pass(TimeSpan time) => now += time;
    }
}
