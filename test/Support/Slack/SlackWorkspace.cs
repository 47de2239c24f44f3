using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Muster.Support.Slack;

/// <summary>A message that stands in a conversation.</summary>
public sealed record SlackMessage(string Channel, string At, JsonObject Said)
{
    public string Line => $"{Said["text"]}";

    /// <summary>All sections together.</summary>
    public string Text => string.Join('\n', Blocks("section").Select(block => $"{block["text"]!["text"]}"));

    public string? Thread => (string?)Said["thread_ts"];

    public IReadOnlyList<JsonObject> Buttons =>
        [.. Blocks("actions").SelectMany(block => ((JsonArray)block["elements"]!).Select(each => (JsonObject)each!))];

    private IEnumerable<JsonObject> Blocks(string type) =>
        (Said["blocks"] as JsonArray ?? []).Cast<JsonObject>().Where(block => $"{block["type"]}" == type);
}

/// <summary>A conversation.</summary>
public sealed record SlackConversation(string Id, string Name, string Creator)
{
    public string Topic { get; set; } = "";

    public HashSet<string> Members { get; } = [];

    public List<string> Pins { get; } = [];

    public bool IsArchived { get; set; }
}

/// <summary>The methods of Slack, and what they refuse.</summary>
public sealed partial class SlackWorkspace
{
    public const string Token = "xoxb-1-2-abc";
    public const string Bot = "UBOT00001";

    private const int MostBlocks = 50;
    private const int LongestSection = 3_000;
    private const int LongestMessage = 13_200;

    private readonly Lock working = new();
    private readonly Dictionary<string, SlackConversation> conversations = [];
    private readonly Dictionary<string, string> directs = [];
    private readonly List<SlackMessage> messages = [];
    private readonly List<SlackMessage> whispers = [];
    private int counted;

    /// <summary>The members, by id.</summary>
    public HashSet<string> Users { get; } = ["UANA", "UBO", "UMO"];

    /// <summary>What the app was granted.</summary>
    public HashSet<string> Scopes { get; } =
    [
        "chat:write", "chat:write.public", "channels:manage", "channels:history", "im:history", "channels:read",
        "im:write", "pins:write", "commands",
    ];

    /// <summary>The token's owner was removed.</summary>
    public bool IsInactive { get; set; }

    /// <summary>A message whose client_msg_id stands there already is not posted again.</summary>
    public bool KnowsAgain { get; set; } = true;

    public ImmutableArray<SlackMessage> Messages
    {
        get
        {
            lock (working)
                return [.. messages];
        }
    }

    /// <summary>What one member alone saw.</summary>
    public ImmutableArray<SlackMessage> Whispers
    {
        get
        {
            lock (working)
                return [.. whispers];
        }
    }

    public SlackConversation? Find(string name)
    {
        lock (working)
            return conversations.Values.FirstOrDefault(each => each.Name == name || each.Id == name);
    }

    public SlackConversation Add(string name, string creator = "UMO")
    {
        lock (working)
        {
            var made = new SlackConversation($"C{++counted:00000000}", name, creator);
            conversations[made.Id] = made;
            return made;
        }
    }

    public JsonObject Do(string method, JsonObject said, string? authorization)
    {
        lock (working)
        {
            if (authorization is null)
                return No("not_authed");
            if (authorization != $"Bearer {Token}")
                return No("invalid_auth");
            if (IsInactive)
                return No("account_inactive");
            if (said.ContainsKey("unreadable"))
                return No("invalid_json");
            if (Missing(method) is { } scope)
                return new JsonObject { ["ok"] = false, ["error"] = "missing_scope", ["needed"] = scope };
            return method switch
            {
                "auth.test" => Yes(("user_id", Bot), ("url", "https://example.slack.com/"), ("team", "Example")),
                "chat.postMessage" => Post(said),
                "chat.update" => Update(said),
                "chat.postEphemeral" => Whisper(said),
                "conversations.create" => Create(said),
                "conversations.list" => List(said),
                "conversations.open" => OpenDirect(said),
                "conversations.history" => History(said),
                "conversations.setTopic" => SetTopic(said),
                "conversations.invite" => Invite(said),
                "pins.add" => Pin(said),
                _ => No("unknown_method"),
            };
        }
    }

    private string? Missing(string method) => (method switch
    {
        "chat.postMessage" or "chat.update" or "chat.postEphemeral" => "chat:write",
        "conversations.create" or "conversations.setTopic" or "conversations.invite" => "channels:manage",
        "conversations.list" => "channels:read",
        "conversations.history" => "channels:history",
        "conversations.open" => "im:write",
        "pins.add" => "pins:write",
        _ => null,
    }) is { } scope && !Scopes.Contains(scope) ? scope : null;

    private JsonObject Post(JsonObject said)
    {
        if (Meant($"{said["channel"]}") is not { } channel)
            return No("channel_not_found");
        if (conversations.GetValueOrDefault(channel)?.IsArchived == true)
            return No("is_archived");
        if (FaultOf(said) is { } fault)
            return No(fault);
        if (said["thread_ts"] is { } thread && !messages.Any(each => each.Channel == channel && each.At == $"{thread}"))
            return No("thread_not_found");
        var mark = $"{said["client_msg_id"]}";
        var message = KnowsAgain && mark.Length > 0
            ? messages.FirstOrDefault(each => each.Channel == channel && $"{each.Said["client_msg_id"]}" == mark)
            : null;
        if (message is null)
        {
            message = new SlackMessage(channel, NextTime(), (JsonObject)said.DeepClone());
            messages.Add(message);
        }
        return Yes(("channel", channel), ("ts", message.At));
    }

    private JsonObject Whisper(JsonObject said)
    {
        if (Meant($"{said["channel"]}") is not { } channel)
            return No("channel_not_found");
        if (!Users.Contains($"{said["user"]}"))
            return No("user_not_in_channel");
        if (FaultOf(said) is { } fault)
            return No(fault);
        whispers.Add(new SlackMessage(channel, NextTime(), (JsonObject)said.DeepClone()));
        return Yes(("message_ts", whispers[^1].At));
    }

    private JsonObject Update(JsonObject said)
    {
        var at = messages.FindIndex(each => each.Channel == $"{said["channel"]}" && each.At == $"{said["ts"]}");
        if (at < 0)
            return No("message_not_found");
        if (FaultOf(said) is { } fault)
            return No(fault);
        var changed = (JsonObject)messages[at].Said.DeepClone();
        changed["text"] = said["text"]?.DeepClone();
        changed["blocks"] = said["blocks"]?.DeepClone();
        messages[at] = messages[at] with { Said = changed };
        return Yes(("channel", messages[at].Channel), ("ts", messages[at].At));
    }

    private JsonObject Create(JsonObject said)
    {
        var name = $"{said["name"]}";
        if (name.Length == 0)
            return No("invalid_name_required");
        if (name.Length > 80)
            return No("invalid_name_maxlength");
        if (!ChannelName().IsMatch(name))
            return No("invalid_name_specials");
        if (name.All(letter => letter is '-' or '_'))
            return No("invalid_name_punctuation");
        if (conversations.Values.Any(each => each.Name == name))
            return No("name_taken");
        var made = Add(name, Bot);
        made.Members.Add(Bot);
        return Yes(("channel", Told(made)));
    }

    private JsonObject List(JsonObject said)
    {
        const int each = 3; // small pages, as Slack may give them whatever was asked for
        var from = int.TryParse($"{said["cursor"]}", CultureInfo.InvariantCulture, out var given) ? given : 0;
        var page = conversations.Values.OrderBy(one => one.Id, StringComparer.Ordinal).Skip(from).Take(each);
        var next = from + each < conversations.Count ? $"{from + each}" : "";
        return Yes(
            ("channels", new JsonArray([.. page.Select(Told)])),
            ("response_metadata", new JsonObject { ["next_cursor"] = next }));
    }

    private JsonObject OpenDirect(JsonObject said) => Meant($"{said["users"]}") is { } channel
        ? Yes(("channel", new JsonObject { ["id"] = channel }))
        : No("user_not_found");

    private JsonObject History(JsonObject said)
    {
        if (Meant($"{said["channel"]}") is not { } channel)
            return No("channel_not_found");
        var there = messages.Where(message => message.Channel == channel).Reverse()
            .Take(int.TryParse($"{said["limit"]}", CultureInfo.InvariantCulture, out var limit) ? limit : 100);
        return Yes(("messages", new JsonArray([.. there.Select(message => new JsonObject
        {
            ["ts"] = message.At,
            ["text"] = message.Line,
            ["metadata"] = $"{said["include_all_metadata"]}" == "true" ? message.Said["metadata"]?.DeepClone() : null,
        })])));
    }

    private JsonObject SetTopic(JsonObject said)
    {
        if (conversations.GetValueOrDefault($"{said["channel"]}") is not { } channel)
            return No("channel_not_found");
        if ($"{said["topic"]}".Length > 250)
            return No("too_long");
        channel.Topic = $"{said["topic"]}";
        return Yes(("channel", Told(channel)));
    }

    private JsonObject Invite(JsonObject said)
    {
        if (conversations.GetValueOrDefault($"{said["channel"]}") is not { } channel)
            return No("channel_not_found");
        var users = $"{said["users"]}".Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (users.Length is 0 or > 100)
            return No(users.Length == 0 ? "no_user" : "too_many_users");
        var unknown = users.Where(user => !Users.Contains(user)).ToList();
        if (unknown.Count > 0 && !(bool)(said["force"] ?? false))
            return No("user_not_found");
        var fresh = users.Except(unknown).Where(channel.Members.Add).ToList();
        return fresh.Count > 0 ? Yes(("channel", Told(channel)))
            : No(unknown.Count > 0 ? "user_not_found" : "already_in_channel");
    }

    private JsonObject Pin(JsonObject said)
    {
        var (channel, at) = ($"{said["channel"]}", $"{said["timestamp"]}");
        if (conversations.GetValueOrDefault(channel) is not { } there)
            return No("channel_not_found");
        if (!messages.Any(message => message.Channel == channel && message.At == at))
            return No("message_not_found");
        if (there.Pins.Contains(at))
            return No("already_pinned");
        there.Pins.Add(at);
        return Yes();
    }

    private string? Meant(string to)
    {
        if (conversations.ContainsKey(to) || directs.ContainsValue(to))
            return to;
        if (Users.Contains(to))
        {
            if (!directs.ContainsKey(to))
                directs[to] = $"D{++counted:00000000}";
            return directs[to];
        }
        return conversations.Values.FirstOrDefault(each => each.Name == to.TrimStart('#') && to is ['#', ..])?.Id;
    }

    private string NextTime() => $"1772442000.{++counted:000000}";

    private static JsonObject Told(SlackConversation one) => new()
    {
        ["id"] = one.Id,
        ["name"] = one.Name,
        ["creator"] = one.Creator,
        ["is_archived"] = one.IsArchived,
    };

    private static JsonObject Yes(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var said = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in fields)
            said[name] = value;
        return said;
    }

    private static JsonObject No(string error) => new() { ["ok"] = false, ["error"] = error };

    [GeneratedRegex("^[a-z0-9_-]+$")]
    private static partial Regex ChannelName();
}
