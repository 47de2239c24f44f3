using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>The epochs that are live, one a node.</summary>
internal sealed class NodeTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement all = new(connection, "SELECT epoch FROM nodes WHERE epoch > 0");
    private readonly Statement highest = new(connection, "SELECT value FROM counters WHERE name = 'epoch'");
    private readonly Statement setHighest = new(connection,
        "INSERT INTO counters VALUES('epoch', ?1) ON CONFLICT(name) DO UPDATE SET value = ?1");
    private readonly Statement set = new(connection,
        "INSERT INTO nodes VALUES(?1, ?2) ON CONFLICT(node) DO UPDATE SET epoch = ?2");
    private readonly Statement end = new(connection, "DELETE FROM nodes WHERE node = ?");
    private readonly HashSet<long> live = [];

    public void Remember()
    {
        live.Clear();
        while (all.Next())
            live.Add(all.Long(0));
    }

    public bool IsLive(long epoch) => live.Contains(epoch);

    public long Claim(string node)
    {
        var epoch = (highest.Number() ?? 0) + 1;
        setHighest.With(epoch).Run();
        set.With(node).With(epoch).Run();
        Remember();
        return epoch;
    }

    public void Retire(string node)
    {
        end.With(node).Run();
        Remember();
    }

    public void Dispose()
    {
        Statement[] statements = [all, highest, setHighest, set, end];
        foreach (var statement in statements)
            statement.Dispose();
    }
}
