using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Zones;

/// <summary>
/// What other zone data does to the tickets of a store: the same facts under the same policies, counted anew. No fact
/// is written and none is changed, so what was warned of or breached stays so; what comes is woken for at its new
/// instant, and what should have come by now comes at once, at the instant of the change.
/// </summary>
/// <param name="before">All policies, typed with the data before.</param>
/// <param name="after">The same, typed with the data after, and maybe one more that is in force since.</param>
/// <param name="now">When the data after comes in use.</param>
public sealed class ZoneChange(IEventStore store, PolicyBook before, PolicyBook after, Instant now)
{
    private const int PageSize = 500;

    /// <summary>How often it is begun anew because somebody else wrote meanwhile.</summary>
    private const int MostAttempts = 5;

    // Before the first no ticket was opened, and what is due after the last nobody waits for.
    private static readonly Instant Earliest = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Duration Farthest = Duration.FromDays(20 * 366);

    private readonly Policy was = before.Current;

    /// <summary>The very policy of before: another one in force moves by itself, and not by its zones.</summary>
    private readonly Policy current = after.Of(before.Current.Version);

    /// <summary>What would move; changes nothing.</summary>
    public async Task<ZoneMoves> Foreseen() => (await Walk(null).ConfigureAwait(false)).Moves;

    /// <summary>Writes the dues and the next deadline of what moves; again, it writes nothing and lists the same.
    /// </summary>
    /// <exception cref="StoreFailedException">Another process goes on writing to the same tickets.</exception>
    public async Task<ZoneMoves> Make(WriterEpoch epoch)
    {
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (moves, isWhole) = await Walk(epoch).ConfigureAwait(false);
            if (isWhole)
                return moves;
        }
        throw new StoreFailedException(
            "Another process goes on writing to tickets whose zones moved.", mayHaveHappened: false);
    }

    private async Task<(ZoneMoves Moves, bool IsWhole)> Walk(WriterEpoch? epoch)
    {
        var zones = MovedZones(after.Versions.SelectMany(
            version => version.Policy.Calendars.Values.Select(calendar => calendar.Zone.Id)));
        var (listed, count, isWhole) = (ImmutableArray.CreateBuilder<MovedTicket>(), 0, true);
        var stretches = zones.SelectMany(zone => zone.Value).ToImmutableArray();
        for (TicketPage? page = null; !stretches.IsEmpty && page is null or { Next: not null };)
        {
            page = await store.ListTickets(new TicketFilter { Cursor = page?.Next, Limit = PageSize })
                .ConfigureAwait(false);
            var parts = new List<StreamAppend>();
            foreach (var row in page.Items.Where(row => IsTouched(row, stretches)))
            {
                var (ticket, part) = await Anew(row).ConfigureAwait(false);
                if (part is not null)
                    parts.Add(part);
                if (ticket is not null && ++count <= ZoneMoves.MostListed)
                    listed.Add(ticket);
            }
            if (epoch is not null)
                isWhole &= await Commit(epoch, parts).ConfigureAwait(false);
        }
        foreach (var (id, moved) in MovedZones(current.Schedules.Values.Select(schedule => schedule.Zone.Id)))
            zones[id] = moved;
        var shifts = MovedShifts.Between(was, current, now).ToList();
        return (new ZoneMoves(
            before.Zones.Name, after.Zones.Name,
            [.. zones.Select(zone => new MovedZone(zone.Key, zone.Value[0].Start))], listed.ToImmutable(), count,
            [.. shifts.Take(ZoneMoves.MostListed)], shifts.Count), isWhole);
    }

    /// <summary>The zones among these that show other times, and when; in the order of their names.</summary>
    private SortedDictionary<string, ImmutableArray<Interval>> MovedZones(IEnumerable<string> ids)
    {
        var moved = new SortedDictionary<string, ImmutableArray<Interval>>(StringComparer.Ordinal);
        foreach (var id in ids.Distinct())
        {
            if (before.Zones.Find(id) is { } one && after.Zones.Find(id) is { } other
                && ZoneDifferences.Between(one, other, Earliest, now + Farthest) is { IsEmpty: false } stretches)
                moved[id] = stretches;
        }
        return moved;
    }

    /// <summary>Whether anything that a ticket counted or waits for may lie in one of the stretches.</summary>
    private static bool IsTouched(TicketRow row, ImmutableArray<Interval> stretches)
    {
        var last = row.LastActivityAt;
        foreach (var at in (Instant?[])[row.NextDueAt, row.ResponseDueAt, row.ResolutionDueAt, row.AtRiskFrom])
            last = at > last ? at.Value : last;
        if (row.State != TicketStatus.Closed) // a clock beside the two may be due at any time
            last = Instant.MaxValue;
        return stretches.Any(stretch => stretch.Start <= last && stretch.End > row.OpenedAt);
    }

    /// <summary>What moves for a ticket, and what is to be written of it; null for nothing.</summary>
    private async Task<(MovedTicket? Moved, StreamAppend? Part)> Anew(TicketRow row)
    {
        var (old, ticket, policy) = await Folded(row.Stream).ConfigureAwait(false);
        var head = (await store.ReadHead(row.Stream).ConfigureAwait(false))!;
        var neighbours = await StoredNeighbours.Load(store, ticket.State.Id).ConfigureAwait(false);
        var next = TicketDeadlines.Next(old.State, was, neighbours);
        var newNext = TicketDeadlines.Next(ticket.State, current, neighbours);
        ImmutableArray<MovedClock> clocks =
        [
            .. ticket.State.Clocks.SelectMany(name => Moved(name, old.State.Clock(name)!, ticket.State.Clock(name)!)),
        ];
        var moved = clocks.IsEmpty && next == newNext
            ? null
            : new MovedTicket(row.Stream.Id, clocks, next, newNext);

        var shown = TicketRows.Of(ticket.State, policy);
        var deadline = next == newNext ? head.Deadline : Woken(ticket, newNext, head.Deadline);
        if (deadline == head.Deadline && HasSameTimes(shown, row))
            return (moved, null);
        return (moved, new StreamAppend(row.Stream, ticket.Version, [])
        {
            Deadline = deadline,
            Row = shown,
            Snapshot = TicketSnapshots.After(0, ticket, policy),
        });
    }

    /// <summary>The ticket as it was and as it is, and the policy of its latest fact.</summary>
    private async Task<(LoadedTicket Old, LoadedTicket Ticket, Policy Latest)> Folded(StreamId stream)
    {
        LoadedTicket? old = null, ticket = null;
        var latest = "";
        await foreach (var fact in TicketStreams.All(store, stream).ConfigureAwait(false))
        {
            old = TicketStreams.Next(stream, old, fact, before);
            ticket = TicketStreams.Next(stream, ticket, fact, after);
            latest = fact.Policy;
        }
        return (old!, ticket!, after.Of(latest));
    }

    private IEnumerable<MovedClock> Moved(ClockName name, SlaClock old, SlaClock clock)
    {
        if (clock.HasEnded || clock.HasBreached || old.Due == clock.Due)
            yield break;
        yield return new MovedClock(name, old.Due, clock.Due, clock.Due <= now && !(old.Due <= now));
    }

    /// <summary>
    /// What should have come while the data before was in use comes now: nothing is told of a moment at which nobody
    /// knew of it. What was due anyway before this start keeps its own instant.
    /// </summary>
    private Deadline? Woken(LoadedTicket ticket, Instant? next, Deadline? waiting)
    {
        if (next is not { } due)
            return null;
        var least = due >= now ? due : Instant.Min(waiting?.DueAt ?? now, now);
        return new Deadline(
            Instant.Max(Instant.Max(due, least), ticket.LastAt), TicketRows.RankOf(ticket.State));
    }

    private static bool HasSameTimes(TicketRow one, TicketRow other) =>
        (one.NextDueAt, one.ResponseDueAt, one.ResolutionDueAt, one.AtRiskFrom)
            == (other.NextDueAt, other.ResponseDueAt, other.ResolutionDueAt, other.AtRiskFrom);

    private async Task<bool> Commit(WriterEpoch epoch, List<StreamAppend> parts)
    {
        foreach (var chunk in parts.Chunk(BatchBounds.Streams))
        {
            var result = await epoch.Append(current => new Batch
            {
                Epoch = current,
                RecordedAt = now,
                Streams = [.. chunk],
            }).ConfigureAwait(false);
            if (result is not AppendResult.Appended)
                return false;
        }
        return true;
    }
}
