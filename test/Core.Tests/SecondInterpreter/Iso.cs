using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>Instants as milliseconds since 1970 (UTC) and durations as milliseconds, by hand.</summary>
internal static partial class Iso
{
    public const long Second = 1000, Minute = 60 * Second, Hour = 60 * Minute, Day = 24 * Hour;

    [GeneratedRegex(@"^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex InstantText();

    [GeneratedRegex(@"^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$", RegexOptions.CultureInvariant)]
    private static partial Regex ShortText();

    [GeneratedRegex(@"^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d+))?S)?)?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex LongText();

    /// <summary>S2: time is kept to the millisecond, finer input is cut off. Null when it is no instant.</summary>
    public static long? Instant(string text)
    {
        var m = InstantText().Match(text);
        if (!m.Success) return null;
        int Part(int i) => int.Parse(m.Groups[i].ValueSpan, CultureInfo.InvariantCulture);
        long day;
        try
        {
            day = new DateTime(Part(1), Part(2), Part(3), 0, 0, 0, DateTimeKind.Utc).Ticks;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
        if (Part(4) > 23 || Part(5) > 59 || Part(6) > 59) return null;
        var at = (day - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond
            + Part(4) * Hour + Part(5) * Minute + Part(6) * Second + Fraction(m.Groups[7].Value);
        var zone = m.Groups[8].Value;
        if (zone == "Z") return at;
        int hours = int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture);
        int minutes = int.Parse(zone.AsSpan(4, 2), CultureInfo.InvariantCulture);
        if (hours > 23 || minutes > 59) return null;
        var offset = hours * Hour + minutes * Minute;
        return zone[0] == '+' ? at - offset : at + offset;
    }

    private static long Fraction(string digits) =>
        digits.Length == 0 ? 0 : long.Parse((digits + "000")[..3], CultureInfo.InvariantCulture);

    public static string Instant(long at)
    {
        var t = DateTime.UnixEpoch.AddTicks(at * TimeSpan.TicksPerMillisecond);
        var text = t.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        // open: is half a second .5 or .500? read as for durations (PT0.5S): no trailing zeros
        return text + Dot(t.Millisecond) + "Z";
    }

    private static string Dot(long milliseconds) =>
        milliseconds == 0 ? "" : "." + milliseconds.ToString("000", CultureInfo.InvariantCulture).TrimEnd('0');

    /// <summary>15m, 4h, 7d, 1h30m, or ISO 8601 from weeks to seconds; a day is 24 hours.</summary>
    public static long Duration(string text)
    {
        long N(Match m, int i) =>
            m.Groups[i].Length == 0 ? 0 : long.Parse(m.Groups[i].ValueSpan, CultureInfo.InvariantCulture);
        var s = ShortText().Match(text);
        if (s.Success && text.Length > 0)
            return N(s, 1) * Day + N(s, 2) * Hour + N(s, 3) * Minute + N(s, 4) * Second;
        var l = LongText().Match(text);
        if (!l.Success) throw new FormatException("no duration: " + text);
        return N(l, 1) * 7 * Day + N(l, 2) * Day + N(l, 3) * Hour + N(l, 4) * Minute + N(l, 5) * Second
            + Fraction(l.Groups[6].Value);
    }

    /// <summary>Hours, minutes, seconds: PT26H30M, PT0.5S, PT0S.</summary>
    public static string Duration(long span)
    {
        if (span == 0) return "PT0S";
        var text = new StringBuilder("PT");
        if (span / Hour > 0) text.Append(span / Hour).Append('H');
        if (span % Hour / Minute > 0) text.Append(span % Hour / Minute).Append('M');
        if (span % Minute > 0) text.Append(span % Minute / Second).Append(Dot(span % Second)).Append('S');
        return text.ToString();
    }
}
