using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// From the opening to the first response and to the last resolution, in plain time (MTTA, MTTR). A ticket counts where
/// that fell into the period; one that was cancelled, or merged as a duplicate, was not resolved.
/// </summary>
internal sealed class Journeys(MetricScope scope)
{
    private readonly SortedDictionary<(string By, string Name), (Spread Answered, Spread Resolved)> counted =
        new(ByName.Names);

    public void Ticket(IReadOnlyList<MetricMoment> story)
    {
        if (((TicketOpened)story[0].Fact).Status is not null)
            return; // an import: nobody knows when it began
        MetricMoment? answered = null, resolved = null;
        var opened = story[0].At;
        for (var index = 0; index < story.Count; index++)
        {
            var moment = story[index];
            if (answered is null && moment.Ticket.Response is { End: ClockEnd.Met, Cycle: 1 })
                answered = moment;
            resolved = moment.Fact switch
            {
                TicketResolved => moment,
                TicketReopened => null,
                _ => resolved,
            };
        }
        if (answered is { } first)
            Add(first, spreads => spreads.Answered.Add(first.At - opened));
        if (resolved is { } last)
            Add(last, spreads => spreads.Resolved.Add(last.At - opened));
    }

    public MetricTable Table() => new(
        "times", "Time to acknowledge and to resolve",
        [
            new("acknowledged", "Acknowledged", MetricUnit.Count),
            new("timeToAcknowledge", "Mean time to acknowledge", MetricUnit.Span),
            new("timeToAcknowledge50", "Half within", MetricUnit.Span),
            new("timeToAcknowledge95", "95 % within", MetricUnit.Span),
            new("resolved", "Resolved", MetricUnit.Count),
            new("timeToResolve", "Mean time to resolve", MetricUnit.Span),
            new("timeToResolve50", "Half within", MetricUnit.Span),
            new("timeToResolve95", "95 % within", MetricUnit.Span),
        ],
        [
            .. counted.Select(each => new MetricRow(each.Key.By, each.Key.Name,
                [.. Values(each.Value.Answered), .. Values(each.Value.Resolved)])),
        ]);

    private static IEnumerable<double?> Values(Spread spread) =>
        [spread.Count, spread.Mean, spread.Within(50), spread.Within(95)];

    private void Add(MetricMoment moment, Action<(Spread Answered, Spread Resolved)> add)
    {
        var ticket = moment.Ticket;
        if (!scope.Holds(moment.At, ticket.Team, ticket.Service))
            return;
        (string By, string Name)[] places =
        [
            ("all", ""), ("priority", $"{ticket.Priority}"), ("team", ticket.Team ?? ""),
            ("service", ticket.Service ?? ""),
        ];
        foreach (var place in places)
        {
            if (!counted.TryGetValue(place, out var found))
                counted.Add(place, found = (new Spread(), new Spread()));
            add(found);
        }
    }
}
