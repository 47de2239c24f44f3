using NodaTime;

namespace Muster.Core.Replay;

/// <summary>The keys of accepted commands (L7). Bounded by what was accepted within the last 72 h.</summary>
internal sealed class IdempotencyKeys
{
    private static readonly Duration RememberedFor = Duration.FromHours(72);

    private readonly Dictionary<string, UInt128> bodies = new(StringComparer.Ordinal);
    private readonly Queue<(Instant At, string Key)> inOrder = new();

    /// <summary>Oldest first; some may be too old by now.</summary>
    public IEnumerable<SavedKey> Remembered =>
        inOrder.Select(used => new SavedKey(used.Key, bodies[used.Key], used.At));

    /// <summary>The body that was accepted under this key less than 72 h before <paramref name="now"/>.</summary>
    public UInt128? Find(string key, Instant now)
    {
        while (inOrder.TryPeek(out var oldest) && now - oldest.At >= RememberedFor)
            bodies.Remove(inOrder.Dequeue().Key);
        return bodies.TryGetValue(key, out var body) ? body : null;
    }

    public void Remember(string key, UInt128 body, Instant now)
    {
        bodies[key] = body;
        inOrder.Enqueue((now, key));
    }
}
