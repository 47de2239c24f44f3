using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Channels.Slack;

/// <summary>A channel of its own, as it is to be.</summary>
/// <param name="Name">As <see cref="SlackRooms.NameOf"/> makes it.</param>
/// <param name="Topic">Plain words; cut to what Slack takes.</param>
/// <param name="Members">Members' ids; who cannot be invited is left out.</param>
/// <param name="Opening">What is posted and pinned; its <c>To</c> is put in.</param>
public sealed record SlackRoomOrder(string Name, string Topic, IReadOnlyList<string> Members, Letter Opening);

/// <summary>What became of it.</summary>
public abstract record SlackRoomResult
{
    private SlackRoomResult() { }

    /// <param name="Id">The channel's id.</param>
    /// <param name="Name">Its name, which may have got a number.</param>
    /// <param name="Link">Where people open it.</param>
    /// <param name="Remarks">What could not be done, in Slack's words; the room is open all the same.</param>
    public sealed record Open(string Id, string Name, string Link, IReadOnlyList<string> Remarks) : SlackRoomResult;

    public sealed record Failed(DeliveryResult Why) : SlackRoomResult;
}

/// <summary>
/// Opens a channel for a major incident: creates it or takes it over where an earlier attempt created it, then topic,
/// members, opening message and pin. Each step may be done again, so an attempt that broke off is simply made anew.
/// </summary>
public sealed class SlackRooms
{
    private const int LongestName = 80;

    // the runtime is built without the tables that would take accents off
    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿß";
    private const string Bare = "aaaaaaceeeeiiiinoooooouuuuyys";

    private const int MostNames = 9;
    private const int MostPages = 20;
    private const int MostMembers = 100;

    private const int MostKept = 1_000;

    private readonly ConcurrentDictionary<string, string> ids = new(StringComparer.Ordinal);
    private readonly SlackApi api;
    private readonly SlackChannel channel;

    /// <summary>Who the token is, once Slack has said it.</summary>
    private volatile SlackAnswer.Done? me;

    internal SlackRooms(SlackApi api, SlackChannel channel) => (this.api, this.channel) = (api, channel);

    /// <summary>A name by Slack's rules: small letters, digits, hyphens, 80 at most, with room for a number.</summary>
    public static string NameOf(string ticket, string? title)
    {
        var name = new StringBuilder();
        foreach (var written in $"{ticket} {title}".ToLowerInvariant())
        {
            var known = Accented.IndexOf(written, StringComparison.Ordinal);
            var letter = known < 0 ? written : Bare[known];
            if (char.IsAsciiLetterOrDigit(letter))
                name.Append(letter);
            else if (name is not [.., '-'] && name.Length > 0)
                name.Append('-');
        }
        var longest = Math.Min(name.Length, LongestName - "-9".Length);
        return name.ToString(0, longest).TrimEnd('-');
    }

    public async Task<SlackRoomResult> Open(SlackRoomOrder order, CancellationToken stop)
    {
        if (me is null)
        {
            var answer = await api.Call("auth.test", [], stop).ConfigureAwait(false);
            if (answer is SlackAnswer.Later)
                return new SlackRoomResult.Failed(answer.Result());
            me = answer as SlackAnswer.Done; // where it is refused, the next step says so as well
        }
        var (room, failure) = await Create(order.Name, me?.Text("user_id"), stop).ConfigureAwait(false);
        if (room is not var (id, name, isFresh))
            return new SlackRoomResult.Failed(failure!);
        var remarks = new List<string>();
        order = order with { Opening = order.Opening with { To = id, IsRepeat = !isFresh } };
        var failed = await Furnish(id, order, remarks, stop).ConfigureAwait(false);
        if (failed is not null)
            return new SlackRoomResult.Failed(failed);
        Keep(name, id);
        var link = me?.Text("url") is { } workspace
            ? $"{workspace}archives/{id}" : $"https://slack.com/app_redirect?channel={id}";
        return new SlackRoomResult.Open(id, name, link, remarks);
    }

    /// <summary>Posts to an open room, and sets its topic and members anew.</summary>
    /// <param name="room">Its name.</param>
    /// <param name="letter">What is posted; its <c>To</c> is put in.</param>
    public async Task<DeliveryResult> Tell(
        string room, string topic, IReadOnlyList<string> members, Letter letter, CancellationToken stop)
    {
        var (id, unknown) = await IdOf(room, stop).ConfigureAwait(false);
        if (id is null)
            return unknown!;
        // whether it was tried before nobody says here, so it is looked for
        var (sent, failure) = await channel.Post(letter with { To = id, Thread = null, IsRepeat = true }, stop)
            .ConfigureAwait(false);
        if (sent is null)
            return failure!;
        return await Topic(id, topic, [], stop).ConfigureAwait(false)
            ?? await Invite(id, members, [], stop).ConfigureAwait(false)
            ?? new DeliveryResult.Delivered();
    }

    private async Task<(string? Id, DeliveryResult? Failure)> IdOf(string name, CancellationToken stop)
    {
        if (ids.TryGetValue(name, out var known))
            return (known, null);
        var (listed, failure) = await List(name, stop).ConfigureAwait(false);
        if (failure is not null)
            return (null, failure);
        return listed.TryGetValue(name, out var found)
            ? (Keep(name, found.Id), null)
            : (null, new DeliveryResult.Refused($"Slack: there is no channel {name}; was it renamed?"));
    }

    private string Keep(string name, string id)
    {
        if (ids.Count >= MostKept)
            ids.Clear(); // Slack is asked again
        ids[name] = id;
        return id;
    }

    private async Task<((string Id, string Name, bool IsFresh)? Room, DeliveryResult? Failure)> Create(
        string wanted, string? bot, CancellationToken stop)
    {
        IReadOnlyDictionary<string, Listed>? taken = null;
        for (var number = 1; number <= MostNames; number++)
        {
            var name = number == 1 ? wanted : $"{wanted}-{number}";
            if (taken?.ContainsKey(name) != true)
            {
                var answer = await api.Call("conversations.create", new JsonObject { ["name"] = name }, stop)
                    .ConfigureAwait(false);
                if (answer is SlackAnswer.Done done && done.Text("channel", "id") is { } id)
                    return ((id, done.Text("channel", "name") ?? name, true), null);
                if (answer is not SlackAnswer.No { Error: "name_taken" })
                    return (null, answer is SlackAnswer.Done
                        ? new DeliveryResult.Retry("Slack: conversations.create named no channel") : answer.Result());
            }
            if (taken is null)
            {
                var (listed, failure) = await List(wanted, stop).ConfigureAwait(false);
                if (failure is not null)
                    return (null, failure);
                taken = listed;
            }
            if (taken.TryGetValue(name, out var there) && there.Creator == bot && bot is not null
                && !there.IsArchived)
                return ((there.Id, name, false), null);
        }
        return (null, new DeliveryResult.Refused($"Slack: {wanted} and its {MostNames - 1} numbers are all taken"));
    }

    private sealed record Listed(string Id, string? Creator, bool IsArchived);

    /// <summary>Channels whose names begin so.</summary>
    private async Task<(Dictionary<string, Listed> Found, DeliveryResult? Failure)> List(
        string name, CancellationToken stop)
    {
        var found = new Dictionary<string, Listed>(StringComparer.Ordinal);
        var cursor = "";
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.Call("conversations.list", new JsonObject
            {
                ["types"] = "public_channel",
                ["limit"] = 1000,
                ["cursor"] = cursor,
            }, stop).ConfigureAwait(false);
            if (answer is not SlackAnswer.Done done)
                return (found, answer.Result());
            foreach (var item in done.List("channels"))
            {
                var one = new SlackAnswer.Done(item);
                if (one.Text("name") is { } known && known.StartsWith(name, StringComparison.Ordinal))
                    found[known] = new Listed(
                        one.Text("id") ?? "", one.Text("creator"),
                        item.TryGetProperty("is_archived", out var archived) && archived.ValueKind
                            == System.Text.Json.JsonValueKind.True);
            }
            cursor = done.Text("response_metadata", "next_cursor") ?? "";
            if (cursor.Length == 0)
                break;
        }
        return (found, null);
    }

    /// <returns>Why it is to be tried again; null where it is done, as far as Slack lets it be.</returns>
    private async Task<DeliveryResult?> Furnish(
        string id, SlackRoomOrder order, List<string> remarks, CancellationToken stop)
    {
        if (await Topic(id, order.Topic, remarks, stop).ConfigureAwait(false) is { } first)
            return first;
        if (await Invite(id, order.Members, remarks, stop).ConfigureAwait(false) is { } second)
            return second;
        var (sent, failure) = await channel.Post(order.Opening, stop).ConfigureAwait(false);
        if (sent is null)
            return failure;
        var pin = new JsonObject { ["channel"] = id, ["timestamp"] = sent.At };
        return await Step("pins.add", pin, remarks, stop).ConfigureAwait(false);
    }

    private Task<DeliveryResult?> Topic(string id, string topic, List<string> remarks, CancellationToken stop) => Step(
        "conversations.setTopic",
        new JsonObject { ["channel"] = id, ["topic"] = SlackText.Cut(topic, SlackText.LongestTopic) }, remarks, stop);

    private async Task<DeliveryResult?> Invite(
        string id, IReadOnlyList<string> members, List<string> remarks, CancellationToken stop)
    {
        foreach (var some in members.Distinct().Chunk(MostMembers))
        {
            var invited = new JsonObject
            {
                ["channel"] = id,
                ["users"] = string.Join(',', some),
                ["force"] = true,
            };
            if (await Step("conversations.invite", invited, remarks, stop).ConfigureAwait(false) is { } failure)
                return failure;
        }
        return null;
    }

    private async Task<DeliveryResult?> Step(
        string method, JsonObject arguments, List<string> remarks, CancellationToken stop)
    {
        var answer = await api.Call(method, arguments, stop).ConfigureAwait(false);
        if (answer is SlackAnswer.No no && !IsDoneAlready(no.Error))
            remarks.Add(no.Reason);
        return answer is SlackAnswer.Later ? answer.Result() : null;
    }

    private static bool IsDoneAlready(string error) =>
        error is "already_in_channel" or "cant_invite_self" or "already_pinned";
}
