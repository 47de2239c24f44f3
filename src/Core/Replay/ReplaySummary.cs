using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>How often a clock was met and missed at one priority, over all cycles and in the first.</summary>
public sealed class Compliance
{
    public int Met { get; internal set; }
    public int Breached { get; internal set; }
    public int FirstMet { get; internal set; }
    public int FirstBreached { get; internal set; }

    /// <summary>Met / (met + breached); null without any outcome (S6).</summary>
    public double? Share => Ratio(Met, Breached);

    public double? FirstCycle => Ratio(FirstMet, FirstBreached);

    private static double? Ratio(int met, int breached) => met + breached == 0 ? null : (double)met / (met + breached);
}

/// <summary>
/// The figures of a replay, counted as it runs (CONTRACT, "Summary"). Bounded by what was resolved within the time in
/// which a reopening goes on with the same cycle, and by the open tickets whose escalations are not judged yet.
/// </summary>
public sealed class ReplaySummary(Policy policy)
{
    private readonly Compliance[] compliance = [.. Enumerable.Range(0, 8).Select(_ => new Compliance())];
    private readonly LatelyMet<(Priority Priority, bool First)> lately = new(policy.Lifecycle.SameCycleWithin);
    private readonly SortedDictionary<Rule, int> escalations = [];
    private readonly SortedDictionary<int, int> assignments = [];

    public int Tickets { get; private set; }
    public int Events { get; private set; }
    public int Refused { get; private set; }

    /// <summary>Lines that were read, blank ones left out.</summary>
    public int Lines { get; private set; }

    /// <summary>Lines marked as imported that were applied or had nothing to change.</summary>
    public int Imported { get; private set; }
    public int Forced { get; private set; }
    public int AutoClosed { get; private set; }
    public int AutoPending { get; private set; }
    public int Reopened { get; private set; }

    /// <summary>Rules that escalated, each with how often.</summary>
    public IReadOnlyDictionary<Rule, int> Escalations => escalations;

    /// <summary>What became of everything that escalated, proposed or reopened by itself (E14).</summary>
    public Verdicts Verdicts { get; } = new(policy);

    /// <summary>How many tickets were assigned so many times.</summary>
    public IReadOnlyDictionary<int, int> Assignments => assignments;

    public Compliance Of(ClockKind clock, Priority priority) => compliance[(int)clock * 4 + (int)priority - 1];

    public void Line(LogLine line, Refusal? refusal)
    {
        Lines++;
        if (refusal is not null)
            Refused++;
        else if (line.Command!.Imported)
            Imported++;
    }

    /// <summary>Counts one fact; <paramref name="ticket"/> is as it stands after it.</summary>
    public void Fact(Instant at, TicketState ticket, TicketEvent fact)
    {
        if (fact.IsSilent)
            return;
        Events++;
        Verdicts.Fact(at, ticket, fact);
        if (fact.Forced)
            Forced++;
        switch (fact)
        {
            case TicketOpened:
                Tickets++;
                Add(assignments, 0, 1);
                break;
            case TicketAssigned:
                Add(assignments, ticket.Assignments - 1, -1);
                Add(assignments, ticket.Assignments, 1);
                break;
            case TicketClosed { Rule: Rule.L2 }: AutoClosed++; break;
            case TicketHeld { Rule: Rule.L3 }: AutoPending++; break;
            case TicketEscalated: Add(escalations, fact.Rule, 1); break;
            case TicketReopened:
                Reopened++;
                Withdraw(at, ticket);
                break;
            case ClockMet met: CountMet(at, ticket, met); break;
            case ClockBreached breached:
                Of(breached.Clock, ticket.Priority).Breached++;
                if (breached.Cycle == 1)
                    Of(breached.Clock, ticket.Priority).FirstBreached++;
                break;
        }
    }

    private void CountMet(Instant at, TicketState ticket, ClockMet met)
    {
        var counted = Of(met.Clock, ticket.Priority);
        counted.Met++;
        if (met.Cycle == 1)
            counted.FirstMet++;
        if (met.Clock == ClockKind.Resolution)
            lately.Met(at, ticket.Id, (ticket.Priority, met.Cycle == 1));
    }

    // S7: reopened in the same cycle, its sla-met is withdrawn; the cycle's last outcome counts
    private void Withdraw(Instant at, TicketState ticket)
    {
        if (!lately.Withdraw(at, ticket.Id, out var met))
            return;
        var counted = Of(ClockKind.Resolution, met.Priority);
        counted.Met--;
        if (met.First)
            counted.FirstMet--;
    }

    private static void Add<TKey>(SortedDictionary<TKey, int> counts, TKey key, int by)
        where TKey : notnull
    {
        var count = counts.GetValueOrDefault(key) + by;
        if (count == 0)
            counts.Remove(key);
        else
            counts[key] = count;
    }
}
