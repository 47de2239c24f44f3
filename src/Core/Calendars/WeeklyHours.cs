using System.Collections.Immutable;
using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>
/// A stretch of wall-clock time that begins on a given day, half-open: [<paramref name="Start"/>,
/// <paramref name="End"/>), both in minutes after that day's midnight. Start is 0–1439. End is Start + 1 to Start +
/// 1440, so an end above 1440 runs into the next day (S2); 1440 is midnight at the day's end.
/// </summary>
public readonly record struct HoursWindow(int Start, int End);

/// <summary>
/// Weekly hours: for each day of the week the windows that begin on it, in order, overlapping ones joined.
/// A calendar's <c>week</c> and a rotation's <c>only</c> are both read as this (S2).
/// </summary>
public sealed record WeeklyHours
{
    private const int MinutesADay = 1440;

    private readonly ImmutableArray<ImmutableArray<HoursWindow>> byDay;

    private readonly ImmutableArray<ImmutableArray<HoursWindow>> within;

    private WeeklyHours(ImmutableArray<ImmutableArray<HoursWindow>> byDay)
    {
        this.byDay = byDay;
        within = [.. Enumerable.Range(0, 7).Select(day => Cut(byDay[day], byDay[(day + 6) % 7]))];
        IsEmpty = byDay.All(day => day.IsEmpty);
        IsAlways = within.All(day => day is [{ Start: 0, End: MinutesADay }]);
    }

    /// <summary>Every minute of the week.</summary>
    public static WeeklyHours Always { get; } =
        Of(Enumerable.Range(1, 7).ToDictionary(d => (IsoDayOfWeek)d, _ => (IReadOnlyList<HoursWindow>)[new(0, 1440)]));

    /// <summary>The windows that begin on <paramref name="day"/>, in order.</summary>
    public ImmutableArray<HoursWindow> On(IsoDayOfWeek day) => byDay[(int)day - 1];

    /// <summary>True when no minute of the week is inside a window.</summary>
    public bool IsEmpty { get; }

    /// <summary>True when every minute of the week is inside a window.</summary>
    public bool IsAlways { get; }

    /// <summary>
    /// What a date on <paramref name="day"/> has of windows from 00:00 to 24:00, in order and joined: its own up to
    /// midnight, and what runs over from the day before (S2).
    /// </summary>
    public ImmutableArray<HoursWindow> Within(IsoDayOfWeek day) => within[(int)day - 1];

    /// <summary>
    /// True when <paramref name="minute"/> (0–1439) of a date on <paramref name="day"/> is inside a window.
    /// </summary>
    public bool Covers(IsoDayOfWeek day, int minute)
    {
        foreach (var window in Within(day))
        {
            if (window.Start <= minute && minute < window.End)
                return true;
        }
        return false;
    }

    /// <summary>Builds weekly hours; windows of one day are sorted and overlapping or touching ones joined.</summary>
    public static WeeklyHours Of(IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<HoursWindow>> windows)
    {
        var days = ImmutableArray.CreateBuilder<ImmutableArray<HoursWindow>>(7);
        for (var day = 1; day <= 7; day++)
            days.Add(windows.TryGetValue((IsoDayOfWeek)day, out var list) ? Join(list) : []);
        return new WeeklyHours(days.MoveToImmutable());
    }

    private static ImmutableArray<HoursWindow> Cut(
        ImmutableArray<HoursWindow> own, ImmutableArray<HoursWindow> dayBefore)
    {
        var over = dayBefore.Where(w => w.End > MinutesADay).Select(w => new HoursWindow(0, w.End - MinutesADay));
        return Join([.. over, .. own.Select(w => w with { End = Math.Min(w.End, MinutesADay) })]);
    }

    private static ImmutableArray<HoursWindow> Join(IReadOnlyList<HoursWindow> windows)
    {
        var joined = new List<HoursWindow>(windows.Count);
        foreach (var window in windows.OrderBy(w => w.Start))
        {
            if (joined.Count > 0 && window.Start <= joined[^1].End)
                joined[^1] = joined[^1] with { End = Math.Max(joined[^1].End, window.End) };
            else
                joined.Add(window);
        }
        return [.. joined];
    }

    public bool Equals(WeeklyHours? other) =>
        other is not null && byDay.Zip(other.byDay).All(pair => pair.First.SequenceEqual(pair.Second));

    public override int GetHashCode() => byDay.Sum(day => day.Length);
}
