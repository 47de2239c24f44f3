using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>
/// Brings what the write-ahead log holds into the file. The bulk is done by a thread of its own while commits go on;
/// the writer adds what came meanwhile, which is little, so that the log can begin anew. The log stays near
/// <see cref="Every"/> pages, 32 MiB, beyond what one pass takes to run.
/// </summary>
internal sealed class Checkpoints : IDisposable
{
    /// <summary>How many pages are written between two passes; a page has 4 KiB.</summary>
    public const int Every = 8_000;

    private readonly Lock passing = new();
    private readonly SqliteConnection connection;
    private Task pass = Task.CompletedTask;
    private bool passed;
    private long pages;

    public Checkpoints(string file) => connection = Opening.Reader(file, readsOnly: false);

    /// <summary>Called by the writer between two transactions.</summary>
    /// <param name="written">How many pages the last one wrote.</param>
    public void Rest(SqliteConnection writer, int written)
    {
        pages += written;
        if (passed && pass.IsCompleted)
        {
            passed = false;
            Pass(writer);
        }
        else if (pages >= Every && pass.IsCompleted)
        {
            pages = 0;
            passed = true;
            pass = Task.Run(() =>
            {
                lock (passing)
                    Pass(connection);
            });
        }
    }

    public void Dispose()
    {
        lock (passing)
            connection.Dispose();
    }

    // Never waits for anybody: what a reader still needs is left for the next pass. A fault of the disk shows again at
    // the next commit, which fails by it.
    private static void Pass(SqliteConnection connection)
    {
        try
        {
            Opening.Ask(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException)
        {
        }
    }
}
