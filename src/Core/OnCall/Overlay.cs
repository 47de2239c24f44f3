namespace Muster.Core.OnCall;

/// <summary>A turn, and how strong it is against others of the same time: the higher rank wins (E13).</summary>
internal readonly record struct RankedTurn(Turn Turn, int Rank);

/// <summary>What is seen of turns that lie over one another.</summary>
internal static class Overlay
{
    /// <summary>The parts of turns that no higher one covers, in order, disjoint; n log n for n turns.</summary>
    public static IEnumerable<Turn> Visible(IEnumerable<RankedTurn> turns)
    {
        var coming = turns.OrderBy(t => t.Turn.From).ToArray();
        var open = new PriorityQueue<Turn, int>(); // the highest rank first; what has ended leaves once it is on top
        var next = 0;
        for (var at = long.MinValue; next < coming.Length || open.Count > 0;)
        {
            while (next < coming.Length && coming[next].Turn.From <= at)
                open.Enqueue(coming[next].Turn, -coming[next++].Rank);
            while (open.Count > 0 && open.Peek().To <= at)
                open.Dequeue();
            var begins = next < coming.Length ? coming[next].Turn.From : long.MaxValue;
            if (open.Count == 0)
            {
                at = begins;
                continue;
            }
            var top = open.Peek();
            var end = Math.Min(top.To, begins);
            if (at < end)
                yield return top with { From = at, To = end };
            at = end;
        }
    }
}
