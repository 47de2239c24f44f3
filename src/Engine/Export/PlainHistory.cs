using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Storage;

namespace Muster.Engine.Export;

/// <summary>
/// A history as a replay tells it in which no major does anything by itself (ADR 0009): what the coordinator wrote
/// about majors is left out, and what of it moves the ticket's clocks stands there as said by it.
/// </summary>
public static class PlainHistory
{
    public static IEnumerable<ToldFact> Of(IEnumerable<ToldFact> history)
    {
        var offers = new Dictionary<(StreamId, string), string>();
        foreach (var told in history.Where(told => !RepeatsAnOffer(offers, told)))
        {
            switch (told.Fact)
            {
                case SeverityChanged { Auto: true } changed:
                    yield return Said(told, "severity", changed with { Rule = Rule.None, Auto = false });
                    break;
                case Relapsed { Auto: true }: yield return Said(told, "declare", Relapsed.Said); break;
                case MajorEvent { Auto: true } or CandidateRejected:
                case TaskEnded { Number: MajorTask.Diagnosis }:
                    break;
                case MajorDeclared { Auto: true } declared:
                    yield return Said(told, "declare", new MajorDeclared(declared.Severity));
                    break;
                case MajorDeclared declared:
                    yield return told with { Fact = declared with { Reason = null }, Verb = "declare" };
                    break;
                case TicketResumed { Rule: Rule.M3 }: yield return Said(told, "resume", new TicketResumed()); break;
                case MajorStoodDown stood: yield return told with { Fact = stood with { Review = null } }; break;
                default: yield return told; break;
            }
        }
    }

    /// <summary>
    /// Somebody is asked for a role who was asked before by a person: in between the coordinator went on to the next,
    /// which is not told here, so that nothing has changed.
    /// </summary>
    private static bool RepeatsAnOffer(Dictionary<(StreamId, string), string> offers, ToldFact told)
    {
        switch (told.Fact)
        {
            case RoleOffered { Auto: false } offered:
                var key = KeyOf(offered.Role, offered.To);
                if (offers.TryGetValue(key, out var standing)
                    && standing.Equals(offered.To, StringComparison.OrdinalIgnoreCase))
                    return true;
                offers[key] = offered.To;
                return false;
            case RoleAccepted { Auto: false } accepted:
                offers.Remove(KeyOf(accepted.Role, accepted.To));
                return false;
            case MajorStoodDown:
                foreach (var gone in offers.Keys.Where(one => one.Item1 == told.Stream).ToList())
                    offers.Remove(gone);
                return false;
            default:
                return false;
        }

        // any number may help, each by himself; of the other roles there is one
        (StreamId, string) KeyOf(string role, string person) =>
            (told.Stream, role == MajorWords.Responder ? $"{role} {person.ToUpperInvariant()}" : role);
    }

    private static ToldFact Said(ToldFact told, string verb, TicketEvent fact) =>
        told with { Fact = fact with { By = Ticket.Coordinator }, Verb = verb, ByTime = false };
}
