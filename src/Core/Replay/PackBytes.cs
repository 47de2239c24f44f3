using System.Text;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// Values as bytes: numbers in as many as they need, the small ones in one, instants as their distance from an origin.
/// </summary>
internal sealed class PackWriter
{
    private byte[] buffer = new byte[1024];
    private int length;
    private long origin;

    public void Begin(Instant from)
    {
        length = 0;
        origin = 0;
        Number(Millis.Of(from));
        origin = Millis.Of(from);
    }

    public byte[] End() => buffer.AsSpan(0, length).ToArray();

    public void Number(long number)
    {
        Room(10);
        var rest = (ulong)(number << 1 ^ number >> 63);
        for (; rest >= 0x80; rest >>= 7)
            buffer[length++] = (byte)(rest & 0x7f | 0x80);
        buffer[length++] = (byte)rest;
    }

    public void Text(string? text)
    {
        if (text is null)
        {
            Number(0);
            return;
        }
        var bytes = Encoding.UTF8.GetByteCount(text);
        Number(bytes + 1L);
        Room(bytes);
        length += Encoding.UTF8.GetBytes(text, buffer.AsSpan(length));
    }

    /// <summary>Zero is none.</summary>
    public void Moment(Instant? instant)
    {
        if (instant is not { } at)
        {
            Number(0);
            return;
        }
        var distance = Millis.Of(at) - origin;
        Number(distance >= 0 ? distance + 1 : distance);
    }

    /// <summary>To the nanosecond, for a policy may say so.</summary>
    public void Span(Duration duration)
    {
        var milliseconds = Millis.Of(duration);
        var rest = (duration - Duration.FromMilliseconds(milliseconds)).NanosecondOfDay;
        Number(milliseconds * 2 + (rest == 0 ? 0 : 1));
        if (rest != 0)
            Number(rest);
    }

    public void Flags(params ReadOnlySpan<bool> flags)
    {
        var number = 0L;
        for (var index = 0; index < flags.Length; index++)
            number |= flags[index] ? 1L << index : 0;
        Number(number);
    }

    private void Room(int bytes)
    {
        if (length + bytes > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
    }
}

/// <summary>Reads what <see cref="PackWriter"/> wrote, in the same order.</summary>
internal ref struct PackReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly long origin;
    private int position;

    public PackReader(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes;
        origin = Number();
    }

    public readonly Instant Origin => Millis.ToInstant(origin);

    public long Number()
    {
        var (number, shift) = (0UL, 0);
        byte next;
        do
        {
            next = bytes[position++];
            number |= (ulong)(next & 0x7f) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    public string? Text()
    {
        var length = (int)Number() - 1;
        if (length < 0)
            return null;
        var text = Encoding.UTF8.GetString(bytes.Slice(position, length));
        position += length;
        return text;
    }

    public Instant? Moment() => Number() switch
    {
        0 => null,
        > 0 and var later => Millis.ToInstant(origin + later - 1),
        var earlier => Millis.ToInstant(origin + earlier),
    };

    public Duration Span()
    {
        var number = Number();
        var whole = Duration.FromMilliseconds(number >> 1);
        return (number & 1) == 0 ? whole : whole + Duration.FromNanoseconds(Number());
    }

    /// <summary>All of the flags; true when the one with this value is set.</summary>
    public bool Flags(out long flags, long first)
    {
        flags = Number();
        return (flags & first) != 0;
    }
}
