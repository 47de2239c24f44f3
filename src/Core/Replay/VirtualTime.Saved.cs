using Muster.Core.Policies;
using Muster.Core.Tickets;

namespace Muster.Core.Replay;

/// <summary>Stopping between two lines and going on, as if it had not stopped.</summary>
public sealed partial class VirtualTime
{
    public ReplayState Save() => new(
        now,
        [.. desk.Places.Select(place => new SavedTicket(
            place.Ticket, place.IsTouched, place.First?.Order, place.FollowUp?.Order, place.FollowUps))],
        [.. desk.Places.SelectMany(place => SaidAt(place.Ticket.Id))],
        [.. keys.Remembered]);

    /// <param name="policy">The policy under which the state was saved.</param>
    public static VirtualTime Resume(ReplayState state, Policy policy, FactSink tell)
    {
        var time = new VirtualTime(policy, tell) { now = state.Now };
        var places = state.Tickets.Select(saved => time.desk.Add(saved.Ticket)).ToList();
        foreach (var (place, saved) in places.Zip(state.Tickets))
        {
            if (saved.First is { } first)
                place.First = places[first];
            if (saved.FollowUp is { } next)
                place.FollowUp = places[next];
            if (saved.FollowUps > 0)
                place.FollowUps = saved.FollowUps;
            if (saved.IsTouched)
                time.Touch(place);
        }
        foreach (var link in state.Links)
            time.desk.Graph.Add(link.From, link.Kind, link.To);
        foreach (var place in time.desk.Places)
        {
            time.Arm(place);
            place.Pack();
        }
        foreach (var key in state.Keys)
            time.keys.Remember(key.Key, key.Body, key.At);
        return time;
    }

    /// <summary>What is past has been judged; where it waits for something else, that will touch it.</summary>
    private void Arm(Place place)
    {
        if (TicketDeadlines.Next(place.Ticket, policy, desk) is not { } next || next < now)
            return;
        place.Next = next;
        Enter(place);
    }

    // The graph adds the other end by itself; in an order that does not hang on who said what first.
    private IEnumerable<SavedLink> SaidAt(TicketId ticket) =>
        from link in desk.Graph.Of(ticket)
        where link.Kind is not (LinkKind.Child or LinkKind.BlockedBy)
        where link.Kind != LinkKind.Relates || ticket < link.To
        orderby link.Kind, link.To
        select new SavedLink(ticket, link.Kind, link.To);
}
