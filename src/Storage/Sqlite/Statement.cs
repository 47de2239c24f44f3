using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using SQLitePCL;

namespace Muster.Storage.Sqlite;

/// <summary>
/// One prepared statement, bound by position from 1 and run any number of times; for one thread at a time.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int bound;

    public Statement(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("the connection is closed");
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>Binds the next parameter.</summary>
    public Statement With(long value)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, value));
        return this;
    }

    public Statement With(long? value) => value is { } known ? With(known) : WithNull();

    public Statement With(bool value) => With(value ? 1L : 0L);

    public Statement With(Instant value) => With(value.ToUnixTimeMilliseconds());

    public Statement With(Instant? value) => With(value?.ToUnixTimeMilliseconds());

    public Statement With(string? value)
    {
        if (value is null)
            return WithNull();
        Span<byte> small = stackalloc byte[512];
        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        var bytes = longest <= small.Length ? small : new byte[longest];
        var length = Encoding.UTF8.GetBytes(value, bytes);
        Check(raw.sqlite3_bind_text(statement, ++bound, (ReadOnlySpan<byte>)bytes[..length]));
        return this;
    }

    /// <summary>A blob, of no bytes where it is empty.</summary>
    public Statement With(ReadOnlyMemory<byte> value)
    {
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(statement, ++bound, 0)
            : raw.sqlite3_bind_blob(statement, ++bound, value.Span));
        return this;
    }

    /// <summary>A blob, or null where it is empty.</summary>
    public Statement WithSome(ReadOnlyMemory<byte> value) => value.IsEmpty ? WithNull() : With(value);

    public Statement WithNull()
    {
        Check(raw.sqlite3_bind_null(statement, ++bound));
        return this;
    }

    /// <summary>Goes to the next row; false, and ready to be bound anew, when there is none.</summary>
    public bool Next()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        Reset();
        if (code != raw.SQLITE_DONE)
            Check(code);
        return false;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Next())
        {
        }
    }

    /// <summary>The single number that it answers; null for no row or a null.</summary>
    public long? Number()
    {
        var number = Next() && !IsNull(0) ? Long(0) : (long?)null;
        Reset();
        return number;
    }

    public void Reset()
    {
        _ = raw.sqlite3_reset(statement); // says again what the step said
        bound = 0;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public int Int(int column) => raw.sqlite3_column_int(statement, column);

    public bool Flag(int column) => Long(column) != 0;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public Instant Moment(int column) => Instant.FromUnixTimeMilliseconds(Long(column));

    public Instant? MomentOrNull(int column) => IsNull(column) ? null : Moment(column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Empty for null.</summary>
    public ReadOnlyMemory<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(code, database);
    }
}
