using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>
/// Instants as whole milliseconds since 1970-01-01T00:00Z, durations as whole milliseconds; finer input is cut off
/// (S2). Wall-clock readings are written the same way: as the instant at which a clock in UTC would show them.
/// </summary>
internal static class Millis
{
    public const long Minute = 60_000;
    public const long Day = 86_400_000;
    public const long Week = 7 * Day;

    /// <summary>The first and the last millisecond that an <see cref="Instant"/> can hold.</summary>
    public static readonly long Min = Instant.MinValue.ToUnixTimeMilliseconds();
    public static readonly long Max = Instant.MaxValue.ToUnixTimeMilliseconds();

    public static long Of(Instant instant) => instant.ToUnixTimeMilliseconds();

    /// <summary>Cut towards zero.</summary>
    public static long Of(Duration duration) => duration.Days * Day + duration.NanosecondOfDay / 1_000_000;

    public static long Of(LocalDateTime local) =>
        DayNumber(local.Date) * Day + local.NanosecondOfDay / 1_000_000;

    public static Instant ToInstant(long millis) => Instant.FromUnixTimeMilliseconds(millis);

    /// <summary>Days since 1970-01-01 of a date.</summary>
    public static int DayNumber(LocalDate date) =>
        Period.DaysBetween(new LocalDate(1970, 1, 1), date.WithCalendar(CalendarSystem.Iso));

    public static long FloorDiv(long value, long by) => (value >= 0 ? value : value - by + 1) / by;

    /// <summary>The number of the day on which a wall-clock reading lies.</summary>
    public static int DayOf(long local) => (int)FloorDiv(local, Day);

    /// <summary>1970-01-01 was a Thursday.</summary>
    public static IsoDayOfWeek WeekdayOf(int dayNumber) => (IsoDayOfWeek)((int)(((long)dayNumber + 3) % 7 + 7) % 7 + 1);
}
