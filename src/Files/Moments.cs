using System.Globalization;
using NodaTime;

namespace Muster.Files;

/// <summary>
/// A date and time as written: a local one, or an instant when it came with an offset. One of the two is set.
/// </summary>
public readonly record struct Moment(LocalDateTime? Local, Instant? Exact)
{
    /// <summary>
    /// The instant in <paramref name="zone"/>. A local time that does not exist is the first instant after the gap, one
    /// that happens twice the earlier.
    /// </summary>
    public Instant In(DateTimeZone zone)
    {
        if (Exact is { } exact)
            return exact;
        var map = zone.MapLocal(Local!.Value);
        return map.Count == 0 ? map.LateInterval.Start : map.First().ToInstant();
    }
}

/// <summary>
/// ISO 8601 dates and times: <c>2025-01-06T09:00</c>, seconds and a fraction if wanted, <c>Z</c> or an offset.
/// </summary>
public static class Moments
{
    /// <summary>
    /// Reads a local date-time or, with an offset, an instant; finer than a millisecond is cut off (S2).
    /// </summary>
    public static bool TryParse(string? text, out Moment moment)
    {
        moment = default;
        if (text is null || text.Length is < 16 or > 60 || text[10] != 'T' ||
            !TryDate(text.AsSpan(0, 10), out var date))
            return false;
        if (!TryTwo(text.AsSpan(11, 2), 23, out var hour) || text[13] != ':' ||
            !TryTwo(text.AsSpan(14, 2), 59, out var minute))
            return false;
        var rest = text.AsSpan(16);
        if (!TrySeconds(ref rest, out var milliseconds))
            return false;
        var time = new LocalTime(hour, minute) + Period.FromMilliseconds(milliseconds);
        var local = date + time;
        if (rest.IsEmpty)
        {
            moment = new Moment(local, null);
            return true;
        }
        if (!TryOffset(rest, out var offset))
            return false;
        var instant = local.InUtc().ToInstant();
        // The very first and last hours of the years that there are cannot be moved by an offset.
        if (date.Year is <= 1 or >= 9999 && offset != Offset.Zero)
            return false;
        moment = new Moment(null, instant - Duration.FromSeconds(offset.Seconds));
        return true;
    }

    /// <summary>Reads <c>2025-12-25</c>.</summary>
    public static bool TryDate(string? text, out LocalDate date)
    {
        date = default;
        return text is { Length: 10 } && TryDate(text.AsSpan(), out date);
    }

    private static bool TryDate(ReadOnlySpan<char> text, out LocalDate date)
    {
        date = default;
        if (!TryDigits(text[..4], out var year) || text[4] != '-' || !TryTwo(text[5..7], 12, out var month) ||
            text[7] != '-' || !TryTwo(text[8..10], 31, out var day) || year < 1 || month < 1 || day < 1 ||
            day > CalendarSystem.Iso.GetDaysInMonth(year, month))
            return false;
        date = new LocalDate(year, month, day);
        return true;
    }

    private static bool TrySeconds(ref ReadOnlySpan<char> rest, out long milliseconds)
    {
        milliseconds = 0;
        if (rest.IsEmpty || rest[0] != ':')
            return true;
        if (rest.Length < 3 || !TryTwo(rest[1..3], 59, out var seconds))
            return false;
        milliseconds = seconds * 1000L;
        rest = rest[3..];
        if (rest.IsEmpty || rest[0] is not ('.' or ','))
            return true;
        var digits = 0;
        for (; digits + 1 < rest.Length && char.IsAsciiDigit(rest[digits + 1]); digits++)
        {
            if (digits < 3)
                milliseconds += (rest[digits + 1] - '0') * (digits == 0 ? 100 : digits == 1 ? 10 : 1);
        }
        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out Offset offset)
    {
        offset = Offset.Zero;
        if (text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':' ||
            !TryTwo(text[1..3], 17, out var hours) || !TryTwo(text[4..6], 59, out var minutes))
            return false;
        offset = Offset.FromSeconds((text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60));
        return true;
    }

    private static bool TryTwo(ReadOnlySpan<char> text, int most, out int number) =>
        TryDigits(text, out number) && number <= most;

    private static bool TryDigits(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
