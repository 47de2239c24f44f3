using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>Writes heads, events, texts and snapshots.</summary>
internal sealed class StreamTables(SqliteConnection connection, Terms.Writing terms, Chain chain) : IDisposable
{
    private readonly Statement head = new(connection, "SELECT key, version, hash FROM streams WHERE name = ?");
    private readonly Statement begin = new(connection,
        "INSERT INTO streams(version, hash, due_at, due_rank, key, name) VALUES(?, ?, ?, ?, ?, ?)");
    private readonly Statement lastKey = new(connection, "SELECT max(key) FROM streams");
    private readonly Statement move = new(connection,
        "UPDATE streams SET version = ?, hash = ?, due_at = ?, due_rank = ? WHERE key = ?");
    private readonly Statement addEvent = new(connection,
        "INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private readonly Statement addText = new(connection, "INSERT INTO texts VALUES(?, ?, ?)");
    private readonly Statement addSnapshot = new(connection,
        "INSERT INTO snapshots VALUES(?1, ?2, ?3) ON CONFLICT(stream) DO UPDATE SET version = ?2, body = ?3");
    private readonly Statement place = new(connection, "SELECT position FROM events WHERE stream = ? AND version = ?");
    private readonly Statement standIn = new(connection, "UPDATE texts SET salt = NULL, text = ? WHERE position = ?");
    private readonly Statement eraseText = new(connection, "DELETE FROM texts WHERE position = ?");
    private readonly Statement eraseSnapshot = new(connection, "DELETE FROM snapshots WHERE stream = ?");

    // The key given last; keys rise in the order in which streams begin.
    private long last;

    public long VersionOf(StreamId stream) => Head(stream).Version;

    public void Remember() => last = lastKey.Number() ?? 0;

    /// <summary>
    /// Writes what the part says; its expected version has been checked. Returns the stream's key, and whether it
    /// began.
    /// </summary>
    public (long Key, bool Began) Append(Batch batch, StreamAppend part, ref long position)
    {
        var (found, version, hash) = Head(part.Stream);
        var key = found ?? ++last;
        foreach (var fact in part.Events)
            hash = Add(batch, part.Stream, key, ++version, hash, ++position, fact);
        if (found is null)
            Bind(begin.With(version).With(hash), part).With(key).With(part.Stream.Value).Run();
        else
            Bind(move.With(version).With(hash), part).With(key).Run();
        if (part.Snapshot is { } snapshot)
            addSnapshot.With(key).With(version).With(snapshot).Run();
        return (key, found is null);
    }

    /// <summary>The stream's key where the text was there; null where there is nothing to erase.</summary>
    public long? Erase(Erasure erasure)
    {
        if (Head(erasure.Stream).Key is not { } key
            || place.With(key).With(erasure.Version).Number() is not { } position)
            return null;
        if (erasure.StandIn.IsEmpty)
            eraseText.With(position).Run();
        else
            standIn.With(erasure.StandIn).With(position).Run();
        eraseSnapshot.With(key).Run();
        return key;
    }

    public void Dispose()
    {
        Statement[] all =
            [head, begin, lastKey, move, addEvent, addText, addSnapshot, place, standIn, eraseText, eraseSnapshot];
        foreach (var statement in all)
            statement.Dispose();
    }

    private static Statement Bind(Statement statement, StreamAppend part) =>
        statement.With(part.Deadline?.DueAt).With((long?)part.Deadline?.Rank);

    private (long? Key, long Version, ReadOnlyMemory<byte> Hash) Head(StreamId stream)
    {
        if (!head.With(stream.Value).Next())
            return (null, 0, Chain.Root);
        var found = (head.Long(0), head.Long(1), head.Blob(2));
        head.Reset();
        return found;
    }

    private byte[] Add(
        Batch batch, StreamId stream, long key, long version, ReadOnlyMemory<byte> before, long position, NewEvent fact)
    {
        var sealing = Sealing.Of(chain, batch, stream, version, position, before, fact);
        var (type, policy) = (terms.NumberOf(fact.Type), terms.NumberOf(fact.Policy));
        addEvent.With(position).With(key).With(version).With(type).With(fact.HappenedAt).With(batch.RecordedAt)
            .With(fact.Actor).With(fact.Cause).With(fact.Key).With(policy).With(batch.Epoch).With(fact.Body)
            .WithSome(sealing.TextDigest).With(sealing.Hash).Run();
        if (!sealing.Salt.IsEmpty)
            addText.With(position).With(sealing.Salt).With(fact.PersonalText).Run();
        return sealing.Hash.ToArray();
    }
}
