using Muster.Core.Replay;

namespace Muster.Support;

/// <summary>What the desk is expected to have written. How a fact is said stands at <see cref="Expect"/>.</summary>
public sealed partial class Desk
{
    /// <summary>
    /// Each of these stands in the journal so far: <c>14:00 A1 escalated E2 from=tier-1</c>; the instant, the rule and
    /// the fields may be left out, an instant without a day is of the present day. Spaces in a value are written _.
    /// </summary>
    public Desk Expect(params ReadOnlySpan<string> facts)
    {
        foreach (var fact in facts)
        {
            if (Count(fact) == 0)
                throw new ExpectationException($"expected {fact}\n{Told()}");
        }
        return this;
    }

    /// <summary>None of these stands in the journal so far.</summary>
    public Desk ExpectNo(params ReadOnlySpan<string> facts)
    {
        foreach (var fact in facts)
        {
            if (Count(fact) > 0)
                throw new ExpectationException($"expected no {fact}\n{Told()}");
        }
        return this;
    }

    /// <summary>The journal's lines of these events (several by comma) are these, in this order, and no more.</summary>
    public Desk ExpectOnly(string events, params ReadOnlySpan<string> facts)
    {
        var told = Replayed.Facts.Where(fact => events.Split(',').Contains(fact.Event)).ToList();
        for (var index = 0; index < Math.Max(told.Count, facts.Length); index++)
        {
            if (index >= told.Count || index >= facts.Length || !told[index].Is(facts[index], Now))
                throw new ExpectationException(
                    $"of {events}, number {index + 1}: expected {(index < facts.Length ? facts[index] : "no more")}, "
                    + $"was {(index < told.Count ? told[index].Line : "no more")}\n{Told()}");
        }
        return this;
    }

    /// <summary>How often such a fact stands in the journal so far.</summary>
    public int Count(string fact) => Replayed.Facts.Count(told => told.Is(fact, Now));

    /// <summary>The figures of the replay so far.</summary>
    public ReplaySummary Summary => Replayed.Summary;

    /// <summary>The journal so far has this many lines.</summary>
    public int Lines => Replayed.Facts.Count;
}
