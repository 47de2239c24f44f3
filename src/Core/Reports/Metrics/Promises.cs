using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>Promises kept and missed (S6): each cycle of each clock once, by its last outcome (S7).</summary>
internal sealed class Promises(MetricScope scope, Timescale scale)
{
    private readonly record struct Place(Instant At, Priority Priority, string Team, string Service);

    private readonly SortedDictionary<(string By, string Name, ClockKind Clock), (Outcomes All, Outcomes First)>
        counted = new(ByName.Order);
    private readonly Dictionary<(ClockKind Clock, int Cycle), (Place Place, bool Met)> outcomes = [];

    public Outcomes Whole { get; } = new();

    public void Ticket(IReadOnlyList<MetricMoment> story)
    {
        outcomes.Clear();
        foreach (var moment in story)
            Note(moment);
        foreach (var ((clock, cycle), (place, met)) in outcomes)
        {
            if (scope.Holds(place.At, place.Team, place.Service))
                Count(clock, cycle, place, met);
        }
    }

    public MetricTable Table(ClockKind clock) => new(
        clock == ClockKind.Response ? "response" : "resolution", $"{clock} promises kept and missed",
        [
            new("met", "Kept", MetricUnit.Count), new("breached", "Missed", MetricUnit.Count),
            new("compliance", "Share kept", MetricUnit.Share),
            new("firstCycle", "Share kept, first cycles", MetricUnit.Share),
        ],
        [
            .. counted.Where(each => each.Key.Clock == clock).Select(each => new MetricRow(
                each.Key.By, each.Key.Name,
                [
                    each.Value.All.Met, each.Value.All.Breached, each.Value.All.Compliance,
                    each.Value.First.Compliance,
                ])),
        ]);

    private void Note(MetricMoment moment)
    {
        var ticket = moment.Ticket;
        var place = new Place(moment.At, ticket.Priority, ticket.Team ?? "", ticket.Service ?? "");
        switch (moment.Fact)
        {
            case ClockMet met: outcomes[(met.Clock, met.Cycle)] = (place, true); break;
            case ClockBreached missed: outcomes[(missed.Clock, missed.Cycle)] = (place, false); break;
            case TicketReopened:
                var cycle = (ClockKind.Resolution, ticket.Resolution.Cycle);
                if (outcomes.TryGetValue(cycle, out var known) && known.Met)
                    outcomes.Remove(cycle); // S7: the same cycle goes on
                break;
        }
    }

    private void Count(ClockKind clock, int cycle, Place place, bool met)
    {
        Add(Whole, met);
        var week = scale.Stretches[scale.IndexOf(place.At.InUtc().Date)].From;
        (string By, string Name)[] places =
        [
            ("all", ""), ("priority", $"{place.Priority}"), ("team", place.Team), ("service", place.Service),
            ("week", ByName.Of(week)),
        ];
        foreach (var (by, name) in places)
        {
            if (!counted.TryGetValue((by, name, clock), out var found))
                counted.Add((by, name, clock), found = (new Outcomes(), new Outcomes()));
            Add(found.All, met);
            if (cycle == 1)
                Add(found.First, met);
        }
    }

    private static void Add(Outcomes outcomes, bool met)
    {
        if (met)
            outcomes.Met++;
        else
            outcomes.Breached++;
    }
}
