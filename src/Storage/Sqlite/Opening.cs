using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Muster.Storage.Sqlite;

/// <summary>
/// Opens connections, brings an older file forward, and sees to it that a commit means what it should.
/// </summary>
internal static class Opening
{
    static Opening() => Batteries_V2.Init();

    /// <summary>The one connection that writes. The data directory is held by now.</summary>
    /// <exception cref="StoreRefusedException">The file is not ours, or was written by a newer program.</exception>
    public static SqliteConnection Writer(string file)
    {
        var connection = Open(file, SqliteOpenMode.ReadWriteCreate);
        try
        {
            Refuse(connection, file);
            Ask(connection, "PRAGMA journal_mode = WAL");
            Ask(connection, "PRAGMA synchronous = FULL");
            Ask(connection, "PRAGMA secure_delete = ON"); // what is erased is not left in free pages
            Ask(connection, "PRAGMA wal_autocheckpoint = 4000");
            Ask(connection, "PRAGMA cache_size = -65536");
            Assert(connection, "journal_mode", "wal");
            Assert(connection, "synchronous", "2");
            BringForward(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static SqliteConnection Reader(string file)
    {
        var connection = Open(file, SqliteOpenMode.ReadOnly);
        Ask(connection, "PRAGMA cache_size = -16384");
        Ask(connection, "PRAGMA query_only = ON");
        return connection;
    }

    public static string? Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>How many steps of <see cref="Schema.Steps"/> the file has gone; 0 for an empty one.</summary>
    public static int StepsOf(SqliteConnection connection) =>
        int.Parse(Ask(connection, "PRAGMA user_version") ?? "0", CultureInfo.InvariantCulture);

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        Ask(connection, "PRAGMA busy_timeout = 10000");
        return connection;
    }

    private static void Refuse(SqliteConnection connection, string file)
    {
        var steps = StepsOf(connection);
        var id = Ask(connection, "PRAGMA application_id");
        if (steps > Schema.Steps.Count)
            throw new StoreRefusedException(
                $"{file} was written by a newer program (its form is {steps}, this program knows {Schema.Steps.Count})."
                + " Start the newer program, or restore a backup from before the upgrade.");
        var isEmpty = Ask(connection, "SELECT count(*) FROM sqlite_schema") == "0";
        if (!isEmpty && id != $"{Schema.ApplicationId}")
            throw new StoreRefusedException($"{file} is a database of another program.");
    }

    private static void Assert(SqliteConnection connection, string name, string wanted)
    {
        var found = Ask(connection, $"PRAGMA {name}");
        if (found != wanted)
            throw new StoreRefusedException(
                $"SQLite stands at {name} = {found} and not at {wanted}: what is acknowledged could be lost.");
    }

    private static void BringForward(SqliteConnection connection)
    {
        for (var step = StepsOf(connection); step < Schema.Steps.Count; step++)
        {
            Ask(connection, "BEGIN EXCLUSIVE");
            try
            {
                Ask(connection, Schema.Steps[step]);
                Ask(connection, $"PRAGMA application_id = {Schema.ApplicationId}");
                Ask(connection, $"PRAGMA user_version = {step + 1}");
                Ask(connection, "COMMIT");
            }
            catch
            {
                Ask(connection, "ROLLBACK");
                throw;
            }
        }
    }
}
