using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Channels.Slack;

/// <summary>
/// Messages to people and channels of a Slack workspace. A message carries a mark made of its key, by which Slack knows
/// it again and by which it is looked for before it is sent once more; Slack promises no more than that.
/// </summary>
public sealed class SlackChannel : IChannel, IDisposable
{
    /// <summary>How the mark of a message is called in its metadata.</summary>
    internal const string EventType = "muster_message";

    /// <summary>So many messages back it looks for one that it may have sent.</summary>
    private const int LooksBack = 50;

    private readonly SlackApi api;
    private readonly SentMessages sent = new();

    public SlackChannel(SlackSettings settings, TimeProvider time)
    {
        api = new SlackApi(settings, time);
        Rooms = new SlackRooms(api, this);
    }

    public string Name => "slack";

    /// <summary>Channels of its own for major incidents.</summary>
    public SlackRooms Rooms { get; }

    /// <param name="letter">
    /// <c>To</c> is a member's id, a channel's id or a channel's name; <c>Subject</c> what a notification shows and
    /// <c>Text</c> the message, both in mrkdwn.
    /// </param>
    public async Task<DeliveryResult> Send(Letter letter, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(letter.To))
            return new DeliveryResult.Refused("Slack: nobody is named");
        var answer = await Post(letter, stop).ConfigureAwait(false);
        return answer.Failure ?? new DeliveryResult.Delivered();
    }

    /// <summary>Other words in place of those of a message; its buttons go where there are none.</summary>
    /// <param name="at">The message's <c>ts</c>.</param>
    public async Task<DeliveryResult> Update(
        string channel, string at, string line, string text, IReadOnlyList<LetterButton> buttons,
        CancellationToken stop)
    {
        var answer = await api.Call("chat.update", new JsonObject
        {
            ["channel"] = channel,
            ["ts"] = at,
            ["text"] = SlackText.Cut(line, SlackText.LongestFallback),
            ["blocks"] = SlackText.Blocks(text, buttons),
        }, stop).ConfigureAwait(false);
        return answer is SlackAnswer.Done ? new DeliveryResult.Delivered() : answer.Result();
    }

    /// <summary>A line in a conversation that one member alone sees; it is gone when they look again.</summary>
    public async Task<DeliveryResult> Whisper(string channel, string member, string line, CancellationToken stop)
    {
        var answer = await api.Call("chat.postEphemeral", new JsonObject
        {
            ["channel"] = channel,
            ["user"] = member,
            ["text"] = SlackText.Cut(line, SlackText.LongestFallback),
        }, stop).ConfigureAwait(false);
        return answer is SlackAnswer.Done ? new DeliveryResult.Delivered() : answer.Result();
    }

    public void Dispose() => api.Dispose();

    /// <summary>The message where it stands now, or why it does not.</summary>
    internal async Task<(SentMessage? Sent, DeliveryResult? Failure)> Post(Letter letter, CancellationToken stop)
    {
        var mark = MarkOf(letter.Key);
        if (sent.Find(mark) is { } known)
            return (known, null);
        if (letter.IsRepeat)
        {
            var (found, failure) = await Look(letter.To, mark, stop).ConfigureAwait(false);
            if (found is not null || failure is not null)
                return (found, failure);
        }
        var said = await api.Call("chat.postMessage", Message(letter, mark), stop).ConfigureAwait(false);
        if (said is not SlackAnswer.Done done)
            return (null, said.Result());
        if (done.Text("channel") is not { } channel || done.Text("ts") is not { } at)
            return (null, new DeliveryResult.Retry("Slack: chat.postMessage did not say where the message is"));
        return (sent.Keep(mark, letter, new SentMessage(channel, at)), null);
    }

    /// <summary>The id that a message has on the other side: a UUID made of its key.</summary>
    internal static string MarkOf(string key) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("muster slack " + key)).AsSpan(0, 16)).ToString();

    private JsonObject Message(Letter letter, string mark)
    {
        var message = new JsonObject
        {
            ["channel"] = letter.To,
            ["text"] = SlackText.Cut(letter.Subject, SlackText.LongestFallback),
            ["blocks"] = SlackText.Blocks(letter.Text, letter.Buttons),
            ["client_msg_id"] = mark,
            ["metadata"] = new JsonObject
            {
                ["event_type"] = EventType,
                ["event_payload"] = new JsonObject { ["mark"] = mark },
            },
            ["unfurl_links"] = false,
            ["unfurl_media"] = false,
        };
        // what may wait hangs below the page of the same ticket, and shows in the conversation as well
        if (letter.Buttons.Count == 0 && sent.Root(letter) is { } root)
        {
            message["thread_ts"] = root.At;
            message["reply_broadcast"] = true;
        }
        return message;
    }

    /// <summary>
    /// Whether a message stands there already whose outcome nobody knows. Where Slack does not let us look, it is sent:
    /// better twice than never.
    /// </summary>
    private async Task<(SentMessage? Sent, DeliveryResult? Failure)> Look(
        string to, string mark, CancellationToken stop)
    {
        var channel = to;
        if (to is ['U' or 'W', ..])
        {
            var opened = await api.Call("conversations.open", new JsonObject { ["users"] = to }, stop)
                .ConfigureAwait(false);
            if (opened is not SlackAnswer.Done { } conversation)
                return (null, Failure(opened));
            channel = conversation.Text("channel", "id") ?? to;
        }
        var answer = await api.Call("conversations.history", new JsonObject
        {
            ["channel"] = channel,
            ["limit"] = LooksBack,
            ["include_all_metadata"] = "true",
        }, stop).ConfigureAwait(false);
        if (answer is not SlackAnswer.Done { } history)
            return (null, Failure(answer));
        foreach (var message in history.List("messages"))
        {
            var one = new SlackAnswer.Done(message);
            if (one.Text("metadata", "event_payload", "mark") == mark && one.Text("ts") is { } at)
                return (new SentMessage(channel, at), null);
        }
        return (null, null);

        static DeliveryResult? Failure(SlackAnswer answer) => answer is SlackAnswer.Later { Wait: null } later
            ? later.Result() : null;
    }
}
