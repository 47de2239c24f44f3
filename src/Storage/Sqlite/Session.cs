using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The writer's connection and what it remembers between transactions. Used by the writer's thread only. Its other
/// halves: <c>Session.Append.cs</c> and <c>Session.Upkeep.cs</c>.
/// </summary>
internal sealed partial class Session : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Checkpoints checkpoints;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement lastPosition;
    private readonly Statement getMeta;
    private readonly Statement setMeta;
    private readonly Terms.Writing terms;
    private readonly Chain chain = new();
    private readonly StreamTables streams;
    private readonly OutboxTable outbox;
    private readonly AuditTable audit;
    private readonly TicketTables tickets;
    private readonly NodeTable nodes;
    private readonly SmallTables small;
    private readonly Reading own;
    private long position;

    public Session(string file)
    {
        connection = Opening.Writer(file);
        checkpoints = new Checkpoints(file);
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        lastPosition = new Statement(connection, "SELECT max(position) FROM events");
        getMeta = new Statement(connection, "SELECT value FROM meta WHERE name = ?");
        setMeta = new Statement(
            connection, "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2");
        terms = new Terms.Writing(connection);
        streams = new StreamTables(connection, terms, chain);
        outbox = new OutboxTable(connection);
        audit = new AuditTable(connection, chain);
        tickets = new TicketTables(connection, terms);
        nodes = new NodeTable(connection);
        small = new SmallTables(connection);
        own = new Reading(connection);
        Remember();
    }

    public bool IsHeld { get; private set; }

    public void Begin() => begin.Run();

    /// <summary>What is written once a transaction, whatever is in it.</summary>
    public void Finish()
    {
        tickets.WriteSearch();
        if (audit.WriteEnd() is { } end)
            setMeta.With("audit").With(end).Run();
    }

    public void Commit() => commit.Run();

    /// <summary>Between two transactions, when nobody waits for an answer any more.</summary>
    public void Rest()
    {
        _ = SQLitePCL.raw.sqlite3_db_status(
            connection.Handle, SQLitePCL.raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1);
        checkpoints.Rest(connection, pages);
    }

    /// <summary>Undoes the open transaction, if there is one, and remembers what the file says.</summary>
    public void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            Opening.Ask(connection, "ROLLBACK");
        terms.Forget();
        tickets.Forget();
        Remember();
    }

    public void Dispose()
    {
        IDisposable[] parts =
        [
            checkpoints, begin, commit, lastPosition, getMeta, setMeta, terms, streams, outbox, audit, tickets, nodes,
            small, chain, own,
        ];
        foreach (var part in parts)
            part.Dispose();
    }

    private void Remember()
    {
        position = lastPosition.Number() ?? 0;
        IsHeld = getMeta.With("held").Number() == 1;
        streams.Remember();
        nodes.Remember();
        audit.Remember();
    }
}
