using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>
/// Business time: which instants count (S2). An instant counts when the wall clock in the zone shows a time inside a
/// window on a date that is no holiday: an hour that happens twice counts twice, one that does not exist not at all;
/// what a window has after midnight belongs to the next date. Kept to the millisecond, finer input is cut off.
/// Safe for any number of threads; answers come from a table that grows by the weeks asked for.
/// </summary>
public sealed class BusinessCalendar
{
    private readonly CalendarWalk walk;
    private readonly WeekTable table;
    private readonly bool isAlways;

    public BusinessCalendar(DateTimeZone zone, WeeklyHours week, IEnumerable<LocalDate> holidays)
    {
        Zone = zone;
        Week = week;
        Holidays = holidays.Distinct().Order().ToArray();
        walk = new CalendarWalk(zone, week, Holidays);
        table = new WeekTable(walk);
        isAlways = walk.IsAlways;
    }

    public DateTimeZone Zone { get; }

    public WeeklyHours Week { get; }

    /// <summary>Local dates that are taken out from 00:00 to 24:00, in order.</summary>
    public IReadOnlyList<LocalDate> Holidays { get; }

    /// <summary>Round the clock in UTC.</summary>
    public static BusinessCalendar Always { get; } = new(DateTimeZone.Utc, WeeklyHours.Always, []);

    /// <summary>True when <paramref name="instant"/> counts.</summary>
    public bool Counts(Instant instant) => isAlways || walk.Counts(Millis.Of(instant));

    /// <summary>
    /// The time counted in [<paramref name="start"/>, <paramref name="end"/>); zero when end is not after start.
    /// </summary>
    public Duration Elapsed(Instant start, Instant end)
    {
        long from = Millis.Of(start), to = Millis.Of(end);
        if (to <= from || Week.IsEmpty)
            return Duration.Zero;
        if (isAlways)
            return Duration.FromMilliseconds(to - from);
        int first = WeekTable.WeekOf(from), last = WeekTable.WeekOf(to);
        var weeks = table.Covering(first, last);
        return Duration.FromMilliseconds(weeks.CountedBefore(last, to) - weeks.CountedBefore(first, from));
    }

    /// <summary>
    /// The first instant at which the time counted since <paramref name="start"/> is ≥ <paramref name="add"/>, so at
    /// the end of a day it stays on the earlier side; start itself when add is zero. Null when it is never reached,
    /// or not before the end of the year 9999.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="add"/> is negative.</exception>
    public Instant? Due(Instant start, Duration add)
    {
        long from = Millis.Of(start), more = Millis.Of(add);
        ArgumentOutOfRangeException.ThrowIfNegative(more, nameof(add));
        if (more > Millis.Max - from) // no calendar counts more than there is
            return null;
        if (more == 0 || isAlways)
            return Millis.ToInstant(from + more);
        if (Week.IsEmpty)
            return null;

        var week = WeekTable.WeekOf(from);
        var weeks = table.Covering(week, week);
        var counted = weeks.CountedBefore(week, from) + more;
        while (weeks.Before[^1] < counted)
        {
            if (table.Longer(weeks) is not { } longer)
                return null;
            weeks = longer;
        }
        var due = weeks.Reaching(week, counted);
        return due > Millis.Max ? null : Millis.ToInstant(due);
    }

    /// <summary>
    /// All of [<paramref name="start"/>, <paramref name="end"/>) in order and without holes, each interval counted or
    /// not for one reason, neighbours differing in it. Costs what the range holds; nothing when end is not after start.
    /// </summary>
    public IEnumerable<CalendarInterval> Intervals(Instant start, Instant end)
    {
        long from = Millis.Of(start), to = Millis.Of(end);
        if (to <= from)
            yield break;
        var reason = CalendarReason.Counted;
        foreach (var piece in isAlways ? [] : walk.Pieces(from, to))
        {
            if (piece.From > from && piece.Reason != reason)
            {
                yield return new CalendarInterval(Millis.ToInstant(from), Millis.ToInstant(piece.From), reason);
                from = piece.From;
            }
            reason = piece.Reason;
        }
        yield return new CalendarInterval(Millis.ToInstant(from), Millis.ToInstant(to), reason);
    }
}
