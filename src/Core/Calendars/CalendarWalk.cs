using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>[From, To) in milliseconds.</summary>
internal readonly record struct WalkPiece(long From, long To, CalendarReason Reason);

/// <summary>The meaning of a calendar (S2), walked day by local day; every fast answer comes from it.</summary>
internal sealed class CalendarWalk(DateTimeZone zone, WeeklyHours hours, IEnumerable<LocalDate> holidays)
{
    private readonly int[] holidayNumbers = [.. holidays.Select(Millis.DayNumber).Distinct().Order()];

    public DateTimeZone Zone => zone;

    public bool IsAlways => hours.IsAlways && holidayNumbers.Length == 0;

    /// <summary>True when a date with a number in [first, last], both included, is a holiday.</summary>
    public bool AnyHoliday(int first, int last)
    {
        var index = Array.BinarySearch(holidayNumbers, first);
        return index >= 0 || (~index < holidayNumbers.Length && holidayNumbers[~index] <= last);
    }

    public bool Counts(long at)
    {
        var local = WallClock.Showing(zone, at);
        var day = Millis.DayOf(local);
        var minute = (int)((local - day * Millis.Day) / Millis.Minute);
        return !AnyHoliday(day, day) && hours.Covers(Millis.WeekdayOf(day), minute);
    }

    /// <summary>All of [from, to), in order and without holes; neighbours may have the same reason.</summary>
    public IEnumerable<WalkPiece> Pieces(long from, long to)
    {
        foreach (var span in WallClock.Spans(zone, from, to))
        {
            var end = span.To + span.Offset;
            for (var local = span.From + span.Offset; local < end;)
            {
                var day = Millis.DayOf(local);
                var dayEnd = Math.Min((day + 1) * Millis.Day, end);
                foreach (var piece in OfDay(day, local, dayEnd))
                    yield return new WalkPiece(piece.From - span.Offset, piece.To - span.Offset, piece.Reason);
                local = dayEnd;
            }
        }
    }

    /// <summary>[local, dayEnd) of one local date, on the wall clock.</summary>
    private IEnumerable<WalkPiece> OfDay(int day, long local, long dayEnd)
    {
        if (AnyHoliday(day, day))
        {
            yield return new WalkPiece(local, dayEnd, CalendarReason.Holiday);
            yield break;
        }
        foreach (var window in hours.Within(Millis.WeekdayOf(day)))
        {
            var start = Math.Min(day * Millis.Day + window.Start * Millis.Minute, dayEnd);
            var end = Math.Min(day * Millis.Day + window.End * Millis.Minute, dayEnd);
            if (local < start)
                yield return new WalkPiece(local, start, CalendarReason.OutOfHours);
            local = Math.Max(local, start);
            if (local < end)
                yield return new WalkPiece(local, end, CalendarReason.Counted);
            local = Math.Max(local, end);
        }
        if (local < dayEnd)
            yield return new WalkPiece(local, dayEnd, CalendarReason.OutOfHours);
    }
}
