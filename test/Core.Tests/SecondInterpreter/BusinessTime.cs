using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>S2 by walking minutes: each minute of the world counts or does not; counting is adding them up.</summary>
internal sealed class BusinessTime
{
    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private const int MinutesOfDay = 1440;
    private const int DaysToLookAhead = 366 * 12;

    private readonly bool always;
    private readonly DateTimeZone zone;
    private readonly List<(int Start, int End)>[] windows = [[], [], [], [], [], [], []];
    private readonly HashSet<LocalDate> holidays = [];
    private readonly Dictionary<long, (bool[] Minutes, int Count)> days = [];

    public BusinessTime(JsonObject calendar)
    {
        zone = DateTimeZoneProviders.Tzdb[(string?)calendar["zone"] ?? "UTC"];
        foreach (var day in calendar["holidays"] as JsonArray ?? [])
        {
            var p = ((string)day!).Split('-').Select(x => int.Parse(x, CultureInfo.InvariantCulture)).ToArray();
            holidays.Add(new LocalDate(p[0], p[1], p[2]));
        }
        if (calendar["week"] is JsonObject week)
            foreach (var (key, list) in week)
                foreach (var day in DaysOf(key))
                    foreach (var window in (JsonArray)list!)
                        windows[day].Add(Window((string)window!));
        else if (holidays.Count == 0)
            always = true;
        else
            foreach (var day in windows) day.Add((0, MinutesOfDay));
    }

    private static IEnumerable<int> DaysOf(string key)
    {
        var ends = key.Split('-');
        int first = Array.IndexOf(DayNames, ends[0]), last = Array.IndexOf(DayNames, ends[^1]);
        for (var d = first; ; d = (d + 1) % 7)
        {
            yield return d;
            if (d == last) yield break;
        }
    }

    private static (int, int) Window(string text)
    {
        var ends = text.Split('-').Select(x => int.Parse(x.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60
            + int.Parse(x.AsSpan(3, 2), CultureInfo.InvariantCulture)).ToArray();
        return (ends[0], ends[1]);
    }

    /// <summary>Does this minute of the world count? (S2's sentence, word by word.)</summary>
    private bool Counts(long minute)
    {
        var wall = NodaTime.Instant.FromUnixTimeSeconds(minute * 60).InZone(zone).LocalDateTime;
        if (holidays.Contains(wall.Date)) return false;
        var time = wall.Hour * 60 + wall.Minute;
        var today = (int)wall.DayOfWeek - 1;
        var yesterday = (today + 6) % 7;
        foreach (var (start, end) in windows[today])
            if (end > start ? time >= start && time < end : time >= start) return true;
        foreach (var (start, end) in windows[yesterday])
            if (end <= start && time < end) return true; // it began yesterday and runs into today
        return false;
    }

    private (bool[] Minutes, int Count) DayOf(long day)
    {
        if (days.TryGetValue(day, out var known)) return known;
        var minutes = new bool[MinutesOfDay];
        for (var i = 0; i < MinutesOfDay; i++) minutes[i] = Counts(day * MinutesOfDay + i);
        return days[day] = (minutes, minutes.Count(x => x));
    }

    private static long Floor(long value, long by) => (value - (value % by + by) % by) / by;

    /// <summary>Counted time in [from, to).</summary>
    public long Elapsed(long from, long to)
    {
        if (to <= from) return 0;
        if (always) return to - from;
        long sum = 0;
        for (var t = from; t < to;)
        {
            var minute = Floor(t, Iso.Minute);
            var (minutes, count) = DayOf(Floor(minute, MinutesOfDay));
            if (t % Iso.Day == 0 && t + Iso.Day <= to)
            {
                sum += count * Iso.Minute;
                t += Iso.Day;
                continue;
            }
            var next = Math.Min(to, (minute + 1) * Iso.Minute);
            if (minutes[(int)((minute % MinutesOfDay + MinutesOfDay) % MinutesOfDay)]) sum += next - t;
            t = next;
        }
        return sum;
    }

    /// <summary>The first instant at which the time counted since `from` is at least `span`; null when never.</summary>
    public long? Add(long from, long span)
    {
        if (span <= 0) return from; // adding zero answers the start itself
        if (always) return from + span;
        var t = from;
        for (var looked = 0L; looked < DaysToLookAhead;)
        {
            var minute = Floor(t, Iso.Minute);
            var (minutes, count) = DayOf(Floor(minute, MinutesOfDay));
            if (t % Iso.Day == 0 && count * Iso.Minute < span)
            {
                span -= count * Iso.Minute;
                t += Iso.Day;
                looked++;
                continue;
            }
            var next = (minute + 1) * Iso.Minute;
            if (minutes[(int)((minute % MinutesOfDay + MinutesOfDay) % MinutesOfDay)])
            {
                if (next - t >= span) return t + span;
                span -= next - t;
            }
            t = next;
        }
        return null;
    }
}
