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
            RefuseOldLibrary();
            IsOurs(connection, file);
            Ask(connection, "PRAGMA journal_mode = WAL");
            Ask(connection, "PRAGMA synchronous = FULL");
            Ask(connection, "PRAGMA secure_delete = ON"); // what is erased is not left in free pages
            Ask(connection, "PRAGMA wal_autocheckpoint = 0"); // see Checkpoints
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

    /// <param name="readsOnly">False for what is no reading of rows: a copy, a checkpoint.</param>
    /// <param name="name">How a refusal names the file where that is not its own name.</param>
    /// <exception cref="StoreRefusedException">The file cannot be opened, or is no database.</exception>
    public static SqliteConnection Reader(string file, bool readsOnly = true, string? name = null)
    {
        var connection = Open(file, readsOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite);
        try
        {
            Guarded(name ?? file, () => Ask(connection, "PRAGMA cache_size = -16384"));
            if (readsOnly)
                Ask(connection, "PRAGMA query_only = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens with what SQLite finds wrong in the file told as damage of it.</summary>
    /// <exception cref="StoreRefusedException">The file is damaged; or as <paramref name="open"/> says.</exception>
    public static T Guarded<T>(string file, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode
            is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_IOERR or raw.SQLITE_ERROR) // the last: no table
        {
            throw new StoreRefusedException($"{file} is no store, or is damaged: {fault.Message}", fault)
            {
                IsDamage = true,
            };
        }
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
        try
        {
            connection.Open();
            Ask(connection, "PRAGMA busy_timeout = 10000");
            return connection;
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw new StoreRefusedException($"{file} cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>True for a file of ours, false for an empty one.</summary>
    /// <exception cref="StoreRefusedException">It is neither, or a newer program wrote it.</exception>
    public static bool IsOurs(SqliteConnection connection, string file)
    {
        var steps = Guarded(file, () => StepsOf(connection));
        var id = Ask(connection, "PRAGMA application_id");
        if (steps > Schema.Steps.Count)
            throw new StoreRefusedException(
                $"{file} was written by a newer program (its form is {steps}, this program knows {Schema.Steps.Count})."
                + " Start the newer program, or restore a backup from before the upgrade.");
        var isEmpty = Ask(connection, "SELECT count(*) FROM sqlite_schema") == "0";
        if (!isEmpty && id != $"{Schema.ApplicationId}")
            throw new StoreRefusedException($"{file} is a database of another program.");
        return !isEmpty;
    }

    // Before 3.51.3 two connections that committed and checkpointed at once could spoil the file.
    private static void RefuseOldLibrary()
    {
        if (raw.sqlite3_libversion_number() < 3_051_003)
            throw new StoreRefusedException(
                $"SQLite {raw.sqlite3_libversion().utf8_to_string()} is too old: 3.51.3 is the least.");
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
