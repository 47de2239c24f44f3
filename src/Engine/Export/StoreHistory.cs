using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Export;

/// <summary>A fact of the store, in the order in which a replay of the same commands tells it.</summary>
/// <param name="Ticket">By the name that a replay gives: a follow-up is its first one's number, a slash and 2.</param>
/// <param name="ByTime">Time brought it, not a command.</param>
public sealed record ToldFact(Instant At, TicketId Ticket, TicketEvent Fact, string? Verb, string? Key, bool ByTime)
{
    public required StreamId Stream { get; init; }
}

/// <summary>
/// All facts about tickets, told as a replay tells them (S8). Kept in memory: some hundred bytes a fact.
/// </summary>
public static class StoreHistory
{
    private const int PageSize = 5_000;

    /// <summary>
    /// Forms of what no replay can bring about, which no history tells: it knows no stated time and nobody's load.
    /// </summary>
    public static IReadOnlyList<string> Served { get; } =
        [TicketEventFormat.NameOf(new TimeCorrected(1, null)), TicketEventFormat.NameOf(new PeopleAsked([], ""))];

    public static async Task<IReadOnlyList<ToldFact>> Read(IEventStore store)
    {
        var stored = new List<StoredEvent>();
        var position = 0L;
        while (await store.ReadAll(position, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
        {
            stored.AddRange(page.Where(fact => fact.Stream.Kind == "ticket"));
            position = page[^1].Position;
        }
        return await Told(store, stored).ConfigureAwait(false);
    }

    /// <summary>The facts of these tickets alone, told in the same way.</summary>
    public static async Task<IReadOnlyList<ToldFact>> Read(IEventStore store, IEnumerable<StreamId> tickets)
    {
        var stored = new List<StoredEvent>();
        foreach (var ticket in tickets)
        {
            var version = 0L;
            while (await store.ReadStream(ticket, version, PageSize).ConfigureAwait(false) is { Count: > 0 } page)
            {
                stored.AddRange(page);
                version = page[^1].Version;
            }
        }
        return await Told(store, stored).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<ToldFact>> Told(IEventStore store, List<StoredEvent> stored)
    {
        var order = new Dictionary<StreamId, int>();
        foreach (var opened in stored.Where(fact => fact.Version == 1)
            .OrderBy(fact => fact.HappenedAt).ThenBy(fact => fact.Position))
            order.Add(opened.Stream, order.Count);
        var names = await Names(store, order.Keys).ConfigureAwait(false);
        return
        [
            .. stored.Where(fact => !Served.Contains(fact.Type))
                .OrderBy(fact => fact.HappenedAt)
                .ThenBy(ByTime) // what is said at an instant comes before what time brings at it
                .ThenBy(fact => ByTime(fact) ? order[fact.Stream] : 0)
                .ThenBy(fact => fact.Position)
                .Select(fact => Told(fact, names)),
        ];
    }

    private static bool ByTime(StoredEvent fact) => fact.Cause == Tickets.LoadedTicket.ByTime;

    private static ToldFact Told(StoredEvent stored, Dictionary<string, string> names)
    {
        var fact = TicketEventFormat.Read(stored) switch
        {
            TicketLinked linked => linked with { To = new TicketId(NameOf(linked.To.Value)) },
            TicketUnlinked unlinked => unlinked with { To = new TicketId(NameOf(unlinked.To.Value)) },
            var other => other,
        };
        return new ToldFact(
            stored.HappenedAt, new TicketId(NameOf(stored.Stream.Id)), fact, stored.Cause, stored.Key, ByTime(stored))
        {
            Stream = stored.Stream,
        };

        string NameOf(string id) => names.GetValueOrDefault(id, id);
    }

    private static async Task<Dictionary<string, string>> Names(IEventStore store, IEnumerable<StreamId> tickets)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var first in tickets)
        {
            var latest = await store.ReadCounter(Tickets.TicketDesk.ChainCounter(first)).ConfigureAwait(false);
            for (var place = 2; place <= latest; place++)
            {
                if (await store.FindName($"{first.Id}/{place}").ConfigureAwait(false) is { } follows)
                    names[follows.Id] = $"{first.Id}/{place}";
            }
        }
        return names;
    }
}
