using System.Text;
using Muster.Core.Escalation;
using Muster.Core.Tickets;

namespace Muster.Storage.Sqlite;

/// <summary>
/// Reads lists of tickets. Without words it walks an index that holds every column a filter may ask for, newest first,
/// so the worst list costs one walk over narrow rows; whole rows are read for the page alone. An index for each team or
/// service would make rare ones faster and every opening slower, by a page somewhere in the file for each.
/// </summary>
internal sealed class TicketReading(Terms terms)
{
    private const string Columns = """
        SELECT t.key, s.name, t.view, t.number, t.title, t.state, t.priority, t.tier, t.team, t.person, t.service,
            t.requester, t.opened_at, t.last_activity_at, t.next_due_at, t.response_due_at, t.resolution_due_at,
            t.response_breached, t.resolution_breached, t.at_risk_from, t.is_major, t.tags, t.major
        FROM tickets t JOIN streams s ON s.key = t.key
        """;

    public TicketRow? Find(Reading reading, StreamId stream)
    {
        var row = reading[Columns + "\nWHERE s.name = ?"].With(stream.Value);
        var found = row.Next() ? Row(row, reading) : null;
        row.Reset();
        return found;
    }

    public TicketPage List(Reading reading, TicketFilter filter)
    {
        var keys = Keys(reading, filter.Checked());
        var more = keys.Count > filter.Limit;
        if (more)
            keys.RemoveAt(filter.Limit);
        var byKey = reading[Columns + "\nWHERE t.key = ?"];
        var rows = new List<TicketRow>(keys.Count);
        foreach (var key in keys)
        {
            byKey.With(key).Next();
            rows.Add(Row(byKey, reading));
            byKey.Reset();
        }
        return new TicketPage(rows, more ? keys[^1] : null);
    }

    public static long CountOpen(Reading reading, string person) => reading["""
        SELECT count(*) FROM tickets INDEXED BY tickets_person WHERE person = ? AND state NOT IN (5, 6)
        """].With(person).Number() ?? 0;

    public static long Count(Reading reading, TicketFilter filter) =>
        Found(reading, filter, SearchWords.Asked(filter.Words), "count(DISTINCT t.key)", "").Number() ?? 0;

    /// <summary>One key more than the page holds, where there is one.</summary>
    private static List<long> Keys(Reading reading, TicketFilter filter)
    {
        var words = SearchWords.Asked(filter.Words);
        var row = Found(
            reading, filter, words, "t.key",
            words.Count > 0 ? " ORDER BY search.rowid DESC" : " ORDER BY t.key DESC LIMIT ?");
        if (words.Count == 0)
            row.With(filter.Limit + 1);
        var keys = new List<long>();
        while (keys.Count <= filter.Limit && row.Next())
        {
            // several texts of one ticket lie side by side
            if (keys.Count == 0 || keys[^1] != row.Long(0))
                keys.Add(row.Long(0));
        }
        row.Reset();
        return keys;
    }

    /// <summary>What is asked of the tickets that the filter holds for, with all bound but what its end asks.</summary>
    private static Statement Found(
        Reading reading, TicketFilter filter, List<string> words, string what, string end)
    {
        var conditions = new FilterText(filter);
        var numbers = reading["SELECT id FROM terms WHERE text = ?"];
        var sql = new StringBuilder("SELECT ").Append(what);
        if (words.Count > 0)
            sql.Append(" FROM search CROSS JOIN tickets t INDEXED BY tickets_all")
                .Append(" ON t.key = search.rowid >> 20")
                .Append(" WHERE search MATCH ? AND search.rowid < ?");
        else
            sql.Append(" FROM tickets t INDEXED BY ")
                .Append(filter.Major is { IsEmpty: false } ? "tickets_major" : "tickets_all") // majors are few
                .Append(" WHERE t.key < ?");
        conditions.Write(sql);
        var row = reading[sql.Append(end).ToString()];
        if (words.Count > 0)
            row.With(Match(words)).With(filter.Cursor is { } before ? SearchKey.First(before) : long.MaxValue);
        else
            row.With(filter.Cursor ?? long.MaxValue);
        conditions.Bind(row, name => numbers.With(name).Number() ?? -1); // -1: a name that no row can have
        return row;
    }

    private static string Match(List<string> words) =>
        string.Join(' ', words.Select(word => word.EndsWith('*') ? $"\"{word[..^1]}\"*" : $"\"{word}\""));

    private TicketRow Row(Statement row, Reading reading)
    {
        var find = reading[Terms.Find];
        return new TicketRow
        {
            Stream = new StreamId(row.Text(1)),
            View = row.Int(2),
            Number = row.Long(3),
            Title = row.TextOrNull(4),
            State = (TicketStatus)row.Int(5),
            Priority = (Priority)row.Int(6),
            Tier = (Tier)row.Int(7),
            Team = row.LongOrNull(8) is { } team ? terms.TextOf(team, find) : null,
            Person = row.TextOrNull(9),
            Service = row.LongOrNull(10) is { } service ? terms.TextOf(service, find) : null,
            Requester = row.TextOrNull(11),
            OpenedAt = row.Moment(12),
            LastActivityAt = row.Moment(13),
            NextDueAt = row.MomentOrNull(14),
            ResponseDueAt = row.MomentOrNull(15),
            ResolutionDueAt = row.MomentOrNull(16),
            ResponseBreached = row.Flag(17),
            ResolutionBreached = row.Flag(18),
            AtRiskFrom = row.MomentOrNull(19),
            IsMajor = row.Flag(20),
            Tags = row.TextOrNull(21),
            Major = row.TextOrNull(22),
        };
    }
}
