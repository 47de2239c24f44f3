using Muster.Core.Reports.Metrics;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Reports;

/// <summary>
/// The figures of a period. What counts of a ticket is kept here and read anew only when something happened to it, so
/// an answer costs what happened since the last one, and one look at what is kept. The first one reads what was
/// recorded in the last 400 days, and what is open. It is a view and never truth. Bound: four million things that
/// count, 40 bytes each; of more, the tickets that nothing happened to for longest are forgotten, and with them the
/// time before. One answer is made at a time.
/// </summary>
public sealed class MetricBook(IEventStore store, PolicyBook policies) : IDisposable
{
    private const int PageSize = 1_000;

    /// <summary>By as much may a clock have been set back.</summary>
    private static readonly Duration ClockStep = Duration.FromHours(1);

    private readonly Dictionary<StreamId, TicketCounts> kept = [];
    private readonly HashSet<StreamId> touched = [];
    private readonly MetricNames names = new();
    private readonly MessageDelays messages = new(store);
    private readonly SemaphoreSlim one = new(1);
    private long? position;
    private long items;

    /// <summary>How many things that count are kept at most.</summary>
    public int Most { get; init; } = 4_000_000;

    /// <summary>Periods that begin earlier can no longer be told; null while all can.</summary>
    public Instant? Since { get; private set; }

    /// <param name="seenBy">Whose eyes it is for; null for those who see all.</param>
    /// <returns>Null where the period begins before <see cref="Since"/>.</returns>
    public async Task<MetricReport?> Take(
        MetricScope scope, TicketScope? seenBy, Instant now, CancellationToken stopped)
    {
        await one.WaitAsync(stopped).ConfigureAwait(false);
        try
        {
            await CatchUp(now, stopped).ConfigureAwait(false);
            return scope.From < Since ? null : Count(scope, seenBy, now);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private MetricReport Count(MetricScope scope, TicketScope? seenBy, Instant now)
    {
        var metrics = new DeskMetrics(scope, now);
        foreach (var ticket in kept.Values)
        {
            if (seenBy?.Sees(ticket.Place.Team, ticket.Place.Service) != false)
                metrics.Ticket(ticket);
        }
        foreach (var message in messages.Delivered)
        {
            if (IsMeant(message.About, scope, seenBy))
                metrics.Message(message.At, message.Delay);
        }
        return metrics.Take();
    }

    /// <summary>A message goes with its ticket; one about none, with the whole desk.</summary>
    private bool IsMeant(StreamId? about, MetricScope scope, TicketScope? seenBy) =>
        about is { } stream && kept.TryGetValue(stream, out var ticket)
            ? scope.Is(ticket.Place) && seenBy?.Sees(ticket.Place.Team, ticket.Place.Service) != false
            : scope.IsWhole && seenBy is null;

    /// <summary>Whoever was given up half way is gone on from.</summary>
    private async Task CatchUp(Instant now, CancellationToken stopped)
    {
        if (position is null)
            await Begin(now, stopped).ConfigureAwait(false);
        while (await store.ReadAll(position!.Value, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            stopped.ThrowIfCancellationRequested();
            foreach (var stored in page)
            {
                if (stored.Stream.Kind == "ticket")
                    touched.Add(stored.Stream);
            }
            position = page[^1].Position;
        }
        foreach (var stream in touched.ToArray())
        {
            stopped.ThrowIfCancellationRequested();
            await Read(stream).ConfigureAwait(false);
            touched.Remove(stream);
            if (items > Most)
                Forget();
        }
        await messages.CatchUp(stopped).ConfigureAwait(false);
    }

    /// <summary>From what was recorded in the last 400 days on, and with what is open.</summary>
    private async Task Begin(Instant now, CancellationToken stopped)
    {
        var from = now - Duration.FromDays(MetricScope.MostDays);
        var before = await Before(from - ClockStep).ConfigureAwait(false);
        if (before > 0)
        {
            Since = from;
            await foreach (var stream in OpenTickets.All(store, stopped).ConfigureAwait(false))
                touched.Add(stream);
        }
        position = before;
    }

    /// <summary>A position after which everything stands that was recorded from an instant on.</summary>
    private async Task<long> Before(Instant from)
    {
        var (low, high) = (0L, 1L);
        while (await IsEarlier(high).ConfigureAwait(false))
            (low, high) = (high, high * 2);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (await IsEarlier(middle).ConfigureAwait(false))
                low = middle;
            else
                high = middle;
        }
        return low;

        async Task<bool> IsEarlier(long position) =>
            await store.ReadAll(position, 1).ConfigureAwait(false) is [var next] && next.RecordedAt < from;
    }

    private async Task Read(StreamId stream)
    {
        var story = new List<MetricMoment>();
        LoadedTicket? ticket = null;
        await foreach (var stored in TicketStreams.All(store, stream).ConfigureAwait(false))
        {
            ticket = TicketStreams.Next(stream, ticket, stored, policies, out var fact);
            story.Add(new MetricMoment(
                stored.HappenedAt, stored.RecordedAt, ticket.State, fact, ticket.LastByTime,
                policies.Of(stored.Policy)));
        }
        var counts = TicketCounts.Of(story, names);
        items += counts.Items.Length - (kept.TryGetValue(stream, out var before) ? before.Items.Length : 0);
        kept[stream] = counts;
    }

    /// <summary>A tenth more than there is too much, so that it is not asked for again at once.</summary>
    private void Forget()
    {
        var longest = kept.Where(ticket => ticket.Value.Standing is null).OrderBy(ticket => ticket.Value.LastAt);
        foreach (var (stream, counts) in longest.ToArray())
        {
            if (items <= Most - Most / 10)
                return;
            kept.Remove(stream);
            items -= counts.Items.Length;
            Since = Instant.Max(Since ?? Instant.MinValue, counts.LastAt + Duration.FromMilliseconds(1));
        }
    }
}
