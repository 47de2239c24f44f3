using Muster.Core.Tickets;

namespace Muster.Core.Reports.Metrics;

/// <summary>Who did how much, how loud it was, and what rules did and what became of that (E14).</summary>
internal static class BurdenCount
{
    public static void Count(CountedItems items)
    {
        var place = 0;
        Verdicts? verdicts = null;
        for (; place < items.Story.Count; place++)
        {
            var moment = items.Story[place];
            verdicts ??= new Verdicts(moment.Under, rule => Watch(items, place, rule));
            verdicts.Fact(items.At(place), moment.Ticket, moment.Fact);
            CountLoad(items, place, moment);
            CountNoise(items, place, moment.Fact);
        }
    }

    private static Action<Verdict> Watch(CountedItems items, int place, Rule rule)
    {
        var item = items.Count;
        items.Add(Counted.By(CountedKind.Act, items.At(place), items.Place(place), rule));
        return verdict => items.Judge(item, verdict);
    }

    private static void CountLoad(CountedItems items, int place, MetricMoment moment)
    {
        if (moment.Fact is TicketAssigned assigned)
        {
            if (assigned.Team is not null)
                items.Add(CountedKind.AssignedToTeam, place);
            if (assigned.To is { } to)
                items.Add(CountedKind.AssignedToPerson, place, name: to);
        }
        if (moment.Fact is TicketTriaged { Team: not null })
            items.Add(CountedKind.AssignedToTeam, place);
        if (moment.Fact is TicketResolved)
            items.Add(CountedKind.Solved, place, name: moment.IsByHand ? moment.Fact.By : null);
    }

    private static void CountNoise(CountedItems items, int place, TicketEvent fact)
    {
        switch (fact)
        {
            case TicketOpened: items.Add(CountedKind.Opened, place); break;
            case TicketResolved { Code: JourneyCount.EndedAlone }: items.Add(CountedKind.EndedAlone, place); break;
            case TicketPaged { To.IsEmpty: false } paged: items.Add(CountedKind.Paged, place, paged.To.Length); break;
            case ClockWarned or WarningGiven: items.Add(CountedKind.Warned, place); break;
            case EscalationWithheld: items.Add(CountedKind.Withheld, place); break;
            case TicketEscalated:
                items.Add(Counted.By(CountedKind.Escalated, items.At(place), items.Place(place), fact.Rule));
                break;
        }
    }
}
