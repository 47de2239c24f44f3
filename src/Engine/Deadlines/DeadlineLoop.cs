using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Deadlines;

/// <summary>
/// Wakes what is due. It asks the store for the rows that are due and for the next one after them, and scans nothing:
/// its cost is the number of things due. What it forgets between two steps the store knows.
/// </summary>
public sealed class DeadlineLoop(IEventStore store, TicketDesk desk, Func<Instant> clock)
{
    private const int MostAtOnce = 100;

    /// <summary>
    /// Brings about what is due, at most 100 of it, the most urgent of an instant first; returns how many were woken.
    /// </summary>
    public async Task<int> Step()
    {
        // what falls on the present millisecond follows what may still be said in it (S8)
        var due = await store.Due(clock() - Duration.FromMilliseconds(1), MostAtOnce).ConfigureAwait(false);
        foreach (var stream in due)
            await desk.Reach(stream.Stream).ConfigureAwait(false);
        return due.Count;
    }

    /// <summary>When there is something to do next, from now on; null when nothing is armed.</summary>
    public async Task<Instant?> Next() =>
        await store.NextDue().ConfigureAwait(false) + Duration.FromMilliseconds(1);
}
