using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// Resolutions that a reopening may still withdraw, because the same cycle then goes on (S7), and where each was
/// counted. Bounded by what was resolved within <paramref name="sameCycleWithin"/>.
/// </summary>
internal sealed class LatelyMet<T>(Duration sameCycleWithin)
{
    private readonly Dictionary<TicketId, (T Where, Instant At)> lately = [];
    private readonly Queue<(Instant At, TicketId Ticket)> inOrder = new();

    public void Met(Instant at, TicketId ticket, T where)
    {
        Forget(at);
        lately[ticket] = (where, at);
        inOrder.Enqueue((at, ticket));
    }

    /// <summary>True when the ticket's latest <c>sla-met</c> is withdrawn by its reopening at this instant.</summary>
    public bool Withdraw(Instant at, TicketId ticket, out T where)
    {
        Forget(at);
        var found = lately.Remove(ticket, out var met);
        where = met.Where;
        return found;
    }

    private void Forget(Instant now)
    {
        while (inOrder.TryPeek(out var oldest) && now - oldest.At > sameCycleWithin)
        {
            inOrder.Dequeue();
            if (lately.TryGetValue(oldest.Ticket, out var met) && met.At == oldest.At)
                lately.Remove(oldest.Ticket);
        }
    }
}
