using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// Promises kept and missed (S6): each cycle of each clock once, by its last outcome (S7), a breach for good. Where
/// people stated times, by these: a breach that is gone is kept and marked, one that is found is missed.
/// </summary>
internal static class PromiseCount
{
    public static void Count(CountedItems items)
    {
        var outcomes = new Dictionary<(ClockName Clock, int Cycle), (int Index, bool Met)>();
        for (var index = 0; index < items.Story.Count; index++)
            Note(outcomes, items.Story[index], index);
        if (outcomes.Count == 0)
            return;
        var stated = StatedOf(items);
        foreach (var ((clock, cycle), (index, met)) in outcomes)
        {
            var isKept = stated is null ? met : !stated.Breached.Contains((clock, cycle));
            if (!met && isKept)
                Add(CountedKind.Corrected);
            if (met || !isKept || HasEnded(items, clock, cycle))
                Add(isKept ? CountedKind.Kept : CountedKind.Missed);

            void Add(CountedKind kind)
            {
                if (clock.Further is null)
                    items.Add(Counted.Outcome(kind, items.At(index), items.Place(index), clock.Kind, cycle));
                else if (kind != CountedKind.Corrected)
                    items.Add(
                        kind == CountedKind.Kept ? CountedKind.FurtherKept : CountedKind.FurtherMissed, index,
                        name: clock.Further);
            }
        }
    }

    private static void Note(
        Dictionary<(ClockName Clock, int Cycle), (int Index, bool Met)> outcomes, MetricMoment moment, int index)
    {
        switch (moment.Fact)
        {
            case ClockMet met: outcomes[(met.Clock, met.Cycle)] = (index, true); break;
            case ClockBreached missed: outcomes[(missed.Clock, missed.Cycle)] = (index, false); break;
            default:
                var clock = moment.Ticket.Resolution;
                var cycle = ((ClockName)ClockKind.Resolution, clock.Cycle);
                if (!clock.HasEnded && outcomes.TryGetValue(cycle, out var known) && known.Met)
                    outcomes.Remove(cycle); // S7: the same cycle goes on
                break;
        }
    }

    /// <summary>Null where nobody stated another time.</summary>
    private static StatedTimes? StatedOf(CountedItems items)
    {
        var story = items.Story;
        return story.All(moment => moment.Fact.HappenedAt is null)
            ? null
            : StatedTimes.Of(
                story[^1].Ticket.Id,
                [.. story.Select(moment => new DatedFact(moment.At, moment.Fact) { Under = moment.Under })],
                story[^1].At, story[^1].Under);
    }

    /// <summary>A breach that is gone is a promise kept once its clock has ended; before that, nothing yet.</summary>
    private static bool HasEnded(CountedItems items, ClockName clock, int cycle)
    {
        var last = items.Story[^1].Ticket.Clock(clock);
        return last is null || last.Cycle > cycle || last.End == ClockEnd.Met;
    }
}
