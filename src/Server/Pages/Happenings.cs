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

    public static string? RuleOf(TicketEvent fact) => fact.Rule == Rule.None ? null : $"{fact.Rule}";

    public static bool IsLoud(TicketEvent fact) => fact is TicketEscalated or ClockBreached or MajorDeclared;
}
