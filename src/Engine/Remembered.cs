using System.Collections.Concurrent;

namespace Muster.Engine;

/// <summary>
/// What was read or written last, by its key. When half of the bound is full, what was neither kept nor asked for since
/// the half before is forgotten, so that never all is forgotten at once. For any number of threads.
/// </summary>
/// <param name="most">The bound, which each thread that adds at once may pass by one.</param>
internal sealed class Remembered<TKey, TValue>(int most)
    where TKey : notnull
    where TValue : class
{
    private volatile Halves halves = new(new Half(), new Half());

    public TValue? Get(TKey key)
    {
        var (young, old) = halves;
        if (young.Values.TryGetValue(key, out var value))
            return value;
        if (!old.Values.TryGetValue(key, out value))
            return null;
        // somebody may have kept a newer one meanwhile
        return Add(key, value) ? value : young.Values.GetValueOrDefault(key, value);
    }

    public void Keep(TKey key, TValue value)
    {
        if (!Add(key, value))
            halves.Young.Values[key] = value;
    }

    public void Forget(TKey key)
    {
        var (young, old) = halves;
        young.Values.TryRemove(key, out _);
        old.Values.TryRemove(key, out _);
    }

    private bool Add(TKey key, TValue value)
    {
        var now = halves;
        if (!now.Young.Values.TryAdd(key, value))
            return false;
        // counted here: the dictionary's own count takes every one of its locks
        if (Interlocked.Increment(ref now.Young.Added) == most / 2)
            halves = new Halves(new Half(), now.Young);
        return true;
    }

    private sealed class Half
    {
        public readonly ConcurrentDictionary<TKey, TValue> Values = new();
        public int Added;
    }

    private sealed record Halves(Half Young, Half Old);
}
