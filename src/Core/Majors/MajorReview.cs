using Muster.Core.Calendars;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.Majors;

/// <summary>When a major incident is looked back at: on the next business day (M7).</summary>
internal static class MajorReview
{
    private const int MostDays = 400;

    /// <summary>
    /// The policy's time of day, in the calendar's zone, on the first date after the stand-down that is a weekday, has
    /// working hours and is no holiday.
    /// </summary>
    public static Instant After(Instant stoodDown, BusinessCalendar calendar, MajorPolicy policy)
    {
        var date = stoodDown.InZone(calendar.Zone).Date;
        for (var days = 1; days <= MostDays; days++)
        {
            date = date.PlusDays(1);
            if (IsBusinessDay(date, calendar))
                break;
        }
        return calendar.Zone.AtLeniently(date.At(policy.ReviewAt)).ToInstant();
    }

    private static bool IsBusinessDay(LocalDate date, BusinessCalendar calendar)
    {
        if (date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday || calendar.Holidays.Contains(date))
            return false;
        var start = calendar.Zone.AtStartOfDay(date).ToInstant();
        var end = calendar.Zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
        return calendar.Elapsed(start, end) > Duration.Zero;
    }
}
