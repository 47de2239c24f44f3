using NodaTime;

namespace Muster.Files.Journals;

/// <summary>Durations as the journal writes them: ISO 8601 in hours, minutes and seconds.</summary>
public static class IsoDuration
{
    /// <summary>
    /// Writes <c>PT26H30M</c>, <c>PT0.5S</c> or <c>PT0S</c>; the duration is zero or more. Returns the length.
    /// </summary>
    public static int Format(Duration duration, Span<byte> into)
    {
        var milliseconds = (long)duration.TotalMilliseconds;
        into[0] = (byte)'P';
        into[1] = (byte)'T';
        var length = 2;
        Part(into, ref length, milliseconds / 3_600_000, (byte)'H');
        Part(into, ref length, milliseconds / 60_000 % 60, (byte)'M');
        var (seconds, fraction) = (milliseconds / 1000 % 60, (int)(milliseconds % 1000));
        if (fraction == 0 && (seconds != 0 || length == 2))
        {
            seconds.TryFormat(into[length..], out var written);
            length += written;
            into[length++] = (byte)'S';
        }
        else if (fraction != 0)
        {
            seconds.TryFormat(into[length..], out var written);
            length += written;
            into[length++] = (byte)'.';
            for (var weight = 100; fraction > 0; weight /= 10)
            {
                into[length++] = (byte)('0' + fraction / weight);
                fraction %= weight;
            }
            into[length++] = (byte)'S';
        }
        return length;
    }

    public static string Format(Duration duration)
    {
        Span<byte> bytes = stackalloc byte[40];
        return System.Text.Encoding.ASCII.GetString(bytes[..Format(duration, bytes)]);
    }

    private static void Part(Span<byte> into, ref int length, long value, byte unit)
    {
        if (value == 0)
            return;
        value.TryFormat(into[length..], out var written);
        length += written;
        into[length++] = unit;
    }
}
