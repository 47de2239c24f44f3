using System.Buffers.Binary;
using System.Text;

namespace Muster.Files.Logs;

/// <summary>
/// Gives the same string for the same bytes where it can; bounded by its number of slots, the newest stays.
/// </summary>
internal sealed class StringPool
{
    // Wide enough for the keys of some thousand open tickets to seldom meet in a slot: 256 KiB.
    private const int Slots = 1 << 15;
    private const int Longest = 64;

    private readonly string?[] strings = new string?[Slots];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
            return Encoding.UTF8.GetString(utf8);
        ref var slot = ref strings[SlotOf(utf8)];
        return slot is { } known && IsWritten(known, utf8) ? known : slot = Encoding.UTF8.GetString(utf8);
    }

    private static bool IsWritten(string text, ReadOnlySpan<byte> utf8)
    {
        if (Ascii.Equals(utf8, text))
            return true;
        if (Ascii.IsValid(utf8))
            return false;
        Span<char> characters = stackalloc char[Longest];
        return text.AsSpan().SequenceEqual(characters[..Encoding.UTF8.GetChars(utf8, characters)]);
    }

    private static int SlotOf(ReadOnlySpan<byte> utf8)
    {
        unchecked
        {
            const ulong Odd = 0x9E3779B97F4A7C15;
            var hash = (ulong)utf8.Length;
            for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
                hash = Mixed((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8)) * Odd);
            var rest = 0UL;
            foreach (var octet in utf8)
                rest = rest << 8 | octet;
            return (int)(Mixed((hash ^ rest) * Odd) % Slots);
        }
    }

    private static ulong Mixed(ulong product) => product ^ product >> 32;
}
