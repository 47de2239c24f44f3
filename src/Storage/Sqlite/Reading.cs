using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>One connection that reads, with its prepared statements; for one thread at a time.</summary>
internal sealed class Reading(SqliteConnection connection) : IDisposable
{
    // Bound: the statements that this program knows, and the shapes of a list's filter.
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);

    public SqliteConnection Connection => connection;

    public Statement this[string sql]
    {
        get
        {
            if (statements.TryGetValue(sql, out var known))
            {
                known.Reset(); // a reading that threw half-way left it where it was
                return known;
            }
            return statements[sql] = new Statement(connection, sql);
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
