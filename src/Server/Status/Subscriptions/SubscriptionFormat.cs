using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status.Subscriptions;

/// <summary>Subscriptions as facts; a form that was shipped is never changed. Addresses are personal text.</summary>
internal static class SubscriptionFormat
{
    public const string Asked = "status.subscription-asked.v1";
    public const string Confirmed = "status.subscription-confirmed.v1";
    public const string Ended = "status.subscription-ended.v1";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static NewEvent Ask(
        string id, SubscriptionKind kind, string address, string? secret, string policy, Instant at) =>
        Event(Asked, new Body(id) { Kind = kind.ToString().ToLowerInvariant() }, policy, at) with
        {
            PersonalText = JsonSerializer.SerializeToUtf8Bytes(new Reached(address, secret), Plain),
        };

    public static NewEvent Confirm(string id, string policy, Instant at) =>
        Event(Confirmed, new Body(id), policy, at);

    /// <param name="reason">unsubscribed, replaced, expired, refused or removed.</param>
    public static NewEvent End(string id, string reason, string policy, Instant at) =>
        Event(Ended, new Body(id) { Reason = reason }, policy, at);

    public static string IdOf(StoredEvent stored) => Read<Body>(stored.Body).Id;

    /// <summary>Its address is empty where it was erased.</summary>
    public static Subscription ReadAsked(StoredEvent stored)
    {
        var body = Read<Body>(stored.Body);
        var reached = stored.IsErased ? new Reached("", null) : Read<Reached>(stored.PersonalText);
        return new Subscription(
            body.Id, Enum.Parse<SubscriptionKind>(body.Kind!, ignoreCase: true), reached.Address, reached.Secret,
            stored.RecordedAt, null, stored.Version);
    }

    private static NewEvent Event(string type, Body body, string policy, Instant at) => new()
    {
        Type = type,
        HappenedAt = at,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(body, Plain),
    };

    private static T Read<T>(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<T>(json.Span, Plain) ?? throw new JsonException("nothing where a fact should be");

    private sealed record Body(string Id)
    {
        public string? Kind { get; init; }
        public string? Reason { get; init; }
    }

    private sealed record Reached(string Address, string? Secret);
}
