using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Core.Reports;

/// <summary>How often a clock was met and missed, over all cycles (S6).</summary>
public sealed class Outcomes
{
    public int Met { get; internal set; }
    public int Breached { get; internal set; }
    public int Judged => Met + Breached;

    /// <summary>Met / (met + breached); null without any outcome.</summary>
    public double? Compliance => Judged == 0 ? null : (double)Met / Judged;

    internal void Add(Outcomes other)
    {
        Met += other.Met;
        Breached += other.Breached;
    }
}

/// <summary>What happened in one part of a replay: at one priority, in one team, by one rule, on one day.</summary>
public sealed class Slice
{
    private static readonly int Rules = Enum.GetValues<Rule>().Length;

    private readonly Outcomes[] outcomes = [new(), new()];
    private int[]? escalations;

    /// <summary>Escalations by every rule; proposals and withheld ones are none.</summary>
    public int Escalations { get; private set; }

    public int Withheld { get; internal set; }

    /// <summary>Warning levels of the clocks (S6), pre-emptive warnings (E1), proposals (E4), notices (L2).</summary>
    public int Warnings { get; internal set; }

    public int Breaches => outcomes[0].Breached + outcomes[1].Breached;

    public bool IsEmpty => Escalations + Withheld + Warnings + outcomes[0].Judged + outcomes[1].Judged == 0;

    public Outcomes Of(ClockKind clock) => outcomes[(int)clock];

    public int EscalationsBy(Rule rule) => escalations?[(int)rule] ?? 0;

    internal void Escalated(Rule rule, int times = 1)
    {
        escalations ??= new int[Rules];
        escalations[(int)rule] += times;
        Escalations += times;
    }

    internal void Add(Slice other)
    {
        Withheld += other.Withheld;
        Warnings += other.Warnings;
        for (var clock = 0; clock < outcomes.Length; clock++)
            outcomes[clock].Add(other.outcomes[clock]);
        for (var rule = 0; other.escalations is not null && rule < Rules; rule++)
            Escalated((Rule)rule, other.escalations[rule]);
    }
}
