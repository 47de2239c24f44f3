using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Engine.Export;
using Muster.Engine.Tickets;
using Muster.Files.Logs;
using Muster.Files.Reports;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Reports;

/// <summary>
/// What would be otherwise (S10): what was said to a ticket, and to those that it hangs together with, replayed twice,
/// as it was and with the assumptions. Both run under the policy that the ticket was opened by.
/// </summary>
internal sealed class AssumedRun(
    IEventStore store, StreamId stream, Policy policy, ImmutableArray<Assumption> assumptions)
{
    /// <summary>Bound: more hang together with no ticket that people can still look through.</summary>
    private const int MostTickets = 200;

    public async Task<Explained> Explain(Instant at)
    {
        var tickets = await Together().ConfigureAwait(false);
        if (tickets.Count > MostTickets)
            return Explained.Not($"more than {MostTickets} tickets hang together with {stream.Id}: "
                + "export the store and replay its log with --assume");
        var told = await StoreHistory.Read(store, tickets).ConfigureAwait(false);
        if (told.FirstOrDefault(fact => fact.Stream == stream) is not { } first)
            return Explained.Not($"{stream.Id} has no events");
        if (CommandLog.WhyNot(told) is { } why)
            return Explained.Not($"{why}: ask without an assumption");
        using var log = new MemoryStream();
        CommandLog.Write(log, told);

        var assumed = policy;
        foreach (var holiday in assumptions.Where(assumption => assumption.IsHoliday))
        {
            if (holiday.Over(assumed) is not { } over)
                return Explained.Not($"{holiday.Text}: the policy has no calendar {holiday.Calendar}; it has "
                    + string.Join(", ", policy.Calendars.Keys.Order(StringComparer.Ordinal)));
            assumed = over;
        }
        var (lines, fault) = Lines(first.Ticket, at, assumed);
        if (fault is not null)
            return Explained.Not(fault);
        var (real, _) = Run(log, first.Ticket, at, policy, []);
        var (otherwise, refused) = Run(log, first.Ticket, at, assumed, lines);
        return refused is not null
            ? Explained.Not($"the assumption could not be said: {refused}")
            : new Explained(otherwise, WhatIf.Of(real, otherwise), null);
    }

    private (List<LogLine> Lines, string? Fault) Lines(TicketId ticket, Instant at, Policy assumed)
    {
        var lines = new List<LogLine>();
        foreach (var assumption in assumptions.Where(assumption => !assumption.IsHoliday))
        {
            var line = assumption.Line(ticket.Value, at, assumed);
            if (line.Fault is { } fault)
                return ([], $"{assumption.Text}: {fault.Text}");
            lines.Add(line);
        }
        return ([.. lines.OrderBy(line => line.At)], null);
    }

    /// <summary>The explanation, and the first assumed line that was refused.</summary>
    private static (Explanation Explained, string? Refused) Run(
        MemoryStream log, TicketId ticket, Instant at, Policy under, List<LogLine> assumed)
    {
        var facts = new List<DatedFact>();
        string? refused = null;
        var replay = new LogReplay(under, withMajors: true, (moment, state, fact) =>
        {
            if (state.Id == ticket)
                facts.Add(new DatedFact(moment, fact));
        })
        {
            Until = at,
            Assumed = assumed,
            OnRefusal = (number, refusal) => refused ??= number == 0 ? refusal.Text : null,
        };
        log.Position = 0;
        replay.Run(log);
        return (Explanation.Of(ticket, facts, at, under, replay.Time.Neighbours), refused);
    }

    /// <summary>
    /// The ticket, what it was ever linked with by its own words or is linked with now, and from there on what they
    /// follow or were merged into.
    /// </summary>
    private async Task<HashSet<StreamId>> Together()
    {
        var found = new HashSet<StreamId> { stream };
        var open = new Queue<StreamId>(found);
        while (found.Count <= MostTickets && open.TryDequeue(out var next))
        {
            var stored = await store.ReadLinks(next).ConfigureAwait(false);
            var links = stored.Select(link => (link.Kind, link.To)).ToList();
            await foreach (var fact in TicketStreams.All(store, next).ConfigureAwait(false))
            {
                if (TicketEventFormat.Read(fact) is TicketLinked linked)
                    links.Add((linked.Kind, StreamId.Ticket(linked.To.Value)));
            }
            foreach (var (kind, to) in links)
            {
                var isWanted = next == stream || kind is LinkKind.Follows or LinkKind.Duplicate;
                if (isWanted && kind.PointsAtTicket() && found.Add(to))
                    open.Enqueue(to);
            }
        }
        return found;
    }
}
