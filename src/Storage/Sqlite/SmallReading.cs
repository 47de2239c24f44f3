using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>Reads the outbox, the audit, names, links and counters.</summary>
internal static class SmallReading
{
    public static List<StoredMessage> Messages(Reading reading, StreamId? about, long after, int max)
    {
        const string Columns = """
            SELECT id, state, attempts, reason, settled_at, key, kind, about, rank, not_before, body FROM outbox
            WHERE id > ?
            """;
        var row = about is { } stream
            ? reading[Columns + " AND about = ? ORDER BY id LIMIT ?"].With(after).With(stream.Value).With(max)
            : reading[Columns + " ORDER BY id LIMIT ?"].With(after).With(max);
        var messages = new List<StoredMessage>();
        while (row.Next())
            messages.Add(new StoredMessage(
                row.Long(0), (OutboxState)row.Int(1), row.Int(2), row.TextOrNull(3), row.MomentOrNull(4),
                MessageRow.Read(row, first: 5)));
        return messages;
    }

    public static Instant? NextSend(Reading reading)
    {
        long? next = null;
        for (var rank = 0; rank <= OutboxMessage.LowestRank; rank++)
        {
            var ready = reading["SELECT min(ready_at) FROM outbox WHERE state = 0 AND rank = ?"].With(rank).Number();
            if (ready is not null && !(next <= ready))
                next = ready;
        }
        return Moment(next);
    }

    public static Instant? OldestUnsent(Reading reading, Instant now) => Moment(
        reading["SELECT min(not_before) FROM outbox WHERE state = 0 AND not_before <= ? AND rank < ?"]
            .With(now).With(OutboxMessage.LowestRank).Number());

    public static Instant? NextDue(Reading reading) =>
        Moment(reading["SELECT min(due_at) FROM streams WHERE due_at IS NOT NULL"].Number());

    public static CommandRecord? Command(Reading reading, string key, Instant now) =>
        AuditTable.Read(reading[AuditTable.ByKey], key) is { } found && found.At + CommandRecord.KeptFor > now
            ? found
            : null;

    public static List<AuditRecord> Audit(Reading reading, long after, int max)
    {
        var row = reading["""
            SELECT number, at, actor, verb, stream, accepted, code, hash FROM commands WHERE number > ?
            ORDER BY number LIMIT ?
            """].With(after).With(max);
        var lines = new List<AuditRecord>();
        while (row.Next())
            lines.Add(new AuditRecord(
                row.Long(0), row.Moment(1), row.Text(2), row.Text(3),
                row.TextOrNull(4) is { } stream ? new StreamId(stream) : null,
                row.Flag(5), row.TextOrNull(6), row.Blob(7)));
        return lines;
    }

    public static StreamId? Name(Reading reading, string name)
    {
        var row = reading["SELECT stream FROM names WHERE name = ?"].With(Names.Compared(name));
        var found = row.Next() ? new StreamId(row.Text(0)) : (StreamId?)null;
        row.Reset();
        return found;
    }

    public static List<StoredLink> Links(Reading reading, StreamId stream)
    {
        var row = reading["""
            SELECT l.kind, l.target, t.state FROM links l
            LEFT JOIN streams s ON s.name = l.target LEFT JOIN tickets t ON t.key = s.key
            WHERE l.source = ? ORDER BY l.kind, l.target
            """].With(stream.Value);
        var links = new List<StoredLink>();
        while (row.Next())
            links.Add(new StoredLink(
                stream, (LinkKind)row.Int(0), new StreamId(row.Text(1)),
                !row.IsNull(2) && ((TicketStatus)row.Int(2)).IsOpen()));
        return links;
    }

    private static readonly string BetweenTickets =
        string.Join(", ", Enum.GetValues<LinkKind>().Where(kind => kind.PointsAtTicket()).Select(kind => (int)kind));

    private static readonly string LinkedWith = $"""
        SELECT target FROM links WHERE source = ?1 AND kind IN ({BetweenTickets})
        UNION SELECT source FROM links WHERE target = ?1 AND kind IN ({BetweenTickets}) ORDER BY 1
        """;

    public static List<StreamId> LinkedTickets(Reading reading, StreamId ticket)
    {
        var row = reading[LinkedWith].With(ticket.Value);
        var linked = new List<StreamId>();
        while (row.Next())
            linked.Add(new StreamId(row.Text(0)));
        return linked;
    }

    public static long Counter(Reading reading, string name) =>
        reading["SELECT value FROM counters WHERE name = ?"].With(Counters.Stored(name)).Number() ?? 0;

    private static Instant? Moment(long? milliseconds) =>
        milliseconds is { } known ? Instant.FromUnixTimeMilliseconds(known) : null;
}
