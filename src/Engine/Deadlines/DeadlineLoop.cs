using System.Collections.Concurrent;
using Muster.Engine.Hosting;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Deadlines;

/// <summary>
/// Wakes what is due. It asks the store for the rows that are due and for the next one after them, and scans nothing:
/// its cost is the number of things due. What it forgets between two steps the store knows.
/// </summary>
/// <param name="others">Wakes a stream of another kind than a ticket, by its kind; null where there are none.</param>
public sealed class DeadlineLoop(
    IEventStore store, TicketDesk desk, Func<Instant> clock,
    IReadOnlyDictionary<string, Func<StreamId, Task>>? others = null)
{
    private const int MostAtOnce = 100;

    /// <summary>So many wait to be preferred; what comes beyond takes its turn by the store's order.</summary>
    private const int MostPreferred = 1_000;

    private readonly ConcurrentQueue<(StreamId Stream, Instant Due)> preferred = new();

    /// <summary>
    /// Wakes a stream as soon as it is due, whatever has waited longer: what somebody says now, such as a fresh P1, is
    /// not held up by a backlog. A hint, which may be lost: the store has the row.
    /// </summary>
    public void Prefer(StreamId stream, Instant due)
    {
        if (preferred.Count < MostPreferred)
            preferred.Enqueue((stream, due));
    }

    /// <summary>
    /// Brings about what is due, at most 100 of it beside what is preferred, the most urgent of an instant first;
    /// returns how many were woken. One that cannot be woken holds up none of the others.
    /// </summary>
    /// <exception cref="AggregateException">Some could not be woken; they stay due.</exception>
    /// <exception cref="StoreFailedException">The store failed, which none of them can help.</exception>
    public async Task<int> Step()
    {
        // what falls on the present millisecond follows what may still be said in it (S8)
        var due = await store.Due(clock() - Duration.FromMilliseconds(1), MostAtOnce).ConfigureAwait(false);
        using var span = due.Count > 0 ? Measures.Spans.StartActivity("deadlines") : null;
        span?.SetTag("muster.due", due.Count);
        var failures = new List<Exception>();
        var woken = 0;
        foreach (var stream in due)
        {
            while (preferred.TryPeek(out var first) && first.Due < clock() && preferred.TryDequeue(out first))
                woken += await Wake(first.Stream, first.Due, failures).ConfigureAwait(false);
            woken += await Wake(stream.Stream, stream.Deadline.DueAt, failures).ConfigureAwait(false);
        }
        if (due.Count < MostAtOnce)
            preferred.Clear(); // no backlog: each of them was among the due, or is due next
        return failures.Count == 0 ? woken : throw new AggregateException(failures);
    }

    private async Task<int> Wake(StreamId stream, Instant due, List<Exception> failures)
    {
        try
        {
            await Wake(stream).ConfigureAwait(false);
            Measures.Late(clock() - due);
        }
        catch (Exception failure) when (failure is not (StoreFailedException or OutOfMemoryException))
        {
            failures.Add(new InvalidOperationException($"{stream} could not be woken", failure));
        }
        return 1;
    }

    private Task Wake(StreamId stream) =>
        others is not null && others.TryGetValue(stream.Kind, out var wake) ? wake(stream) : desk.Reach(stream);

    /// <summary>When there is something to do next, from now on; null when nothing is armed.</summary>
    public async Task<Instant?> Next() =>
        await store.NextDue().ConfigureAwait(false) + Duration.FromMilliseconds(1);
}
