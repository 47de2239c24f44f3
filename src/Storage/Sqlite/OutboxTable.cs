using Microsoft.Data.Sqlite;
using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>
/// Writes the outbox. A row stands in the index of what is ready by rank and the instant from which it may be taken:
/// not-before at first, the end of its lease while it is leased.
/// </summary>
internal sealed class OutboxTable(SqliteConnection connection) : IDisposable
{

    private readonly Statement add = new(connection, """
        INSERT INTO outbox(key, kind, about, rank, not_before, ready_at, body, state, attempts)
        VALUES(?1, ?2, ?3, ?4, ?5, ?5, ?6, 0, 0) ON CONFLICT(key) DO NOTHING
        """);
    private readonly Statement ready = new(connection, """
        SELECT id, key, kind, about, rank, not_before, body, attempts FROM outbox
        WHERE state = 0 AND rank = ?1 AND ready_at <= ?2 ORDER BY ready_at, id
        """);
    private readonly Statement take = new(connection,
        "UPDATE outbox SET owner = ?, ready_at = ?, attempts = attempts + 1 WHERE id = ?");
    private readonly Statement end = new(connection, """
        UPDATE outbox SET owner = NULL, ready_at = not_before
        WHERE state = 0 AND owner IS NOT NULL AND substr(owner, 1, length(?1)) = ?1 RETURNING id
        """);
    private readonly Statement owner = new(connection, "SELECT owner FROM outbox WHERE id = ? AND state = 0");
    private readonly Statement settle = new(connection,
        "UPDATE outbox SET state = ?, reason = ?, settled_at = ?, owner = NULL WHERE id = ?");
    private readonly Statement again = new(connection,
        "UPDATE outbox SET ready_at = ?, reason = ?, settled_at = ?, owner = NULL WHERE id = ?");

    // the latest one stays whatever its age, so that no id is given twice
    private readonly Statement forget = new(connection, """
        DELETE FROM outbox WHERE id IN (SELECT id FROM outbox
            WHERE state IN (1, 3) AND settled_at <= ? AND id < (SELECT max(id) FROM outbox)
            ORDER BY settled_at LIMIT ?)
        RETURNING id
        """);

    public void Add(OutboxMessage message) =>
        add.With(message.Key).With(message.Kind).With(message.About?.Value).With(message.Rank).With(message.NotBefore)
            .With(message.Body).Run();

    public List<LeasedMessage> Lease(LeaseRequest request)
    {
        var until = RowText.Whole(request.Now + request.For);
        var leased = new List<LeasedMessage>();
        for (var rank = 0; rank <= request.LowestRank && leased.Count < request.Max; rank++)
            Look(request, rank, until, leased);
        foreach (var message in leased)
            take.With(request.Owner).With(until).With(message.Id).Run();
        return leased;
    }

    public int EndLeases(string ownersBeginWith)
    {
        var ended = 0;
        end.With(ownersBeginWith);
        while (end.Next())
            ended++;
        return ended;
    }

    public bool IsLeasedBy(long id, string who)
    {
        var holder = owner.With(id).Next() ? owner.TextOrNull(0) : null;
        owner.Reset();
        return holder == who;
    }

    public void Settle(Settlement settlement, Instant at)
    {
        switch (settlement)
        {
            case Settlement.Delivered:
                settle.With((long)OutboxState.Delivered).WithNull().With(at).With(settlement.MessageId).Run();
                break;
            case Settlement.Dropped dropped:
                settle.With((long)OutboxState.Dropped).With(dropped.Reason).With(at).With(settlement.MessageId).Run();
                break;
            case Settlement.Refused refused:
                settle.With((long)OutboxState.Refused).With(refused.Reason).With(at).With(settlement.MessageId).Run();
                break;
            case Settlement.Retry retry:
                again.With(retry.At).With(retry.Reason).With(at).With(settlement.MessageId).Run();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(settlement), settlement, "an unknown settlement");
        }
    }

    public int Forget(Instant now, int max)
    {
        var count = 0;
        forget.With(now - StoredMessage.KeptFor).With(max);
        while (forget.Next())
            count++;
        return count;
    }

    public void Dispose()
    {
        Statement[] all = [add, ready, take, end, owner, settle, again, forget];
        foreach (var statement in all)
            statement.Dispose();
    }

    private void Look(LeaseRequest request, int rank, Instant until, List<LeasedMessage> into)
    {
        ready.With(rank).With(request.Now);
        while (into.Count < request.Max && ready.Next())
        {
            if (request.Kinds.Count == 0 || request.Kinds.Contains(ready.Text(2)))
                into.Add(new LeasedMessage(
                    ready.Long(0), ready.Int(7) + 1, until, MessageRow.Read(ready, first: 1)));
        }
        ready.Reset();
    }
}
