using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Channels.Slack;

/// <summary>How Slack signs what it sends: HMAC-SHA256 over version, time and the bytes of the body.</summary>
public static class SlackSignature
{
    public const string SignatureHeader = "X-Slack-Signature";
    public const string TimeHeader = "X-Slack-Request-Timestamp";

    private const string Version = "v0";

    /// <summary>Older, or from further in the future, is refused.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    /// <param name="seconds">Unix time.</param>
    public static string Of(string secret, long seconds, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version}:{seconds}:"));
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed);
        return $"{Version}={Convert.ToHexStringLower(hash)}";
    }

    /// <summary>Compares in a time that says nothing about where they differ.</summary>
    public static bool IsGood(string secret, long seconds, ReadOnlySpan<byte> body, string said) =>
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Of(secret, seconds, body)), Encoding.UTF8.GetBytes(said));
}
