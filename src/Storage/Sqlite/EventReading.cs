namespace Muster.Storage.Sqlite;

/// <summary>Reads heads, events, snapshots and deadlines.</summary>
internal sealed class EventReading(Terms terms)
{
    private const string Columns = """
        SELECT s.name, e.version, e.position, e.type, e.happened, e.recorded, e.actor, e.cause, e.key, e.policy,
            e.epoch, e.body, e.digest, e.hash, t.salt, t.text
        FROM events e JOIN streams s ON s.key = e.stream LEFT JOIN texts t ON t.position = e.position
        """;

    private const string OfStream = Columns + """

        WHERE e.stream = (SELECT key FROM streams WHERE name = ?) AND e.version > ? ORDER BY e.version LIMIT ?
        """;

    private const string OfAll = Columns + "\nWHERE e.position > ? ORDER BY e.position LIMIT ?";

    public List<StoredEvent> Stream(Reading reading, StreamId stream, long after, int max) =>
        Events(reading, reading[OfStream].With(stream.Value).With(after).With(max));

    public List<StoredEvent> All(Reading reading, long after, int max) =>
        Events(reading, reading[OfAll].With(after).With(max));

    public static StreamHead? Head(Reading reading, StreamId stream)
    {
        var row = reading["SELECT version, hash, due_at, due_rank FROM streams WHERE name = ?"].With(stream.Value);
        var head = row.Next() ? new StreamHead(stream, row.Long(0), row.Blob(1), DeadlineOf(row, 2)) : null;
        row.Reset();
        return head;
    }

    /// <summary>Streams in the order in which they began, after one key; at most <paramref name="max"/>.</summary>
    public static List<(long Key, StreamHead Head)> Heads(Reading reading, long after, int max)
    {
        var row = reading["""
            SELECT version, hash, due_at, due_rank, key, name FROM streams WHERE key > ? ORDER BY key LIMIT ?
            """].With(after).With(max);
        var heads = new List<(long, StreamHead)>();
        while (row.Next())
            heads.Add((row.Long(4),
                new StreamHead(new StreamId(row.Text(5)), row.Long(0), row.Blob(1), DeadlineOf(row, 2))));
        return heads;
    }

    public static Snapshot? Snapshot(Reading reading, StreamId stream)
    {
        var row = reading["""
            SELECT version, body FROM snapshots WHERE stream = (SELECT key FROM streams WHERE name = ?)
            """].With(stream.Value);
        var snapshot = row.Next() ? new Snapshot(row.Long(0), row.Blob(1)) : null;
        row.Reset();
        return snapshot;
    }

    public static List<StreamDue> Due(Reading reading, NodaTime.Instant until, int max)
    {
        var row = reading["""
            SELECT name, version, due_at, due_rank FROM streams WHERE due_at <= ? ORDER BY due_at, due_rank, key LIMIT ?
            """].With(until).With(max);
        var due = new List<StreamDue>();
        while (row.Next())
            due.Add(new StreamDue(new StreamId(row.Text(0)), row.Long(1), new Deadline(row.Moment(2), row.Int(3))));
        return due;
    }

    private static Deadline? DeadlineOf(Statement row, int first) =>
        row.MomentOrNull(first) is { } due ? new Deadline(due, row.Int(first + 1)) : null;

    private List<StoredEvent> Events(Reading reading, Statement row)
    {
        var find = reading[Terms.Find];
        var events = new List<StoredEvent>();
        while (row.Next())
            events.Add(new StoredEvent
            {
                Stream = new StreamId(row.Text(0)),
                Version = row.Long(1),
                Position = row.Long(2),
                Type = terms.TextOf(row.Long(3), find),
                HappenedAt = row.Moment(4),
                RecordedAt = row.Moment(5),
                Actor = row.TextOrNull(6),
                Cause = row.TextOrNull(7),
                Key = row.TextOrNull(8),
                Policy = terms.TextOf(row.Long(9), find),
                Epoch = row.Long(10),
                Body = row.Blob(11),
                TextDigest = row.Blob(12),
                Hash = row.Blob(13),
                Salt = row.Blob(14),
                PersonalText = row.Blob(15),
            });
        return events;
    }
}
