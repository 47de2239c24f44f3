using System.Globalization;
using NodaTime;

namespace Muster.Core.Asking;

/// <summary>A time of day as said.</summary>
/// <param name="Days">1 where it is the end of the day, 24:00.</param>
/// <param name="Length">How many tokens it takes.</param>
/// <param name="Zone">The zone said beside it; null where none was.</param>
internal readonly record struct TimeOfDay(LocalTime Time, int Days, int Length, DateTimeZone? Zone = null);

/// <summary>Times of day.</summary>
internal sealed partial class TimeWords
{
    /// <param name="bareHour">Whether a number alone is an hour here.</param>
    private TimeOfDay? ClockAt(int start, bool bareHour) =>
        WithoutZone(start, bareHour) is not { } clock ? null
            : ZoneAt(start + clock.Length) is { } said
            ? clock with { Zone = said.Zone, Length = clock.Length + said.Length }
            : clock;

    private TimeOfDay? WithoutZone(int start, bool bareHour)
    {
        if (start >= words.Length)
            return null;
        if (lexicon.At("moment", words, start) is { } named && named.Value != "now")
            return Named(named);
        if (tokens[start].Kind == TokenKind.Clock && Written(tokens[start]) is { } written)
            return Half(written, start);
        if (HalfHour(start) is { } half)
            return Half(half, start);
        if (NumberAt(start) is not { } hour || hour > 24)
            return null;
        var length = 1;
        var marked = lexicon.At("clockword", words, start + length);
        length += marked?.Words.Length ?? 0;
        var minutes = 0;
        if (marked is not null && NumberAt(start + length) is { } said and < 60)
            (minutes, length) = (said, length + 1);
        else if (lexicon.At("halfafter", words, start + length) is { } andHalf)
            (minutes, length, marked) = (30, length + andHalf.Words.Length, andHalf);
        var clock = Half(new TimeOfDay(OfHour(hour, minutes), hour == 24 ? 1 : 0, length), start);
        return marked is not null || clock.Length > length || ZoneAt(start + length) is not null
            || (bareHour && UnitOf(start + 1) is null) ? clock : null;
    }

    private static LocalTime OfHour(int hour, int minutes) => new(hour % 24, minutes);

    private static TimeOfDay Named(Phrase named)
    {
        var hour = int.Parse(named.Value[..2], CultureInfo.InvariantCulture);
        return new TimeOfDay(OfHour(hour, 0), hour == 24 ? 1 : 0, named.Words.Length);
    }

    /// <summary>"half past nine", "halb zehn".</summary>
    private TimeOfDay? HalfHour(int start)
    {
        foreach (var (key, shift) in new[] { ("halfpast", 0), ("halfbefore", 23) })
        {
            if (lexicon.At(key, words, start) is { } half
                && CountAt(start + half.Words.Length) is { Value: <= 12 } hour)
            {
                var length = half.Words.Length + hour.Length;
                length += lexicon.At("clockword", words, start + length)?.Words.Length ?? 0;
                return new TimeOfDay(OfHour((int)hour.Value + shift, 30), 0, length);
            }
        }
        return null;
    }

    /// <summary>"in the afternoon" after a time up to 12.</summary>
    private TimeOfDay Half(TimeOfDay clock, int start)
    {
        if (lexicon.At("half", words, start + clock.Length) is not { } half)
            return clock;
        var hour = clock.Time.Hour;
        var shifted = half.Value == "pm" && hour is > 0 and < 12 && !(hour < 5 && half.Words[^1] is "nachts" or "night")
            ? hour + 12
            : half.Value == "am" && hour == 12 ? 0 : hour;
        var time = new LocalTime(shifted, clock.Time.Minute, clock.Time.Second);
        return clock with { Time = time, Length = clock.Length + half.Words.Length };
    }

    private static TimeOfDay? Written(Token token)
    {
        var digits = token.Word.TakeWhile(character => char.IsDigit(character) || character == ':').ToArray();
        var parts = new string(digits).Split(':');
        var hour = int.Parse(parts[0], CultureInfo.InvariantCulture);
        var minute = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var second = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 0;
        var rest = token.Word[digits.Length..].TrimStart();
        if (minute > 59 || second > 59 || hour > (rest.Length > 0 ? 12 : 24) || (hour == 24 && minute + second > 0))
            return null;
        if (rest.StartsWith('p') && hour < 12)
            hour += 12;
        else if (rest.StartsWith('a') && hour == 12)
            hour = 0;
        return new TimeOfDay(new LocalTime(hour % 24, minute, second), hour == 24 ? 1 : 0, 1);
    }
}
