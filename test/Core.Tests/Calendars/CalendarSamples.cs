using Muster.Core.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Muster.Core.Tests.Calendars;

/// <summary>Short forms for the examples: <c>Of("Europe/Berlin", "mon-fri 09:00-17:00", "2025-12-25")</c>.</summary>
internal static class CalendarSamples
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static BusinessCalendar Of(string zone, string week, params string[] holidays) =>
        new(Zone(zone), Hours(week), holidays.Select(h => LocalDatePattern.Iso.Parse(h).Value));

    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    /// <summary>An RFC 3339 instant with any offset.</summary>
    public static Instant At(string text) => OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant();

    public static Duration H(double hours) => Duration.FromHours(hours);

    /// <summary>"days windows; days windows", each day or range followed by its windows.</summary>
    public static WeeklyHours Hours(string week)
    {
        var byDay = new Dictionary<IsoDayOfWeek, IReadOnlyList<HoursWindow>>();
        foreach (var part in week.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ');
            var range = words[0].Split('-').Select(d => Array.IndexOf(Days, d)).ToArray();
            for (var d = range[0]; ; d = (d + 1) % 7)
            {
                byDay[(IsoDayOfWeek)(d + 1)] = [.. words.Skip(1).Select(Window)];
                if (d == range[^1])
                    break;
            }
        }
        return WeeklyHours.Of(byDay);
    }

    private static HoursWindow Window(string text)
    {
        var ends = text.Split('-').Select(t => int.Parse(t[..2]) * 60 + int.Parse(t[3..])).ToArray();
        return new HoursWindow(ends[0], ends[1] > ends[0] ? ends[1] : ends[1] + 1440);
    }
}
