using System.Text.Json;

namespace Muster.Server.Slack;

/// <summary>A button that somebody pressed.</summary>
/// <param name="Member">Who did, by Slack's id.</param>
/// <param name="Channel">Where the message stands; null for a message of its own kind.</param>
/// <param name="At">The message's <c>ts</c>.</param>
/// <param name="Words">The message's words, as Slack gives them back: mrkdwn.</param>
internal sealed record SlackPress(
    string Member, string Action, string Value, string? Channel, string? At, string Words)
{
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>Null where it is none.</summary>
    public static SlackPress? Read(string payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload, Bounded);
            var said = json.RootElement;
            if (Text(said, "type") != "block_actions" || Text(said, "user", "id") is not { Length: > 0 } member
                || !said.TryGetProperty("actions", out var actions) || actions.ValueKind != JsonValueKind.Array
                || actions.GetArrayLength() == 0)
                return null;
            var action = actions[0];
            return Text(action, "action_id") is not { } name ? null : new SlackPress(
                member, name, Text(action, "value") ?? "",
                Text(said, "container", "channel_id") ?? Text(said, "channel", "id"),
                Text(said, "container", "message_ts") ?? Text(said, "message", "ts"),
                WordsOf(said));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or a text that is no Unicode
        }
    }

    private static string? Text(JsonElement at, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }
        return at.ValueKind == JsonValueKind.String ? at.GetString() : null;
    }

    private static string WordsOf(JsonElement said)
    {
        if (!said.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.Object
            || !message.TryGetProperty("blocks", out var blocks) || blocks.ValueKind != JsonValueKind.Array)
            return "";
        return string.Join('\n', blocks.EnumerateArray()
            .Where(block => Text(block, "type") == "section")
            .Select(block => Text(block, "text", "text")));
    }
}
