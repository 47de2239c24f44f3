using System.Collections.Immutable;
using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>The all-day events of an iCalendar file, as a calendar's <c>holidaysFrom</c> takes them.</summary>
internal static class HolidayFile
{
    // Bounds: no ticket is older, none is planned later, and no country keeps more holidays than that.
    private const int MostBytes = 8 * 1024 * 1024;
    private const int MostDates = 50_000;
    private static readonly LocalDate First = new(1990, 1, 1);
    private static readonly LocalDate Last = new(2090, 12, 31);

    /// <summary>The dates, or in words why there are none.</summary>
    public static (ImmutableArray<LocalDate> Dates, string? Fault) Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return ([], "there is no such file");
            if (file.Length > MostBytes)
                return ([], "it is larger than 8 MiB");
            return Parse(File.ReadAllText(path));
        }
        catch (Exception unreadable)
            when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ([], "it cannot be read: " + unreadable.Message);
        }
    }

    internal static (ImmutableArray<LocalDate> Dates, string? Fault) Parse(string text)
    {
        var dates = new SortedSet<LocalDate>();
        try
        {
            var calendar = Ical.Net.Calendar.Load(text);
            if (calendar is null || !text.Contains("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
                return ([], "it holds no iCalendar");
            foreach (var day in calendar.Events.Where(IsHoliday))
            {
                if (!Add(day, dates))
                    return ([], string.Create(CultureInfo.InvariantCulture, $"it has more than {MostDates} holidays"));
            }
        }
        catch (Exception malformed) when (malformed is not OutOfMemoryException)
        {
            // Ical.Net throws many kinds for one thing: this is no iCalendar.
            return ([], "it holds no iCalendar: " + malformed.Message.ReplaceLineEndings(" "));
        }
        return ([.. dates], null);
    }

    private static bool IsHoliday(CalendarEvent day) =>
        day.Start is { HasTime: false } && !string.Equals(day.Status, "CANCELLED", StringComparison.OrdinalIgnoreCase);

    private static bool Add(CalendarEvent day, SortedSet<LocalDate> dates)
    {
        var options = new EvaluationOptions { MaxUnmatchedIncrementsLimit = 1_000 };
        var length = Math.Max(1, day switch
        {
            { End: { } end } => Days(day.Start!, end),
            { Duration: { } said } => Days(said),
            _ => 1,
        });
        foreach (var occurrence in day.GetOccurrences(options: options))
        {
            var begin = Date(occurrence.Period.StartTime);
            if (begin > Last)
                break;
            for (var i = 0; i < length && i <= MostDates; i++)
            {
                var date = begin.PlusDays(i);
                if (date >= First && date <= Last)
                    dates.Add(date);
            }
            if (dates.Count > MostDates)
                return false;
        }
        return true;
    }

    private static int Days(CalDateTime start, CalDateTime end) =>
        Math.Min(MostDates, NodaTime.Period.DaysBetween(Date(start), Date(end)));

    /// <summary>Of a date it is days or weeks (RFC 5545, 3.6.1); a part of a day takes out that day, too.</summary>
    private static int Days(Ical.Net.DataTypes.Duration length) =>
        (int)Math.Min(MostDates, Math.Ceiling(length.ToTimeSpanUnspecified().TotalDays));

    private static LocalDate Date(CalDateTime value) => new(value.Year, value.Month, value.Day);

}
