using Muster.Core.Escalation;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

public sealed partial class TicketDesk
{
    /// <summary>Latest facts of a ticket among which those who were asked before are looked for.</summary>
    private const int FactsLooked = 1_000;

    /// <summary>
    /// E8: an escalated P1 or P2 asks for further people, in the same commit. A replay knows of no one's load and asks
    /// nobody, so an exported log and its journal leave the fact out.
    /// </summary>
    private async Task AskFurther(TicketWork work, Decision decision, Instant at, string cause)
    {
        if (!decision.Events.Any(fact => fact is TicketEscalated))
            return;
        var stored = await store.ReadStream(
            work.Stream, Math.Max(0, work.Began - FactsLooked), FactsLooked).ConfigureAwait(false);
        string[] asked = [.. stored.Select(TicketEventFormat.Read).OfType<PeopleAsked>()
            .SelectMany(fact => fact.To).Concat(work.Asked)];
        var candidates = FurtherPeople.Candidates(work.State, asked, policies.Current, at);
        var open = new Dictionary<string, long>();
        foreach (var candidate in candidates)
            open[candidate.Person] = await store.CountOpen(candidate.Person).ConfigureAwait(false);
        if (FurtherPeople.Choose(candidates, open, asked.Length == 0) is { } chosen)
            work.Note(new Decision(work.State, [chosen]), at, cause, null);
    }
}
