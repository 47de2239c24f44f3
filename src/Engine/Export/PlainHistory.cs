using Muster.Core.Majors;
using Muster.Core.Tickets;

namespace Muster.Engine.Export;

/// <summary>
/// A history as a replay tells it in which no major does anything by itself (ADR 0009): what the coordinator wrote
/// about majors is left out, and what of it moves the ticket's clocks stands there as said by it.
/// </summary>
public static class PlainHistory
{
    public static IEnumerable<ToldFact> Of(IEnumerable<ToldFact> history)
    {
        foreach (var told in history)
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

    private static ToldFact Said(ToldFact told, string verb, TicketEvent fact) =>
        told with { Fact = fact with { By = Ticket.Coordinator }, Verb = verb, ByTime = false };
}
