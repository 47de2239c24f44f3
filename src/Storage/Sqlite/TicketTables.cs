using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>
/// Writes ticket rows and the index of words. A row whose indexed columns stay as they are is updated without touching
/// an index. Words go in at the end of the transaction in the order of their keys, which spares the index a flush each.
/// </summary>
internal sealed class TicketTables(SqliteConnection connection, Terms.Writing terms) : IDisposable
{
    private readonly Statement seen = new(connection, """
        SELECT state, priority, team, service, at_risk_from, number, title, requester, tags, person FROM tickets
        WHERE key = ?
        """);
    private readonly Statement add = new(connection, """
        INSERT INTO tickets(view, number, title, tier, requester, opened_at, last_activity_at, next_due_at,
            response_due_at, resolution_due_at, response_breached, resolution_breached, is_major, major, tags,
            state, priority, team, service, at_risk_from, person, key)
        VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """);
    private readonly Statement update = new(connection, """
        UPDATE tickets SET view = ?, number = ?, title = ?, tier = ?, requester = ?, opened_at = ?,
            last_activity_at = ?, next_due_at = ?, response_due_at = ?, resolution_due_at = ?, response_breached = ?,
            resolution_breached = ?, is_major = ?, major = ?, tags = ? WHERE key = ?
        """);
    private readonly Statement updateIndexed = new(connection, """
        UPDATE tickets SET state = ?, priority = ?, team = ?, service = ?, at_risk_from = ?, person = ? WHERE key = ?
        """);
    private readonly Statement remove = new(connection, "DELETE FROM tickets WHERE key = ?");
    private readonly Statement learn = new(connection, "INSERT INTO search(rowid, words) VALUES(?, ?)");
    private readonly Statement unlearn = new(connection, "DELETE FROM search WHERE rowid = ?");
    private readonly Statement unlearnAll = new(connection, "DELETE FROM search WHERE rowid >= ? AND rowid < ?");

    private readonly Statement blank = new(connection,
        "UPDATE tickets SET title = NULL, person = NULL, requester = NULL, tags = NULL WHERE key = ?");

    // Bound: one entry a text of the open transaction.
    private readonly SortedDictionary<long, (bool Replaces, string? Text)> words = [];

    /// <summary>A row that is not there yet.</summary>
    public void Add(long key, TicketRow row)
    {
        WithIndexed(WithOthers(add, row), row, terms.NumberOf(row.Team), terms.NumberOf(row.Service)).With(key).Run();
        Learn(key, 0, RowText.Head(row));
    }

    public void Write(long key, TicketRow row)
    {
        var (team, service) = (terms.NumberOf(row.Team), terms.NumberOf(row.Service));
        if (!seen.With(key).Next())
        {
            Add(key, row);
            return;
        }
        var sameIndexed = seen.Int(0) == (int)row.State && seen.Int(1) == (int)row.Priority
            && seen.LongOrNull(2) == team && seen.LongOrNull(3) == service
            && seen.LongOrNull(4) == row.AtRiskFrom?.ToUnixTimeMilliseconds() && seen.TextOrNull(9) == row.Person;
        var sameHead = seen.LongOrNull(3) == service && seen.Long(5) == row.Number && seen.TextOrNull(6) == row.Title
            && seen.TextOrNull(7) == row.Requester && seen.TextOrNull(8) == row.Tags;
        seen.Reset();
        WithOthers(update, row).With(key).Run();
        if (!sameIndexed)
            WithIndexed(updateIndexed, row, team, service).With(key).Run();
        if (!sameHead)
            words[SearchKey.First(key)] = (true, RowText.Head(row));
    }

    /// <summary>A text that stands there for the first time.</summary>
    public void Learn(long key, long version, string text)
    {
        if (SearchKey.Of(key, version) is { } place)
            words[place] = (words.TryGetValue(place, out var before) && before.Replaces, text);
    }

    public void Unlearn(long key, long version)
    {
        if (SearchKey.Of(key, version) is { } place)
            words[place] = (true, null);
    }

    /// <summary>Writes the row and all words of a ticket anew; null leaves neither.</summary>
    public void Rewrite(long key, StreamView? view)
    {
        remove.With(key).Run();
        unlearnAll.With(SearchKey.First(key)).With(SearchKey.First(key + 1)).Run();
        if (view is null)
            return;
        Add(key, view.Row);
        foreach (var (version, text) in view.SearchText)
            Learn(key, version, text);
    }

    /// <summary>Takes the words from a row, and the row from search, until it is written anew.</summary>
    public void Forget(long key)
    {
        unlearnAll.With(SearchKey.First(key)).With(SearchKey.First(key + 1)).Run();
        blank.With(key).Run();
    }

    public void WriteSearch()
    {
        foreach (var (place, (replaces, text)) in words)
        {
            if (replaces)
                unlearn.With(place).Run();
            if (text is not null)
                learn.With(place).With(text).Run();
        }
        words.Clear();
    }

    public void Forget() => words.Clear();

    public void Dispose()
    {
        Statement[] all = [seen, add, update, updateIndexed, remove, learn, unlearn, unlearnAll, blank];
        foreach (var statement in all)
            statement.Dispose();
    }

    private static Statement WithOthers(Statement statement, TicketRow row) => statement
        .With(row.View).With(row.Number).With(row.Title).With((long)row.Tier).With(row.Requester)
        .With(row.OpenedAt).With(row.LastActivityAt).With(row.NextDueAt).With(row.ResponseDueAt)
        .With(row.ResolutionDueAt).With(row.ResponseBreached).With(row.ResolutionBreached).With(row.IsMajor)
        .With(row.Major).With(row.Tags);

    private static Statement WithIndexed(Statement statement, TicketRow row, long? team, long? service) => statement
        .With((long)row.State).With((long)row.Priority).With(team).With(service).With(row.AtRiskFrom)
        .With(row.Person);
}
