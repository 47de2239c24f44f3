using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Channels.Webhook;

/// <summary>
/// Signatures by the Standard Webhooks specification, version 1.0.0: HMAC-SHA256 over id, time and body.
/// </summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <exception cref="FormatException">It is no such secret.</exception>
    public static byte[] KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            throw new FormatException($"a webhook secret begins with {Prefix}");
        var key = Convert.FromBase64String(secret[Prefix.Length..]);
        return key.Length is >= 24 and <= 64
            ? key
            : throw new FormatException($"a webhook secret has 24 to 64 bytes, this one {key.Length}");
    }

    /// <param name="seconds">Unix time.</param>
    public static string Of(byte[] key, string id, long seconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{id}.{seconds.ToString(CultureInfo.InvariantCulture)}.");
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}";
    }
}
