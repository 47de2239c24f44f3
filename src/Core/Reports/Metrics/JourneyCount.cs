using Muster.Core.Sla;
using Muster.Core.Tickets;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// From the opening to the first response and to the last resolution, in plain time, pauses included (MTTA, MTTR). One
/// that was cancelled or merged as a duplicate was not resolved; nobody responded to what its alert ended alone.
/// </summary>
internal static class JourneyCount
{
    /// <summary>CONTRACT: an alert's end resolves with this code what no person has begun.</summary>
    public const string EndedAlone = "auto";

    public static void Count(CountedItems items)
    {
        var story = items.Story;
        if (((TicketOpened)story[0].Fact).Status is not null)
            return; // an import that stands somewhere: nobody knows what was done before
        int? answered = null, resolved = null;
        for (var index = 0; index < story.Count; index++)
        {
            var (ticket, fact) = (story[index].Ticket, story[index].Fact);
            if (answered is null && ticket.Response is { End: ClockEnd.Met, Cycle: 1 })
                answered = index;
            if (fact is TicketResolved)
                resolved = index;
            else if (ticket.IsOpen)
                resolved = null;
        }
        if (answered is { } first && story[first].Fact is not TicketResolved { Code: EndedAlone })
            items.Span(CountedKind.Answered, first, items.At(first) - items.At(0));
        if (resolved is { } last)
            items.Span(CountedKind.Resolved, last, items.At(last) - items.At(0));
    }
}
