using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>Durations of one kind. Bounded by what the period holds: eight bytes each.</summary>
internal sealed class Spread
{
    private readonly List<double> seconds = [];
    private bool isSorted;

    public int Count => seconds.Count;

    public double? Mean => Count == 0 ? null : seconds.Average();

    /// <summary>A clock that was set back makes no negative duration.</summary>
    public void Add(Duration duration)
    {
        seconds.Add(Math.Max(0, duration.TotalSeconds));
        isSorted = false;
    }

    /// <summary>The least that so many hundredths of them stay within; null without any.</summary>
    public double? Within(int hundredths)
    {
        if (Count == 0)
            return null;
        if (!isSorted)
            seconds.Sort();
        isSorted = true;
        return seconds[Math.Max(0, (Count * hundredths + 99) / 100 - 1)];
    }
}
