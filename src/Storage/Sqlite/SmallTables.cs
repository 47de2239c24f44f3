using Microsoft.Data.Sqlite;
using Muster.Core.Tickets;

namespace Muster.Storage.Sqlite;

/// <summary>Writes names, links and counters.</summary>
internal sealed class SmallTables(SqliteConnection connection) : IDisposable
{
    private readonly Statement holder = new(connection, "SELECT stream FROM names WHERE name = ?");
    private readonly Statement claim = new(connection, "INSERT INTO names VALUES(?, ?) ON CONFLICT(name) DO NOTHING");
    private readonly Statement link = new(connection, "INSERT INTO links VALUES(?, ?, ?) ON CONFLICT DO NOTHING");
    private readonly Statement unlink = new(connection,
        "DELETE FROM links WHERE source = ? AND kind = ? AND target = ?");
    private readonly Statement count = new(connection,
        "INSERT INTO counters VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = value + ?2");

    public StreamId? HolderOf(string name)
    {
        var found = holder.With(Names.Compared(name)).Next() ? new StreamId(holder.Text(0)) : (StreamId?)null;
        holder.Reset();
        return found;
    }

    public void Write(Batch batch)
    {
        foreach (var name in batch.Names)
            claim.With(Names.Compared(name.Name)).With(name.Stream.Value).Run();
        foreach (var change in batch.Links)
        {
            Write(change.Removed, change.From, change.Kind, change.To);
            if (change.Kind.Inverse() is { } inverse)
                Write(change.Removed, change.To, inverse, change.From);
        }
        foreach (var counter in batch.Counters)
            count.With(Counters.Stored(counter.Name)).With(counter.Add).Run();
    }

    public void Dispose()
    {
        Statement[] all = [holder, claim, link, unlink, count];
        foreach (var statement in all)
            statement.Dispose();
    }

    private void Write(bool removed, StreamId from, LinkKind kind, StreamId to) =>
        (removed ? unlink : link).With(from.Value).With((long)kind).With(to.Value).Run();
}

internal static class Counters
{
    // the store's own counters bear no prefix
    public static string Stored(string name) => "count/" + name;
}
