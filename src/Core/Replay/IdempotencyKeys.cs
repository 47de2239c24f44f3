using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// The keys of accepted commands (L7). They are forgotten when the next line with a key comes, so it is bounded by what
/// was accepted within the 72 h before that one.
/// </summary>
internal sealed class IdempotencyKeys
{
    // L7 and the page of formats fix it for every policy: who sends again must be able to count on it
    private static readonly Duration RememberedFor = Duration.FromHours(72);

    private readonly Dictionary<string, UInt128> bodies = new(StringComparer.Ordinal);
    private readonly Queue<(Instant At, string Key)> inOrder = new();

    /// <summary>Oldest first; some may be too old by now (<see cref="IsTooOld"/>).</summary>
    public IEnumerable<SavedKey> Remembered =>
        inOrder.Select(used => new SavedKey(used.Key, bodies[used.Key], used.At));

    /// <summary>The body that was accepted under this key less than 72 h before <paramref name="now"/>.</summary>
    public UInt128? Find(string key, Instant now)
    {
        while (inOrder.TryPeek(out var oldest) && IsTooOld(oldest.At, now))
            bodies.Remove(inOrder.Dequeue().Key);
        return bodies.TryGetValue(key, out var body) ? body : null;
    }

    public static bool IsTooOld(Instant at, Instant now) => now - at >= RememberedFor;

    public void Remember(string key, UInt128 body, Instant now)
    {
        bodies[key] = body;
        inOrder.Enqueue((now, key));
    }
}
