namespace Muster.Core.Calendars;

/// <summary>
/// Consecutive weeks with the time counted before each, grown when asked for; a growth leaves what was handed out as
/// it is. Bound: 16 bytes a week, at most 1.05 million weeks (the whole range of instants), and one
/// <see cref="CountedWeek"/> for each kind of week that occurs (few, and one for each week with a holiday in it).
/// </summary>
internal sealed class WeekTable(CalendarWalk walk)
{
    private const long Origin = 3 * Millis.Day; // week 0 begins on Monday 1969-12-29
    private const int Ahead = 26; // weeks built at the least: 1 to 2 µs each when new, 30 ns when known

    private static readonly int FirstWeek = WeekOf(Millis.Min);
    private static readonly int LastWeek = WeekOf(Millis.Max);

    private readonly Lock growing = new();
    private readonly Dictionary<(long Before, long At, long After), CountedWeek> known = [];
    private volatile WeekRange range = new(0, [], [0]);

    public static int WeekOf(long at) => (int)Millis.FloorDiv(at + Origin, Millis.Week);

    public static long BeginOf(int week) => week * Millis.Week - Origin;

    /// <summary>
    /// A range that has the weeks <paramref name="first"/> to <paramref name="last"/>, both included.
    /// </summary>
    public WeekRange Covering(int first, int last)
    {
        var current = range;
        return current.Has(first) && current.Has(last) ? current : Grow(first, last);
    }

    /// <summary>A range that goes on at least half as far again; null at the end of time.</summary>
    public WeekRange? Longer(WeekRange than) =>
        than.End > LastWeek ? null : Grow(than.First, Math.Min(LastWeek, than.End + than.Weeks.Length / 2));

    private WeekRange Grow(int first, int last)
    {
        lock (growing)
        {
            var old = range;
            if (old.Has(first) && old.Has(last))
                return old;
            if (old.Weeks.Length == 0)
                old = new WeekRange(first, [], [0]);
            var begin = first >= old.First ? old.First : Math.Max(FirstWeek, first - Ahead);
            var end = last < old.End ? old.End : Math.Min(LastWeek + 1, last + Ahead);
            return range = Extended(old, begin, end);
        }
    }

    private WeekRange Extended(WeekRange old, int begin, int end)
    {
        var weeks = new CountedWeek[end - begin];
        var before = new long[weeks.Length + 1];
        var kept = old.First - begin;
        old.Weeks.CopyTo(weeks, kept);
        old.Before.CopyTo(before, kept);
        var span = default(ZoneSpan);
        for (var k = kept - 1; k >= 0; k--)
        {
            weeks[k] = Build(begin + k, ref span);
            before[k] = before[k + 1] - weeks[k].Total;
        }
        for (var k = kept + old.Weeks.Length; k < weeks.Length; k++)
        {
            weeks[k] = Build(begin + k, ref span);
            before[k + 1] = before[k] + weeks[k].Total;
        }
        return new WeekRange(begin, weeks, before);
    }

    /// <param name="span">The stretch of one offset met last, so that most weeks need not ask the zone.</param>
    private CountedWeek Build(int week, ref ZoneSpan span)
    {
        var from = BeginOf(week);
        var to = from + Millis.Week;
        if (from < Millis.Min || to > Millis.Max)
            return CountedWeek.Of(walk, from);
        if (from < span.From || from >= span.To)
            span = WallClock.SpanAt(walk.Zone, from);
        var next = span.To >= to ? span : WallClock.SpanAt(walk.Zone, span.To);
        var firstDay = Millis.DayOf(from + Math.Min(span.Offset, next.Offset));
        var lastDay = Millis.DayOf(to - 1 + Math.Max(span.Offset, next.Offset));
        if (next.To < to || walk.AnyHoliday(firstDay, lastDay))
            return CountedWeek.Of(walk, from);

        var kind = (span.Offset, span.To >= to ? 0 : span.To - from, next.Offset);
        span = next;
        if (!known.TryGetValue(kind, out var found))
            known.Add(kind, found = CountedWeek.Of(walk, from));
        return found;
    }
}

/// <summary>
/// Weeks <paramref name="First"/> and following; Before[k] is the time counted before week First + k, from any zero.
/// </summary>
internal sealed record WeekRange(int First, CountedWeek[] Weeks, long[] Before)
{
    /// <summary>The number of the first week that is not here.</summary>
    public int End => First + Weeks.Length;

    public bool Has(int week) => week >= First && week - First < Weeks.Length;

    public long CountedBefore(int week, long at) =>
        Before[week - First] + Weeks[week - First].CountedBefore((int)(at - WeekTable.BeginOf(week)));

    /// <summary>
    /// The first moment before which <paramref name="counted"/> counts; it lies in week from or a later one.
    /// </summary>
    public long Reaching(int from, long counted)
    {
        int low = from - First, high = Weeks.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Before[middle + 1] < counted)
                low = middle + 1;
            else
                high = middle;
        }
        return WeekTable.BeginOf(First + low) + Weeks[low].Reaching((int)(counted - Before[low]));
    }
}
