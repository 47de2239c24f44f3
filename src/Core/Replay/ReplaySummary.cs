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
    private readonly Compliance[] compliance = FourEach(2);
    private readonly SortedDictionary<string, Compliance[]> further = new(
        policy.Sla.SelectMany(entry => entry.Clocks).Select(clock => clock.Name).Distinct()
            .ToDictionary(name => name, _ => FourEach(1)),
        StringComparer.Ordinal);
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

    /// <summary>Response, resolution, and by name those that the policy adds.</summary>
    public IEnumerable<ClockName> Clocks =>
        [ClockKind.Response, ClockKind.Resolution, .. further.Keys.Select(name => new ClockName(default, name))];

    /// <param name="clock">One of <see cref="Clocks"/>.</param>
    public Compliance Of(ClockName clock, Priority priority) => clock.Further is { } name
        ? further[name][(int)priority - 1]
        : compliance[(int)clock.Kind * 4 + (int)priority - 1];

    private static Compliance[] FourEach(int clocks) =>
        [.. Enumerable.Range(0, clocks * 4).Select(_ => new Compliance())];

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
        {
            Forced++;
            if (ticket.IsOpen)
                Withdraw(at, ticket); // what a forced line takes out of Resolved has been reopened for its clocks
        }
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
                Withdraw(ticket, breached.Clock, breached.Cycle);
                Of(breached.Clock, ticket.Priority).Breached++;
                if (breached.Cycle == 1)
                    Of(breached.Clock, ticket.Priority).FirstBreached++;
                break;
        }
    }

    private void CountMet(Instant at, TicketState ticket, ClockMet met)
    {
        Withdraw(ticket, met.Clock, met.Cycle);
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

    // the state of a further clock remembers it
    private void Withdraw(TicketState ticket, ClockName clock, int cycle)
    {
        if (clock.Further is not { } name || FurtherClocks.Of(ticket.Further, name) is not { } further)
            return;
        var its = further.Clock.Cycle == cycle ? further : further.Renewed;
        if (its?.Withdrawn is not { } priority)
            return;
        Of(clock, priority).Met--;
        if (cycle == 1)
            Of(clock, priority).FirstMet--;
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
