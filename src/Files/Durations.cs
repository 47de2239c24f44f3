using System.Globalization;
using System.Text;
using NodaTime;

namespace Muster.Files;

/// <summary>
/// Durations as people and files write them: <c>15m</c>, <c>4h</c>, <c>7d</c>, <c>1h30m</c>, or ISO 8601 from weeks to
/// seconds. A day is 24 hours. Finer than a millisecond is cut off (S2).
/// </summary>
public static class Durations
{
    private const string Units = "WDHMS";

    // Bound: the years that NodaTime knows; no longer duration can lead from one instant to another.
    private const decimal Longest = 4_000_000m * 86_400_000m;

    private static readonly decimal[] Lengths = [604_800_000m, 86_400_000m, 3_600_000m, 60_000m, 1_000m];

    /// <summary>Reads either form; a leading minus is read, so that the caller can say that it is refused.</summary>
    public static bool TryParse(string? text, out Duration duration)
    {
        duration = Duration.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > 60)
            return false;
        var rest = text.AsSpan();
        var negative = rest[0] == '-';
        if (negative)
            rest = rest[1..];
        decimal total;
        if (rest.Length > 0 && rest[0] == 'P' ? !TryIso(rest[1..], out total) : !TryShort(rest, out total))
            return false;
        if (total > Longest)
            return false;
        var milliseconds = (long)decimal.Truncate(total);
        duration = Duration.FromMilliseconds(negative ? -milliseconds : milliseconds);
        return true;
    }

    /// <summary>ISO 8601 in hours, minutes and seconds: <c>PT26H30M</c>, <c>PT0.5S</c>, <c>PT0S</c>.</summary>
    public static string Iso(Duration duration)
    {
        if (duration < Duration.Zero)
            return "-" + Iso(-duration);
        return Journals.IsoDuration.Format(duration);
    }

    private static bool TryIso(ReadOnlySpan<char> text, out decimal total)
    {
        total = 0;
        var (unit, inTime, parts) = (-1, false, 0);
        while (text.Length > 0)
        {
            if (text[0] == 'T')
            {
                if (inTime || text.Length == 1)
                    return false;
                inTime = true;
                text = text[1..];
                continue;
            }
            if (!TryNumber(ref text, allowFraction: true, out var number, out var fraction) || text.Length == 0)
                return false;
            var next = Units.IndexOf(text[0], StringComparison.Ordinal);
            if (next <= unit || next >= 2 != inTime || (fraction && text.Length > 1))
                return false;
            unit = next;
            text = text[1..];
            parts++;
            total += number * Lengths[next];
        }
        return parts > 0;
    }

    private static bool TryShort(ReadOnlySpan<char> text, out decimal total)
    {
        total = 0;
        var unit = -1;
        if (text.Length == 0)
            return false;
        while (text.Length > 0)
        {
            if (!TryNumber(ref text, allowFraction: false, out var number, out _) || text.Length == 0)
                return false;
            var next = "wdhms".IndexOf(text[0], StringComparison.Ordinal);
            if (next <= unit)
                return false;
            unit = next;
            text = text[1..];
            total += number * Lengths[next];
        }
        return true;
    }

    private static bool TryNumber(
        ref ReadOnlySpan<char> text, bool allowFraction, out decimal number, out bool fraction)
    {
        (number, fraction) = (0, false);
        var length = Digits(text);
        if (length is 0 or > 12)
            return false;
        var end = length;
        if (allowFraction && end < text.Length && text[end] is '.' or ',')
        {
            var digits = Digits(text[(end + 1)..]);
            if (digits == 0)
                return false;
            // Twelve digits of an hour are far below a millisecond; the rest cannot be seen.
            number = decimal.Parse(text.Slice(end + 1, Math.Min(digits, 12)), CultureInfo.InvariantCulture);
            for (var i = 0; i < Math.Min(digits, 12); i++)
                number /= 10;
            (fraction, end) = (true, end + 1 + digits);
        }
        number += decimal.Parse(text[..length], CultureInfo.InvariantCulture);
        text = text[end..];
        return true;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
            length++;
        return length;
    }
}
