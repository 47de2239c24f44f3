using System.Collections.Concurrent;
using SQLitePCL;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The connections that read, at most <see cref="Most"/>; more callers wait for one. A reading sees one state of the
/// store from its beginning to its end. It runs on the caller's thread: SQLite answers from memory in microseconds.
/// </summary>
internal sealed class Readers(string file) : IDisposable
{
    public const int Most = 8;

    private readonly ConcurrentBag<Reading> idle = [];
    private readonly SemaphoreSlim places = new(Most);

    public async Task<T> Read<T>(Func<Reading, T> read)
    {
        await places.WaitAsync().ConfigureAwait(false);
        Reading? reading = null;
        try
        {
            if (!idle.TryTake(out reading))
                reading = new Reading(Opening.Reader(file));
            reading["BEGIN"].Run();
            var answer = read(reading);
            if (raw.sqlite3_get_autocommit(reading.Connection.Handle) == 0) // a disk that failed has ended it
                reading["ROLLBACK"].Run();
            idle.Add(reading);
            reading = null;
            return answer;
        }
        finally
        {
            reading?.Dispose(); // one that failed is not used again
            places.Release();
        }
    }

    public void Dispose()
    {
        while (idle.TryTake(out var reading))
            reading.Dispose();
        places.Dispose();
    }
}
