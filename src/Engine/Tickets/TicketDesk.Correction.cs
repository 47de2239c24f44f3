using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

public sealed partial class TicketDesk
{
    /// <summary>
    /// Why a time cannot be corrected so; null where it can. What the coordinator did has its own instants, and nothing
    /// happened after somebody recorded it.
    /// </summary>
    private async Task<string?> FaultOf(CorrectTime correct, TicketRequest request, StreamId stream, Instant now)
    {
        if (request.HappenedAt is not { } happened || happened > now)
            return "happenedAt must be an instant that is past";
        var found = await store.ReadStream(stream, correct.Number - 1, 1).ConfigureAwait(false);
        if (found.Count == 0)
            return $"number {correct.Number} is no entry of this timeline, which shows the number of each";
        var fact = TicketEventFormat.Read(found[0]);
        return fact is TimeCorrected ? $"entry {correct.Number} is a correction itself; correct what it was about"
            : fact.Auto || fact.IsSilent ? $"entry {correct.Number} is the coordinator's own, whose times are exact"
            : happened > found[0].HappenedAt
                ? $"entry {correct.Number} was recorded at {found[0].HappenedAt} and cannot have happened later"
            : null;
    }

    /// <summary>
    /// A ticket's figures by the times that people stated; null where nobody stated one. Reads the whole story.
    /// </summary>
    public async Task<StatedTimes?> StatedTimesOf(TicketAt ticket)
    {
        if (!ticket.HasStatedTimes)
            return null;
        var facts = new List<DatedFact>();
        await foreach (var stored in TicketStreams.All(store, StreamId.Ticket(ticket.State.Id.Value))
            .ConfigureAwait(false))
        {
            facts.Add(new DatedFact(stored.HappenedAt, TicketEventFormat.Read(stored))
            {
                Under = policies.Of(stored.Policy),
            });
        }
        return StatedTimes.Of(ticket.State.Id, facts, Instant.Max(clock(), facts[^1].At), policies.Current);
    }
}
