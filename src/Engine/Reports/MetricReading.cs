using System.Collections.Immutable;
using Muster.Core.Reports.Metrics;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Reports;

/// <summary>
/// The figures of a period from the store's events. Reads the stories of the tickets to which something happened in it,
/// one at a time, and the rows of those that are open: its cost grows with the period, its memory with the names and
/// tickets of it. One is taken at a time, so that nobody keeps the store busy with it.
/// </summary>
public sealed class MetricReading(IEventStore store, PolicyBook policies) : IDisposable
{
    private const int PageSize = 1_000;
    private const int MessagePage = 500;

    /// <summary>What happened in a period is looked for in what was recorded until so long after it.</summary>
    private static readonly Duration LatestRecord = Duration.FromDays(7);

    /// <summary>By as much may a clock have been set back.</summary>
    private static readonly Duration ClockStep = Duration.FromHours(1);

    private static readonly ImmutableArray<TicketStatus> OpenStates =
        [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())];

    private readonly SemaphoreSlim one = new(1);

    /// <param name="seenBy">Whose eyes it is for; null for those who see all.</param>
    public async Task<MetricReport> Take(
        MetricScope scope, TicketScope? seenBy, Instant now, CancellationToken stopped)
    {
        await one.WaitAsync(stopped).ConfigureAwait(false);
        try
        {
            var metrics = new DeskMetrics(scope, policies.Current);
            foreach (var stream in await Touched(scope, stopped).ConfigureAwait(false))
            {
                stopped.ThrowIfCancellationRequested();
                var story = await Story(stream, scope.To).ConfigureAwait(false);
                if (story.Count > 0 && seenBy?.Sees(story[^1].Ticket.Team, story[^1].Ticket.Service) != false)
                    metrics.Ticket(story);
            }
            await Open(metrics, scope, seenBy, now, stopped).ConfigureAwait(false);
            if (scope is { Team: null, Service: null } && seenBy is null)
                await Messages(metrics, stopped).ConfigureAwait(false);
            return metrics.Report(now);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<HashSet<StreamId>> Touched(MetricScope scope, CancellationToken stopped)
    {
        var touched = new HashSet<StreamId>();
        var position = await Before(scope.From - ClockStep).ConfigureAwait(false);
        while (await store.ReadAll(position, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            stopped.ThrowIfCancellationRequested();
            foreach (var stored in page)
            {
                if (stored.Stream.Kind == "ticket" && stored.HappenedAt >= scope.From && stored.HappenedAt < scope.To)
                    touched.Add(stored.Stream);
            }
            position = page[^1].Position;
            if (page[^1].RecordedAt > scope.To + LatestRecord)
                break;
        }
        return touched;
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

    private async Task<List<MetricMoment>> Story(StreamId stream, Instant to)
    {
        var story = new List<MetricMoment>();
        LoadedTicket? ticket = null;
        await foreach (var stored in TicketStreams.All(store, stream).ConfigureAwait(false))
        {
            if (stored.HappenedAt >= to)
                break;
            ticket = TicketStreams.Next(stream, ticket, stored, policies);
            story.Add(new MetricMoment(
                stored.HappenedAt, stored.RecordedAt, ticket.State, TicketEventFormat.Read(stored),
                ticket.LastByTime));
        }
        return story;
    }

    private async Task Open(
        DeskMetrics metrics, MetricScope scope, TicketScope? seenBy, Instant now, CancellationToken stopped)
    {
        long? cursor = null;
        do
        {
            stopped.ThrowIfCancellationRequested();
            var page = await store.ListTickets(new TicketFilter
            {
                States = OpenStates,
                Teams = scope.Team is { } team ? [team] : [],
                Services = scope.Service is { } service ? [service] : [],
                SeenBy = seenBy,
                Cursor = cursor,
                Limit = TicketFilter.LargestLimit,
            }).ConfigureAwait(false);
            foreach (var row in page.Items)
                metrics.Open(new StandingTicket(row.Priority, row.Team, row.Person, now - row.OpenedAt));
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    private async Task Messages(DeskMetrics metrics, CancellationToken stopped)
    {
        var id = 0L;
        while (await store.ReadMessages(null, id, MessagePage).ConfigureAwait(false) is { Count: > 0 } page)
        {
            stopped.ThrowIfCancellationRequested();
            foreach (var stored in page)
            {
                if (stored is { State: OutboxState.Delivered, SettledAt: { } delivered })
                    metrics.Message(stored.Message.NotBefore, delivered);
            }
            id = page[^1].Id;
        }
    }
}
