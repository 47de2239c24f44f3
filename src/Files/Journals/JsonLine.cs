using System.Buffers;
using System.Text;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Journals;

/// <summary>
/// Writes one JSON object a line into a buffer: no spaces, fields in the order they are added, absent ones left out.
/// The same calls give the same bytes on every machine.
/// </summary>
internal sealed class JsonLine
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create("\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011"
            + "\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    private byte[] buffer = new byte[4096];
    private int length;
    private Instant cachedInstant;
    private readonly byte[] cachedText = new byte[24];
    private int cachedLength;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        length += text.Length;
    }

    public void Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        Raw(name);
        Quote(value);
    }

    public void Flag(ReadOnlySpan<byte> name, bool value)
    {
        if (!value)
            return;
        Raw(name);
        Raw("true"u8);
    }

    public void Number(ReadOnlySpan<byte> name, long value)
    {
        Raw(name);
        value.TryFormat(Room(20), out var written);
        length += written;
    }

    public void Moment(ReadOnlySpan<byte> name, Instant? value)
    {
        if (value is not { } instant)
            return;
        if (instant != cachedInstant || cachedLength == 0)
        {
            cachedLength = Rfc3339.Format(instant, cachedText);
            cachedInstant = instant;
        }
        Raw(name);
        Raw("\""u8);
        Raw(cachedText.AsSpan(0, cachedLength));
        Raw("\""u8);
    }

    public void Span(ReadOnlySpan<byte> name, Duration value)
    {
        Raw(name);
        Raw("\""u8);
        length += IsoDuration.Format(value, Room(40));
        Raw("\""u8);
    }

    public void Quote(string value)
    {
        Raw("\""u8);
        if (value.AsSpan().ContainsAny(Escaped))
            Escape(value);
        else
            length += Encoding.UTF8.GetBytes(value, Room(value.Length * 3));
        Raw("\""u8);
    }

    private void Escape(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"': Raw("\\\""u8); break;
                case '\\': Raw("\\\\"u8); break;
                case '\n': Raw("\\n"u8); break;
                case '\r': Raw("\\r"u8); break;
                case '\t': Raw("\\t"u8); break;
                case '\b': Raw("\\b"u8); break;
                case '\f': Raw("\\f"u8); break;
                case < 0x20: Raw(Encoding.ASCII.GetBytes($"\\u{rune.Value:x4}")); break;
                default: length += rune.EncodeToUtf8(Room(4)); break;
            }
        }
    }

    private Span<byte> Room(int size)
    {
        if (buffer.Length - length < size)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));
        return buffer.AsSpan(length);
    }
}
