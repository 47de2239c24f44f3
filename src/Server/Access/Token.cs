using System.Security.Cryptography;
using System.Text;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Access;

/// <summary>A token as the coordinator knows it; the secret itself is known to its holder alone.</summary>
/// <param name="Id">By which it is listed and revoked.</param>
/// <param name="Actor">Who acts with it, by an opaque id; stays the same when the token is rotated.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
public sealed record Token(string Id, string Actor, Roles Role, string Hash)
{
    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>Who holds it, as commands name people; null for a machine without a name.</summary>
    public string? Person { get; init; }
    public required Instant IssuedAt { get; init; }

    /// <summary>From this instant on it is no longer taken; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>What of the tickets it may see and act on; null for all.</summary>
    public TicketScope? Scope { get; init; }

    public bool IsExpired(Instant now) => ExpiresAt <= now;

    /// <summary>Who a command comes from where it does not say so itself.</summary>
    public string Speaker => Person ?? Name;
}

/// <summary>The secret that a token is to its holder: <c>mst_</c> and 32 bytes in base64url.</summary>
public static class Secret
{
    public const string Prefix = "mst_";

    public static string New() => Write(RandomNumberGenerator.GetBytes(32));

    /// <summary>
    /// The secret that somebody gets for a token asked for under an idempotency key: the same again for whoever holds
    /// the same secret, and for nobody else, without being stored.
    /// </summary>
    public static string For(string askedWith, string id) =>
        Write(HMACSHA256.HashData(Encoding.UTF8.GetBytes(askedWith), Encoding.UTF8.GetBytes($"token {id}")));

    public static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Write(byte[] bytes) => Prefix + System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
