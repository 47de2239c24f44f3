using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Muster.Server.Access;

namespace Muster.Server.Status.Subscriptions;

/// <summary>
/// The links of letters to subscribers. A link is the whole credential: an id, which is no secret, and what the server
/// alone can sign.
/// </summary>
/// <param name="address">Where people reach this server.</param>
internal sealed class SubscriptionLinks(byte[] key, Func<string> address)
{
    private const int SignatureBytes = 16;
    private const int LongestCode = 100;

    public string ConfirmUrl(string id) => Url(PageRules.StatusConfirm, Code("confirm", id));

    public string UnsubscribeUrl(string id) => Url(PageRules.StatusUnsubscribe, Code("unsubscribe", id));

    /// <summary>The id of a code of ConfirmUrl; null where it is none of ours.</summary>
    public string? Confirms(string code) => Read("confirm", code);

    /// <summary>The id of a code of UnsubscribeUrl; null where it is none of ours.</summary>
    public string? Unsubscribes(string code) => Read("unsubscribe", code);

    private string Url(string path, string code) =>
        address().TrimEnd('/') + path.Replace("{code}", code, StringComparison.Ordinal);

    private string? Read(string what, string code)
    {
        var cut = code.IndexOf('.', StringComparison.Ordinal);
        return code.Length <= LongestCode && cut > 0
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(Code(what, code[..cut])))
            ? code[..cut]
            : null;
    }

    private string Code(string what, string id) => $"{id}.{Base64Url.EncodeToString(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{what}\n{id}")).AsSpan(0, SignatureBytes))}";
}
