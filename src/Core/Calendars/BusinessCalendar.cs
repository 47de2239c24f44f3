using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>
/// Business time: which instants count (S2). An instant counts when the wall clock in the zone shows a time inside a
/// window on a date that is no holiday. Kept to the millisecond.
/// </summary>
public sealed class BusinessCalendar
{
    public BusinessCalendar(DateTimeZone zone, WeeklyHours week, IEnumerable<LocalDate> holidays)
    {
        Zone = zone;
        Week = week;
        Holidays = holidays.Distinct().Order().ToArray();
    }

    public DateTimeZone Zone { get; }

    public WeeklyHours Week { get; }

    /// <summary>Local dates that are taken out from 00:00 to 24:00, in order.</summary>
    public IReadOnlyList<LocalDate> Holidays { get; }

    /// <summary>Round the clock in UTC.</summary>
    public static BusinessCalendar Always { get; } = new(DateTimeZone.Utc, WeeklyHours.Always, []);

    /// <summary>True when <paramref name="instant"/> counts.</summary>
    public bool Counts(Instant instant) => Week is not null;

    /// <summary>The counted time in [<paramref name="start"/>, <paramref name="end"/>); zero when end is not after start.</summary>
    public Duration Elapsed(Instant start, Instant end) => end <= start || Week is null ? Duration.Zero : end - start;

    /// <summary>
    /// The first instant at which the time counted since <paramref name="start"/> is ≥ <paramref name="add"/>; start itself
    /// when add is zero. Null when it is never reached.
    /// </summary>
    public Instant? Due(Instant start, Duration add) => Week is null ? null : start + add;
}
