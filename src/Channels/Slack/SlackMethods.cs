using System.Collections.Frozen;

namespace Muster.Channels.Slack;

/// <summary>Every method of Slack that Muster calls, with what the app must be allowed for it.</summary>
public static class SlackMethods
{
    /// <summary>Beside those of the methods: for the slash command.</summary>
    public const string CommandScope = "commands";

    public static FrozenDictionary<string, string[]> Scopes { get; } = new Dictionary<string, string[]>
    {
        ["auth.test"] = [],
        // in a public channel that nobody invited it to, too
        ["chat.postMessage"] = ["chat:write", "chat:write.public"],
        ["chat.postEphemeral"] = ["chat:write"],
        ["chat.update"] = ["chat:write"],
        ["conversations.create"] = ["channels:manage"],
        ["conversations.history"] = ["channels:history", "im:history"],
        ["conversations.invite"] = ["channels:manage"],
        ["conversations.list"] = ["channels:read"],
        ["conversations.open"] = ["im:write"],
        ["conversations.setTopic"] = ["channels:manage"],
        ["pins.add"] = ["pins:write"],
    }.ToFrozenDictionary();
}
