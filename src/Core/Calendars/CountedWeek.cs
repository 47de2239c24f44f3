namespace Muster.Core.Calendars;

/// <summary>
/// The counted stretches of one week, Monday 00:00 UTC to the next, in milliseconds after its begin. Weeks that look
/// the same are one object, so a table of them is small however many windows a day has.
/// </summary>
internal sealed class CountedWeek
{
    private const int Few = 12;

    private readonly int[] starts;
    private readonly int[] before; // before[k] is the time counted before starts[k]; the last is the week's total

    private CountedWeek(int[] starts, int[] before) => (this.starts, this.before) = (starts, before);

    public int Total => before[^1];

    public static CountedWeek Of(CalendarWalk walk, long from)
    {
        List<int> starts = [], before = [0];
        var end = -1L;
        foreach (var piece in walk.Pieces(from, from + Millis.Week))
        {
            if (piece.Reason != CalendarReason.Counted)
                continue;
            var length = (int)(piece.To - piece.From);
            if (piece.From == end)
            {
                before[^1] += length;
            }
            else
            {
                starts.Add((int)(piece.From - from));
                before.Add(before[^1] + length);
            }
            end = piece.To;
        }
        return new CountedWeek([.. starts], [.. before]);
    }

    /// <summary>The time counted in [0, <paramref name="at"/>).</summary>
    public int CountedBefore(int at)
    {
        var k = starts.Length <= Few ? LastUpTo(starts, at) : FirstAbove(starts, at) - 1;
        return k < 0 ? 0 : Math.Min(before[k] + (at - starts[k]), before[k + 1]);
    }

    /// <summary>The first moment before which <paramref name="counted"/> counts; above 0 and up to the total.</summary>
    public int Reaching(int counted)
    {
        var k = before.Length <= Few ? LastUpTo(before, counted - 1) : FirstAbove(before, counted - 1) - 1;
        return starts[k] + (counted - before[k]);
    }

    private static int LastUpTo(int[] rising, int value)
    {
        var k = 0;
        while (k < rising.Length && rising[k] <= value)
            k++;
        return k - 1;
    }

    private static int FirstAbove(int[] rising, int value)
    {
        int low = 0, high = rising.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (rising[middle] <= value)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
