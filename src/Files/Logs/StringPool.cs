using System.Text;

namespace Muster.Files.Logs;

/// <summary>
/// Gives the same string for the same bytes where it can; bounded by its number of slots, the newest stays.
/// </summary>
internal sealed class StringPool
{
    private const int Slots = 8192;
    private const int Longest = 64;

    private readonly string?[] strings = new string?[Slots];
    private readonly byte[]?[] keys = new byte[]?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
            return Encoding.UTF8.GetString(utf8);
        var hash = 2166136261u;
        foreach (var octet in utf8)
            hash = unchecked((hash ^ octet) * 16777619u);
        var slot = hash % Slots;
        if (keys[slot] is { } key && utf8.SequenceEqual(key))
            return strings[slot]!;
        keys[slot] = utf8.ToArray();
        return strings[slot] = Encoding.UTF8.GetString(utf8);
    }
}
