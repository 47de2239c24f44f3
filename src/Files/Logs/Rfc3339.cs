using NodaTime;

namespace Muster.Files.Logs;

/// <summary>Instants as RFC 3339 writes them. Kept to the millisecond; finer input is cut off (S2).</summary>
public static class Rfc3339
{
    private const long MillisecondsPerDay = 86_400_000;

    /// <summary>Reads <c>2025-10-20T09:00:00.5+02:00</c>; an offset or <c>Z</c> is required.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[13] != ':' || text[16] != ':'
            || (text[10] | 0x20) != 't')
            return false;
        if (!Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..10], out var day)
            || !Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute)
            || !Digits(text[17..19], out var second))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > CalendarDays(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        var rest = text[19..];
        if (!Fraction(ref rest, out var milliseconds) || !Offset(rest, out var offsetMinutes))
            return false;
        var time = (((hour * 60L) + minute - offsetMinutes) * 60 + second) * 1000 + milliseconds;
        instant = Instant.FromUnixTimeMilliseconds(DaysSinceEpoch(year, month, day) * MillisecondsPerDay + time);
        return true;
    }

    public static bool TryParse(string text, out Instant instant)
    {
        instant = default;
        Span<byte> bytes = stackalloc byte[64];
        if (text.Length > bytes.Length)
            return false;
        foreach (var character in text)
        {
            if (character > 127)
                return false;
        }
        var length = System.Text.Encoding.ASCII.GetBytes(text, bytes);
        return TryParse(bytes[..length], out instant);
    }

    /// <summary>
    /// Writes the instant in UTC, with a fraction only if it is not zero; returns the length, at most 24.
    /// </summary>
    public static int Format(Instant instant, Span<byte> into)
    {
        var unix = instant.ToUnixTimeMilliseconds();
        var days = Math.DivRem(unix, MillisecondsPerDay, out var time);
        if (time < 0)
            (days, time) = (days - 1, time + MillisecondsPerDay);
        var (year, month, day) = CivilDate(days);
        Pad(into, year, 4);
        into[4] = (byte)'-';
        Pad(into[5..], month, 2);
        into[7] = (byte)'-';
        Pad(into[8..], day, 2);
        into[10] = (byte)'T';
        var seconds = (int)(time / 1000);
        Pad(into[11..], seconds / 3600, 2);
        into[13] = (byte)':';
        Pad(into[14..], seconds / 60 % 60, 2);
        into[16] = (byte)':';
        Pad(into[17..], seconds % 60, 2);
        var length = 19;
        var fraction = (int)(time % 1000);
        if (fraction != 0)
        {
            into[19] = (byte)'.';
            Pad(into[20..], fraction, 3);
            length = 23;
            while (into[length - 1] == '0')
                length--;
        }
        into[length] = (byte)'Z';
        return length + 1;
    }

    public static string Format(Instant instant)
    {
        Span<byte> bytes = stackalloc byte[24];
        return System.Text.Encoding.ASCII.GetString(bytes[..Format(instant, bytes)]);
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9')
                return false;
            value = value * 10 + character - '0';
        }
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<byte> text, out int milliseconds)
    {
        milliseconds = 0;
        if (text.IsEmpty || text[0] != '.')
            return true;
        var length = 1;
        var weight = 100;
        for (; length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9'; length++, weight /= 10)
            milliseconds += (text[length] - '0') * weight;
        text = text[length..];
        return length > 1;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
            return (text[0] | 0x20) == 'z';
        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !Digits(text[1..3], out var hours) || !Digits(text[4..6], out var rest) || hours > 23 || rest > 59)
            return false;
        minutes = (hours * 60 + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static int CalendarDays(int year, int month) => DateTime.DaysInMonth(year, month);

    // Days from civil and back, counted in years that begin in March, so that the leap day is the last.
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        if (month <= 2)
            year--;
        var era = year / 400;
        var yearOfEra = year - era * 400;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        var dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }

    private static (int Year, int Month, int Day) CivilDate(long days)
    {
        days += 719_468;
        var era = (int)((days >= 0 ? days : days - 146_096) / 146_097);
        var dayOfEra = (int)(days - era * 146_097L);
        var yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (5 * dayOfYear + 2) / 153;
        var month = shifted < 10 ? shifted + 3 : shifted - 9;
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1);
    }

    private static void Pad(Span<byte> into, int value, int width)
    {
        for (var index = width - 1; index >= 0; index--, value /= 10)
            into[index] = (byte)('0' + value % 10);
    }
}
