using Muster.Core.Calendars;

namespace Muster.Files.Policies;

/// <summary>A checked calendar node to its value.</summary>
internal static class CalendarTyping
{
    public static BusinessCalendar Calendar(MapNode calendar, Holidays holidays, ZoneData zones)
    {
        var listed = (calendar.List("holidays")?.Items ?? []).Select(Scalars.AsDate);
        var week = calendar.Find("week") is { } node ? Week.Read(node) : WeeklyHours.Always;
        return new BusinessCalendar(
            Scalars.AsZone(calendar.Find("zone")!, zones), week, listed.Concat(holidays.From(calendar)));
    }
}
