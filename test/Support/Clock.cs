using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Muster.Support;

/// <summary>Instants and durations as tests say them. Day 1 is Monday 2025-10-20, UTC.</summary>
public static class Clock
{
    private static readonly LocalDate FirstDay = new(2025, 10, 20);
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm:ss;FFF");
    private static readonly LocalTimePattern Short = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    /// <summary><c>09:00</c> of the day of <paramref name="today"/>, or <c>day 3 17:00:00.001</c>.</summary>
    public static Instant At(string when, Instant? today = null)
    {
        var words = when.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var date = words.Length == 3 && words[0] == "day"
            ? FirstDay.PlusDays(int.Parse(words[1], CultureInfo.InvariantCulture) - 1)
            : today?.InUtc().Date ?? FirstDay;
        var time = Short.Parse(words[^1]);
        return (date + (time.Success ? time.Value : Time.Parse(words[^1]).Value)).InUtc().ToInstant();
    }

    public static string Say(Instant instant)
    {
        var local = instant.InUtc().LocalDateTime;
        var time = local.Second == 0 && local.Millisecond == 0
            ? Short.Format(local.TimeOfDay)
            : Time.Format(local.TimeOfDay);
        return $"day {Period.DaysBetween(FirstDay, local.Date) + 1} {time}";
    }

    /// <summary><c>4 h</c>, <c>1 d 30 min</c>, <c>7 h 11 min 59 s 999 ms</c>.</summary>
    public static Duration Span(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var span = Duration.Zero;
        for (var index = 0; index + 1 < words.Length; index += 2)
            span += long.Parse(words[index], CultureInfo.InvariantCulture) * Unit(words[index + 1]);
        return span;
    }

    public static string Rfc(Instant instant) => InstantPattern.ExtendedIso.Format(instant);

    private static Duration Unit(string unit) => unit switch
    {
        "d" => Duration.FromDays(1),
        "h" => Duration.FromHours(1),
        "min" => Duration.FromMinutes(1),
        "s" => Duration.FromSeconds(1),
        "ms" => Duration.FromMilliseconds(1),
        _ => throw new FormatException($"{unit} is no unit; d, h, min, s, ms are"),
    };
}
