using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>Facts about links and sessions as they are stored; a form that was shipped is never changed.</summary>
internal static class SessionFormat
{
    public const string Linked = "session.linked.v1";
    public const string Opened = "session.opened.v1";
    public const string Closed = "session.closed.v1";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static NewEvent Link(Grant grant, string by, string policy, Instant at) =>
        Fact(Linked, by, policy, at, Body(grant, null));

    /// <param name="link">The hash of the link that it uses up; null where a token was shown.</param>
    public static NewEvent Open(Grant grant, string? link, string by, string policy, Instant at) =>
        Fact(Opened, by, policy, at, Body(grant, link));

    public static NewEvent Close(Grant grant, string by, string policy, Instant at) =>
        Fact(Closed, by, policy, at, Body(grant, null));

    /// <summary>The link or session that the fact is about, and the hash of the link that it used up.</summary>
    public static (Grant Grant, string? Link) Read(StoredEvent stored)
    {
        var body = JsonSerializer.Deserialize<GrantBody>(stored.Body.Span, Plain)
            ?? throw new JsonException("nothing where a fact should be");
        return (new Grant(body.Hash, body.Token, stored.Type == Linked,
            Instant.FromUnixTimeMilliseconds(body.Ends)), body.Link);
    }

    private static GrantBody Body(Grant grant, string? link) =>
        new(grant.Token, grant.Hash, grant.EndsAt.ToUnixTimeMilliseconds(), link);

    private static NewEvent Fact(string type, string by, string policy, Instant at, GrantBody body) => new()
    {
        Type = type,
        HappenedAt = at,
        Actor = by,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(body, Plain),
    };

    private sealed record GrantBody(string Token, string Hash, long Ends, string? Link);
}
