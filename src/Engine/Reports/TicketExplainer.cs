using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Reports;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Reports;

/// <summary>An explanation, or why there is none.</summary>
/// <param name="WhatIf">What the assumptions change; null where nothing was assumed.</param>
/// <param name="Fault">In words for whoever asked; null where there is an explanation.</param>
public sealed record Explained(Explanation? Explanation, WhatIf? WhatIf, string? Fault)
{
    internal static Explained Not(string fault) => new(null, null, fault);
}

/// <summary>
/// S10 of a stored ticket: the past by its facts, the time to come by what time brings if nobody does anything, the
/// assumed by a replay of what was said. Reads the ticket and those that it hangs together with, never the whole
/// store.
/// </summary>
public sealed class TicketExplainer(IEventStore store, PolicyBook policies)
{
    /// <param name="at">The instant to explain, before or after <paramref name="now"/>.</param>
    public async Task<Explained> Explain(
        TicketId ticket, Instant at, ImmutableArray<Assumption> assumptions, Instant now)
    {
        var stream = StreamId.Ticket(ticket.Value);
        var facts = await Facts(stream).ConfigureAwait(false);
        if (facts[0].At > at)
            return Explained.Not($"{ticket} was not yet open at {at}; it was opened at {facts[0].At}");
        if (!assumptions.IsEmpty)
            return await new AssumedRun(store, stream, facts[0].Under!, assumptions).Explain(at).ConfigureAwait(false);
        INeighbours neighbours = at < now
            ? await PastNeighbours.Load(store, policies, stream, at).ConfigureAwait(false)
            : await StoredNeighbours.Load(store, ticket).ConfigureAwait(false);
        var policy = at < now ? policies.InForceAt(at) : policies.Current;
        if (facts[^1].At <= at)
            facts.AddRange(Ahead(ticket, facts, policy, neighbours, at));
        return new Explained(Explanation.Of(ticket, facts, at, policy, neighbours), null, null);
    }

    private async Task<List<DatedFact>> Facts(StreamId stream)
    {
        var facts = new List<DatedFact>();
        await foreach (var stored in TicketStreams.All(store, stream).ConfigureAwait(false))
        {
            facts.Add(new DatedFact(stored.HappenedAt, TicketEventFormat.Read(stored))
            {
                Under = policies.Of(stored.Policy),
            });
        }
        return facts;
    }

    /// <summary>
    /// What time brings up to the instant and nobody has written: it is late by a moment, or still ahead.
    /// </summary>
    private static ImmutableArray<DatedFact> Ahead(
        TicketId id, List<DatedFact> facts, Policy policy, INeighbours neighbours, Instant at)
    {
        var (opened, first) = facts[0];
        var ticket = TicketState.From(id, (TicketOpened)first, opened, facts[0].Under!);
        foreach (var told in facts.Skip(1))
            ticket = ticket.Evolve(told.Fact, told.At, told.Under!);
        return Forecast.Of(ticket, policy, facts[^1].At, neighbours, at);
    }
}
