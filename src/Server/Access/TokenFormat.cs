using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>Tokens' facts as they are stored; a form that was shipped is never changed.</summary>
internal static class TokenFormat
{
    public const string Issued = "token.issued.v1";
    public const string Revoked = "token.revoked.v1";

    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static NewEvent Issue(Token token, string by, string policy) => new()
    {
        Type = Issued,
        HappenedAt = token.IssuedAt,
        Actor = by,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new IssuedBody(
                token.Id, token.Actor, token.Role.Name(), token.Hash, token.ExpiresAt?.ToUnixTimeMilliseconds())
            {
                Teams = token.Scope is { Teams.Length: > 0 } ofTeams ? [.. ofTeams.Teams] : null,
                Services = token.Scope is { Services.Length: > 0 } ofServices ? [.. ofServices.Services] : null,
            },
            Plain),
        PersonalText = JsonSerializer.SerializeToUtf8Bytes(new IssuedText(token.Name, token.Person), Plain),
    };

    public static NewEvent Revoke(string id, string by, string policy, Instant at) => new()
    {
        Type = Revoked,
        HappenedAt = at,
        Actor = by,
        Policy = policy,
        Body = JsonSerializer.SerializeToUtf8Bytes(new RevokedBody(id), Plain),
    };

    public static Token ReadIssued(StoredEvent stored)
    {
        var body = Read<IssuedBody>(stored.Body);
        var text = stored.PersonalText.IsEmpty ? null : Read<IssuedText>(stored.PersonalText);
        var role = RoleNames.Parse(body.Role) ?? throw new JsonException($"no role {body.Role}");
        return new Token(body.Id, body.Actor, role, body.Hash)
        {
            Scope = body.Teams is null && body.Services is null
                ? null
                : new TicketScope([.. body.Teams ?? []], [.. body.Services ?? []]),
            Name = text?.Name ?? body.Id,
            Person = text?.Person,
            IssuedAt = stored.HappenedAt,
            ExpiresAt = body.Expires is { } expires ? Instant.FromUnixTimeMilliseconds(expires) : null,
        };
    }

    public static string ReadRevoked(StoredEvent stored) => Read<RevokedBody>(stored.Body).Id;

    private static T Read<T>(ReadOnlyMemory<byte> json) =>
        JsonSerializer.Deserialize<T>(json.Span, Plain) ?? throw new JsonException("nothing where a fact should be");

    private sealed record IssuedBody(string Id, string Actor, string Role, string Hash, long? Expires)
    {
        public string[]? Teams { get; init; }
        public string[]? Services { get; init; }
    }

    private sealed record IssuedText(string? Name, string? Person);

    private sealed record RevokedBody(string Id);
}
