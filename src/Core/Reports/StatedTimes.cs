using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>A clock as it stands by the times that people stated.</summary>
/// <param name="IsCorrected">The coordinator recorded a breach in this cycle, and by the stated times there is none.
/// </param>
public readonly record struct StatedClock(ClockName Name, ClockReading Reading, bool IsCorrected);

/// <summary>
/// A ticket's figures by when things happened, as people said it and corrected it, beside when they were recorded
/// (section 1). What people did is told anew, each at its stated time; what the coordinator found by its clocks is
/// found anew. Nothing that it did is undone by that: a recorded breach stays, and is marked as corrected.
/// </summary>
/// <param name="Clocks">The response clock, the resolution clock, then those that the agreement adds.</param>
/// <param name="Corrected">Recorded breaches that are gone by the stated times, in any cycle.</param>
public sealed record StatedTimes(
    ImmutableArray<StatedClock> Clocks, ImmutableArray<(ClockName Clock, int Cycle)> Corrected)
{
    /// <summary>The cycles that missed their target by the stated times, in any cycle.</summary>
    public required ImmutableHashSet<(ClockName Clock, int Cycle)> Breached { get; init; }

    /// <summary>The figures of a clock that every ticket has, by the stated times.</summary>
    public StatedClock Of(ClockKind kind) => Clocks[(int)kind];

    /// <summary>The clock's figures by the stated times.</summary>
    /// <returns>Null where by the stated times the ticket has no such further clock.</returns>
    public StatedClock? Of(ClockName name) =>
        Clocks.FirstOrDefault(clock => clock.Name == name) is { Reading.Cycle: > 0 } found ? found : null;

    /// <param name="facts">All facts of the ticket up to <paramref name="at"/>, silent ones included, its opening
    /// first: a correction names a fact by its place among them.</param>
    /// <param name="policy">For facts that name none.</param>
    /// <returns>Null where nobody stated another time than that of the record.</returns>
    public static StatedTimes? Of(TicketId id, IReadOnlyList<DatedFact> facts, Instant at, Policy policy)
    {
        // what is entered into a major's timeline stands there at its own times and moves no clock
        if (facts.All(told => told.Fact is MajorEvent || told.Fact.HappenedAt is null))
            return null;
        var (ticket, found) = Told(id, facts, at, policy);
        var recorded = facts.Select(told => told.Fact).OfType<ClockBreached>()
            .Select(breach => (breach.Clock, breach.Cycle)).Distinct();
        ImmutableArray<(ClockName Clock, int Cycle)> gone = [.. recorded.Where(breach => !found.Contains(breach))];
        return new StatedTimes([.. ticket.Clocks.Select(Clock)], gone)
        {
            Breached = [.. found],
        };

        StatedClock Clock(ClockName name)
        {
            var reading = ClockReading.Of(ticket.Clock(name)!, at);
            return new StatedClock(name, reading, gone.Contains((name, reading.Cycle)));
        }
    }

    /// <summary>When each fact happened: the latest word about it, else when it was recorded.</summary>
    public static Instant[] MomentsOf(IReadOnlyList<DatedFact> facts)
    {
        var moments = new Instant[facts.Count];
        var (said, moved) = (Instant.MinValue, Instant.MinValue);
        for (var index = 0; index < facts.Count; index++)
        {
            var (at, fact) = facts[index];
            moments[index] = fact.HappenedAt is { } stated && fact is not TimeCorrected ? stated : at;
        }
        foreach (var correction in facts.Select(told => told.Fact).OfType<TimeCorrected>())
        {
            if (correction is { HappenedAt: { } corrected, Number: > 0 } && correction.Number <= facts.Count)
                moments[correction.Number - 1] = corrected;
        }
        for (var index = 0; index < facts.Count; index++)
        {
            // what followed from a command at once happened with it
            if (!facts[index].Fact.Auto)
                (said, moved) = (facts[index].At, moments[index]);
            else if (facts[index].At == said)
                moments[index] = moved;
        }
        return moments;
    }

    private static (TicketState Ticket, HashSet<(ClockName, int)> Breaches) Told(
        TicketId id, IReadOnlyList<DatedFact> facts, Instant at, Policy policy)
    {
        var moments = MomentsOf(facts);
        var breaches = new HashSet<(ClockName, int)>();
        var ticket = TicketState.From(id, (TicketOpened)facts[0].Fact, moments[0], facts[0].Under ?? policy);
        var told = Enumerable.Range(1, facts.Count - 1)
            .Where(index => !IsFoundAnew(facts[index].Fact))
            .Select(index => (Moment: Instant.Max(moments[0], moments[index]), facts[index].Fact,
                Under: facts[index].Under ?? policy))
            .OrderBy(fact => fact.Moment);
        foreach (var (moment, fact, under) in told)
        {
            Judge(moment, isEnd: false);
            ticket = ticket.Evolve(fact, moment, under);
        }
        Judge(at, isEnd: true);
        return (ticket, breaches);

        void Judge(Instant until, bool isEnd)
        {
            foreach (var name in ticket.Clocks.ToList())
            {
                var clock = ticket.Clock(name)!;
                if (clock.HasEnded || clock.HasBreached || DueOf(clock) is not { } due
                    || (!clock.IsRunning && due >= clock.Runs[^1].To) // S3: a paused clock is judged when it runs
                    || due > until || (due == until && !isEnd)) // S8: commands come first
                    continue;
                breaches.Add((name, clock.Cycle));
                ticket = ticket.Evolve(
                    new ClockBreached(name, clock.Cycle, clock.Elapsed(due), due, Retroactive: false), due, policy);
            }
        }
    }

    // S3: a limit that fell on the instant at which the clock stopped is due where it runs again
    private static Instant? DueOf(SlaClock clock) =>
        clock.IsRunning && clock.Banked == clock.Target ? clock.Due : clock.FirstReached(clock.Target);

    /// <summary>What the coordinator found by the recorded times, which moves no clock.</summary>
    private static bool IsFoundAnew(TicketEvent fact) => fact is ClockMet or ClockWarned or ClockBreached
        or WarningGiven or EscalationWithheld or TicketPaged or RuleCounted or RuleDeferred or RetargetJudged
        or TimeCorrected or PeopleAsked or (MajorEvent and not StatusPosted) // a post renews the next update
        || fact is TicketEscalated { Auto: true };
}
