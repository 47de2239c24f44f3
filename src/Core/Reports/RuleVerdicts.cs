using Muster.Core.Policies;

namespace Muster.Core.Reports;

/// <summary>What became of an automatic act (E14). Early is said by a click alone, which no log has.</summary>
public enum Verdict
{
    Useful,
    Noise,
    Late,
}

/// <summary>How the acts of one rule were judged. Bounded by the latest that the floor looks at.</summary>
public sealed class RuleVerdicts(VerdictPolicy policy)
{
    private readonly int[] counts = new int[3];
    private readonly Queue<Verdict> latest = new();

    /// <summary>All of them, judged or not.</summary>
    public int Acts { get; internal set; }

    public int Useful => counts[(int)Verdict.Useful];

    public int Noise => counts[(int)Verdict.Noise];

    public int Late => counts[(int)Verdict.Late];

    public int Judged => Useful + Noise + Late;

    public int Unjudged => Acts - Judged;

    /// <summary>Useful / judged; null where none is judged.</summary>
    public double? Accuracy => Judged == 0 ? null : (double)Useful / Judged;

    /// <summary>
    /// So many are judged as the floor looks at, and fewer of the latest than the floor asks were useful: a service
    /// would only propose from here on. A replay goes on as it was.
    /// </summary>
    public bool IsBelowFloor => latest.Count == policy.LastJudged
        && latest.Count(verdict => verdict == Verdict.Useful) * 100L < (long)policy.Floor.Hundredths * latest.Count;

    internal void Judge(Verdict verdict)
    {
        counts[(int)verdict]++;
        latest.Enqueue(verdict);
        if (latest.Count > policy.LastJudged)
            latest.Dequeue();
    }
}
