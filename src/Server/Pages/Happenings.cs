using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Pages;
using Muster.Storage;

namespace Muster.Server.Pages;

/// <summary>Stored facts in the words of a timeline.</summary>
internal static class Happenings
{
    /// <summary>In their order; silent ones, and what is of no ticket, are left out.</summary>
    public static IEnumerable<Happened> Of(IEnumerable<StoredEvent> stored)
    {
        foreach (var fact in stored.Where(fact => fact.Stream.Kind == "ticket"))
        {
            var told = TicketEventFormat.Read(fact);
            if (EventWords.Of(told) is { } words)
                yield return new Happened(
                    fact.HappenedAt, fact.Stream.Id, RuleOf(told), words, EventWords.Who(told), IsLoud(told));
        }
    }

    /// <summary>The whole story of one ticket, with the number of each entry and the times people stated.</summary>
    public static IEnumerable<Happened> OfTicket(IReadOnlyList<StoredEvent> stored, IReadOnlyList<DatedFact> facts)
    {
        var moments = StatedTimes.MomentsOf(facts);
        for (var index = 0; index < stored.Count; index++)
        {
            var (fact, told) = (stored[index], facts[index].Fact);
            foreach (var happened in Of([fact]))
                yield return happened with
                {
                    Number = fact.Version,
                    StatedAt = told.Auto || moments[index] == fact.HappenedAt ? null : moments[index],
                    IsCorrectable = !told.Auto && told is not TimeCorrected,
                };
        }
    }

    public static string? RuleOf(TicketEvent fact) => fact.Rule == Rule.None ? null : $"{fact.Rule}";

    public static bool IsLoud(TicketEvent fact) => fact is TicketEscalated or ClockBreached or MajorDeclared;
}
