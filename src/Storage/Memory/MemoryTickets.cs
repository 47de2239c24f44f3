using System.Collections.Immutable;

namespace Muster.Storage.Memory;

/// <summary>The ticket rows of a memory store; a list walks all of them.</summary>
internal static class MemoryTickets
{
    public static MemoryTicket With(MemoryTicket? ticket, TicketRow row)
    {
        var texts = ticket?.Texts ?? ImmutableSortedDictionary<long, string>.Empty;
        return new MemoryTicket(RowText.Shown(row), texts.SetItem(0, RowText.Head(row)));
    }

    public static TicketPage List(MemoryState state, TicketFilter filter)
    {
        var found = All(state, filter.Checked()).Take(filter.Limit + 1).ToList();
        var more = found.Count > filter.Limit;
        var page = found.Take(filter.Limit).ToList();
        return new TicketPage([.. page.Select(ticket => ticket.Value.Row)], more ? page[^1].Key : null);
    }

    public static long Count(MemoryState state, TicketFilter filter) => All(state, filter).LongCount();

    private static IEnumerable<KeyValuePair<long, MemoryTicket>> All(MemoryState state, TicketFilter filter)
    {
        var words = SearchWords.Asked(filter.Words);
        return state.Tickets.Reverse()
            .Where(ticket => !(ticket.Key >= filter.Cursor) && Matches(filter, ticket.Value.Row))
            .Where(ticket => words.Count == 0
                || ticket.Value.Texts.Values.Any(text => SearchWords.AllOccur(words, text)));
    }

    private static bool Matches(TicketFilter filter, TicketRow row) =>
        OneOf(filter.States, row.State) && OneOf(filter.Priorities, row.Priority) && OneOf(filter.Teams, row.Team)
        && OneOf(filter.Services, row.Service) && OneOf(filter.Major ?? [], row.Major)
        && filter.SeenBy?.Sees(row.Team, row.Service) != false
        && (filter.AtRisk is not { } risk || risk.Is == row.AtRiskFrom <= risk.At);

    private static bool OneOf<T>(ImmutableArray<T> wanted, T? value) =>
        wanted.IsEmpty || (value is not null && wanted.Contains(value));
}
