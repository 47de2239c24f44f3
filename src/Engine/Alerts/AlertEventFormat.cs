using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Alerts;

/// <summary>Alerts' facts as they are stored; a form that was shipped is never changed.</summary>
internal static class AlertEventFormat
{
    private const string Opened = "alert.opened.v1";
    private const string Changed = "alert.changed.v1";
    private const string Repeated = "alert.repeated.v1";
    private const string Ended = "alert.ended.v1";
    private const string Awaited = "alert.awaited.v1";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static NewEvent Write(AlertEvent fact, Instant at, string actor, string policy)
    {
        var (type, body, text) = fact switch
        {
            AlertOpened opened => (Opened,
                new Body { Ticket = opened.Ticket, Worst = Number(opened.Worst), Members = Bodies(opened.Members) },
                new Text { Key = opened.Key, Names = Names(opened.Members) }),
            AlertChanged changed => (Changed,
                new Body { Worst = Number(changed.Worst), Members = Bodies(changed.Members) },
                new Text { Names = Names(changed.Members) }),
            AlertRepeated repeated => (Repeated, new Body { Count = repeated.Count }, null),
            AlertEnded ended => (Ended,
                new Body { Noted = ended.Noted, Members = Bodies(ended.Members) },
                new Text { Names = Names(ended.Members) }),
            AlertAwaited awaited => (Awaited, new Body(), (Text?)new Text { Key = awaited.Key }),
            _ => throw new System.Diagnostics.UnreachableException($"{fact.GetType().Name} has no stored form"),
        };
        return new NewEvent
        {
            Type = type,
            HappenedAt = at,
            Actor = actor,
            Policy = policy,
            Body = JsonSerializer.SerializeToUtf8Bytes(body, Plain),
            PersonalText = text is null or { Key: null, Names: null }
                ? default
                : JsonSerializer.SerializeToUtf8Bytes(text, Plain),
        };
    }

    public static AlertEvent Read(StoredEvent stored)
    {
        var body = JsonSerializer.Deserialize<Body>(stored.Body.Span, Plain)!;
        var text = stored.PersonalText.IsEmpty
            ? null
            : JsonSerializer.Deserialize<Text>(stored.PersonalText.Span, Plain);
        return stored.Type switch
        {
            Opened => new AlertOpened(
                text?.Key ?? "", body.Ticket!, Priority(body.Worst), Members(body.Members, text?.Names)),
            Changed => new AlertChanged(Priority(body.Worst), Members(body.Members, text?.Names)),
            Repeated => new AlertRepeated(body.Count),
            Ended => new AlertEnded(body.Noted, Members(body.Members, text?.Names)),
            Awaited => new AlertAwaited(text?.Key ?? ""),
            _ => throw new UnknownEventException(stored.Type),
        };
    }

    public static byte[] WriteSnapshot(AlertState state) => JsonSerializer.SerializeToUtf8Bytes(
        new Saved
        {
            Key = state.Key,
            Ticket = state.Ticket,
            IsOpen = state.IsOpen,
            Episodes = state.Episodes,
            Worst = Number(state.Worst),
            Members = Bodies([.. state.Members.Values]),
            MemberEpisodes = [.. state.Members.Values.Select(member => member.Episode)],
            Names = Names([.. state.Members.Values]),
        }, Plain);

    public static AlertState ReadSnapshot(Snapshot snapshot)
    {
        var saved = JsonSerializer.Deserialize<Saved>(snapshot.Body.Span, Plain)!;
        return new AlertState
        {
            Version = snapshot.Version,
            Key = saved.Key ?? "",
            Ticket = saved.Ticket,
            IsOpen = saved.IsOpen,
            Episodes = saved.Episodes,
            Worst = Priority(saved.Worst),
            Members = AlertState.None.Members.SetItems(Members(saved.Members, saved.Names)
                .Zip(saved.MemberEpisodes ?? [], (member, episode) => member with { Episode = episode })
                .Select(member => KeyValuePair.Create(member.Id, member))),
        };
    }

    private static MemberBody[]? Bodies(ImmutableArray<AlertMember> members) => members.IsEmpty
        ? null
        : [.. members.Select(m => new MemberBody(m.Id, m.IsFiring, m.StartsAt?.ToUnixTimeMilliseconds()))];

    private static string?[]? Names(ImmutableArray<AlertMember> members) =>
        members.All(member => member.Name is null) ? null : [.. members.Select(member => member.Name)];

    private static ImmutableArray<AlertMember> Members(MemberBody[]? bodies, string?[]? names) =>
    [
        .. (bodies ?? []).Select((body, index) => new AlertMember(
            body.Id ?? "", body.Fires, body.Since is { } since ? Instant.FromUnixTimeMilliseconds(since) : null,
            index < names?.Length ? names[index] : null)),
    ];

    private static int Number(Priority? priority) => (int)(priority ?? 0);

    private static Priority? Priority(int number) => number == 0 ? null : (Priority)number;

    private sealed record MemberBody(string? Id, bool Fires, long? Since);

    private sealed record Body
    {
        public string? Ticket { get; init; }
        public int Worst { get; init; }
        public bool Noted { get; init; }
        public long Count { get; init; }
        public MemberBody[]? Members { get; init; }
    }

    private sealed record Text
    {
        public string? Key { get; init; }
        public string?[]? Names { get; init; }
    }

    private sealed record Saved
    {
        public string? Key { get; init; }
        public string? Ticket { get; init; }
        public bool IsOpen { get; init; }
        public int Episodes { get; init; }
        public int Worst { get; init; }
        public MemberBody[]? Members { get; init; }
        public int[]? MemberEpisodes { get; init; }
        public string?[]? Names { get; init; }
    }
}
