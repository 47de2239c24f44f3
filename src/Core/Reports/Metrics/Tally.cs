using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Core.Reports.Metrics;

/// <summary>What was counted in one part of the desk: in one team, by one rule, in one week.</summary>
internal sealed class Tally
{
    private readonly Outcomes[] all = [new(), new()];
    private readonly Outcomes[] first = [new(), new()];
    private readonly int[] corrected = new int[2];
    private readonly int[] verdicts = new int[Enum.GetValues<Verdict>().Length];
    private readonly int[] counts = new int[Enum.GetValues<CountedKind>().Length];

    public Spread Answered { get; } = new();
    public Spread Resolved { get; } = new();

    /// <summary>Ages of the open tickets.</summary>
    public Spread Ages { get; } = new();
    public int[] OpenByAge { get; } = new int[AgeSteps.All.Length];
    public int OpenUrgent { get; private set; }

    public Outcomes Of(ClockKind clock) => all[(int)clock];

    public Outcomes FirstOf(ClockKind clock) => first[(int)clock];

    public int CorrectedOf(ClockKind clock) => corrected[(int)clock];

    public int Count(CountedKind kind) => counts[(int)kind];

    public int Count(Verdict verdict) => verdicts[(int)verdict];

    public int Judged => verdicts.Sum();

    /// <summary>Useful / judged; null where none is judged (E14).</summary>
    public double? Accuracy => Judged == 0 ? null : (double)Count(Verdict.Useful) / Judged;

    public void Add(in Counted item)
    {
        counts[(int)item.Kind] += item.Kind == CountedKind.Paged ? (int)item.Value : 1;
        switch (item.Kind)
        {
            case CountedKind.Kept:
            case CountedKind.Missed:
                Judge(all[(int)item.Clock], item.Kind);
                if (item.IsFirst)
                    Judge(first[(int)item.Clock], item.Kind);
                break;
            case CountedKind.Corrected: corrected[(int)item.Clock]++; break;
            case CountedKind.Answered: Answered.Add(item.Value); break;
            case CountedKind.Resolved: Resolved.Add(item.Value); break;
            case CountedKind.Act:
                if (item.Verdict is { } verdict)
                    verdicts[(int)verdict]++;
                break;
        }
    }

    public void Open(StandingTicket ticket, double age)
    {
        OpenByAge[AgeSteps.IndexOf(age)]++;
        Ages.Add(age);
        OpenUrgent += ticket.Place.Priority is Priority.P1 or Priority.P2 ? 1 : 0;
    }

    public void Add(Tally other)
    {
        for (var clock = 0; clock < all.Length; clock++)
        {
            all[clock].Add(other.all[clock]);
            first[clock].Add(other.first[clock]);
            corrected[clock] += other.corrected[clock];
        }
        for (var verdict = 0; verdict < verdicts.Length; verdict++)
            verdicts[verdict] += other.verdicts[verdict];
        for (var kind = 0; kind < counts.Length; kind++)
            counts[kind] += other.counts[kind];
        Answered.Add(other.Answered);
        Resolved.Add(other.Resolved);
    }

    private static void Judge(Outcomes outcomes, CountedKind kind)
    {
        if (kind == CountedKind.Kept)
            outcomes.Met++;
        else
            outcomes.Breached++;
    }
}

/// <summary>The steps in which the age of open tickets is told; each begins where the one before ends.</summary>
internal static class AgeSteps
{
    private const double Day = 86_400;

    /// <summary>Days are exclusive ends: what is exactly one day old stands in the second step.</summary>
    public static readonly (string Name, string Title, int Days)[] All =
    [
        ("under1d", "Under a day", 1), ("under3d", "1 to 3 days", 3), ("under7d", "3 to 7 days", 7),
        ("under30d", "7 to 30 days", 30), ("over30d", "30 days and more", int.MaxValue),
    ];

    public static int IndexOf(double seconds) => Array.FindIndex(All, step => seconds < step.Days * Day);
}
