namespace Muster.Core.Reports.Metrics;

/// <summary>Durations of one kind, in seconds. Bounded by what the period holds: eight bytes each.</summary>
internal sealed class Spread
{
    private readonly List<double> seconds = [];
    private bool isSorted;

    public int Count => seconds.Count;

    /// <summary>Null without any.</summary>
    public double? Mean => Count == 0 ? null : seconds.Average();

    public void Add(double span)
    {
        seconds.Add(span);
        isSorted = false;
    }

    public void Add(Spread other)
    {
        seconds.AddRange(other.seconds);
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
