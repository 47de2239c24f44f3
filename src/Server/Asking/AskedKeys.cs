using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>
/// Which text was asked under which idempotency key (L7). Kept in memory: after a restart a key is known by what was
/// done under it, which the store keeps, and no more by what was only read or waits for a yes.
/// </summary>
internal sealed class AskedKeys
{
    /// <summary>Over all callers; the oldest gives way.</summary>
    public const int Most = 10_000;

    private static readonly Duration KeptFor = Duration.FromHours(72);

    private readonly Lock guard = new();
    private readonly Dictionary<(string Caller, string Key), (string Digest, Instant At)> kept = [];
    private readonly Queue<(string Caller, string Key)> order = new();

    /// <summary>Whether the caller asked another text under the key, less than 72 h ago.</summary>
    public bool IsOfAnother(string caller, string key, string text, Instant now)
    {
        lock (guard)
        {
            return kept.TryGetValue((caller, key), out var asked) && now - asked.At < KeptFor
                && asked.Digest != Digest(text);
        }
    }

    public void Keep(string caller, string key, string text, Instant now)
    {
        lock (guard)
        {
            if (!kept.TryGetValue((caller, key), out var asked))
                order.Enqueue((caller, key));
            else if (now - asked.At < KeptFor)
                return;
            kept[(caller, key)] = (Digest(text), now);
            while (order.Count > Most)
                kept.Remove(order.Dequeue());
        }
    }

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
