using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

public sealed partial class TicketDesk
{
    /// <summary>
    /// More than any policy lets come due of one ticket at once; a ticket beyond it goes on at the next wake.
    /// </summary>
    private const int MostSteps = 500;

    /// <summary>Lets time do to the ticket what is due strictly before now; harmless where nothing is.</summary>
    public async Task Reach(StreamId stream)
    {
        using (await locks.Enter(stream).ConfigureAwait(false))
        {
            for (var attempt = 0; attempt < MostAttempts; attempt++)
            {
                if (await streams.Load(stream).ConfigureAwait(false) is not { } ticket
                    || await CatchUp(ticket, clock()).ConfigureAwait(false))
                    return;
            }
        }
    }

    /// <summary>
    /// Writes what time brought before <paramref name="now"/>, each at its own instant, and the next deadline. False
    /// where somebody else wrote meanwhile.
    /// </summary>
    private async Task<bool> CatchUp(LoadedTicket ticket, Instant now)
    {
        var head = await store.ReadHead(ticket.Stream).ConfigureAwait(false);
        if (head!.Version != ticket.Version)
            return false;
        if (head.Deadline is not { } row || row.DueAt >= now)
            return true;
        var neighbours = await StoredNeighbours.Load(store, ticket.State.Id).ConfigureAwait(false);
        if (MajorDetection.IsClusterDue(ticket.State, policies.Current))
            await neighbours.WithUrgentOn(store, ticket.State.Service!).ConfigureAwait(false);
        var work = new TicketWork(ticket, policies.Current);
        for (var step = 0; step < MostSteps; step++)
        {
            if (TicketDeadlines.Next(work.State, policies.Current, neighbours) is not { } next)
                break;
            // a parent is woken at the end of its child, which may be later than what it waited for
            var at = Instant.Max(next, step == 0 ? row.DueAt : work.Loaded!.LastAt);
            if (at >= now)
                break;
            var decision = TicketDeadlines.Reach(work.State, new Context(at, policies.Current, neighbours));
            if (decision.Events.Count == 0)
                break;
            work.Note(decision, at, LoadedTicket.ByTime, null);
            await AskFurther(work, decision, at, LoadedTicket.ByTime).ConfigureAwait(false);
        }
        return await Commit(work, neighbours, now).ConfigureAwait(false);
    }

    private async Task<bool> Commit(TicketWork work, StoredNeighbours neighbours, Instant at)
    {
        var parts = await Parts(work, neighbours).ConfigureAwait(false);
        var ofOthers = await OfOthers(work, neighbours, at).ConfigureAwait(false);
        var result = await epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = at,
            Streams = [.. parts],
            Links = [.. work.Links],
            Messages = [.. Written(work, at), .. ofOthers],
        }).ConfigureAwait(false);
        if (result is AppendResult.Appended)
            Committed(parts, work, null);
        else
            Forget(parts);
        return result is AppendResult.Appended;
    }

    // L4: a reply that came too late to reopen opens a ticket that follows the old one
    private async Task<Opening> FollowUp(LoadedTicket old, ReplyToTicket reply, TicketRequest request, Instant at)
    {
        var first = await FirstOfChain(old.Stream).ConfigureAwait(false);
        string[] names = [first.Id, .. (await streams.Load(first).ConfigureAwait(false))!.State.Aliases];
        var latest = await LatestOfChain(first).ConfigureAwait(false);
        var place = Math.Max(latest, 1) + 1;
        while (await AnyTaken(names, place).ConfigureAwait(false))
            place++;
        var (stream, count) = await numbers.Next(at).ConfigureAwait(false);
        var work = new TicketWork(stream, 0, policies.Current);
        var decision = Ticket.OpenFollowUp(
            old.State, new TicketId(stream.Id), reply.Text, new Context(at, policies.Current, Alone.Instance));
        work.Note(decision, at, Verbs.Of(reply), request);
        await AskFurther(work, decision, at, Verbs.Of(reply)).ConfigureAwait(false);
        return new Opening(work, [.. names.Select(name => new NameClaim($"{name}/{place}", stream))])
        {
            Counts = [count, new CounterChange(ChainCounter(first), place - latest)],
        };
    }

    private async Task<bool> AnyTaken(string[] names, long place)
    {
        foreach (var name in names)
        {
            if (await store.FindName($"{name}/{place}").ConfigureAwait(false) is not null)
                return true;
        }
        return false;
    }

    private async Task<StreamId> FirstOfChain(StreamId stream)
    {
        var first = stream;
        while (await streams.Load(first).ConfigureAwait(false) is { State.Opening.Rule: Rule.L4 } ticket)
            first = StreamId.Ticket(ticket.State.Links.First(link => link.Kind == LinkKind.Follows).To.Value);
        return first;
    }

    private async Task<StreamId> NewestOfChain(StreamId first)
    {
        var latest = await LatestOfChain(first).ConfigureAwait(false);
        return latest == 0 ? first : (await store.FindName($"{first.Id}/{latest}").ConfigureAwait(false))!.Value;
    }

    /// <summary>The number of the latest that follows, from 2; 0 where none does.</summary>
    private Task<long> LatestOfChain(StreamId first) => store.ReadCounter(ChainCounter(first));

    internal static string ChainCounter(StreamId first) => $"chain/{first.Id}";
}
