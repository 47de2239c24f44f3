using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It takes all that waits, at most <see cref="MostTogether"/>, runs it in one transaction,
/// and tells each of it only after the commit. What throws is run apart from its neighbours; a commit that fails, fails
/// for all in it.
/// </summary>
internal sealed class WriteLoop : IDisposable
{
    public const int MostTogether = 1_024;

    /// <summary>How many appends may wait; other work is bounded by its callers.</summary>
    public const int MostWaiting = 4_096;

    private readonly Session session;
    private readonly CommitHooks hooks;
    private readonly Queue<Work> waiting = [];
    private readonly Thread thread;
    private StoreFailedException? broken;
    private long began;
    private bool ending;

    public WriteLoop(Session session, CommitHooks hooks)
    {
        this.session = session;
        this.hooks = hooks;
        thread = new Thread(Run) { Name = "store writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>
    /// Runs in the next transaction. Null where too many wait already, and it may be refused for that.
    /// </summary>
    public Task<T>? Try<T>(Func<Session, T> work, bool mayBeRefused)
    {
        var item = new Work<T>(work);
        lock (waiting)
        {
            ObjectDisposedException.ThrowIf(ending, this);
            if (broken is not null)
                return Task.FromException<T>(broken);
            if (mayBeRefused && waiting.Count >= MostWaiting)
                return null;
            waiting.Enqueue(item);
            if (waiting.Count == 1)
                Monitor.Pulse(waiting);
        }
        return item.Done;
    }

    public Task<T> Run<T>(Func<Session, T> work) => Try(work, mayBeRefused: false)!;

    /// <summary>Finishes what waits.</summary>
    public void Dispose()
    {
        lock (waiting)
        {
            ending = true;
            Monitor.Pulse(waiting);
        }
        thread.Join();
    }

    private void Run()
    {
        var together = new List<Work>(MostTogether);
        while (Take(together))
        {
            if (broken is not null)
                Each(together, work => work.Fail(broken));
            else if (!Commit(together) && together.Count > 1)
                Each(together, work => Commit([work]));
            together.Clear();
        }
    }

    private bool Take(List<Work> into)
    {
        lock (waiting)
        {
            while (waiting.Count == 0)
            {
                if (ending)
                    return false;
                Monitor.Wait(waiting);
            }
            while (into.Count < MostTogether && waiting.TryDequeue(out var work))
                into.Add(work);
        }
        return true;
    }

    /// <summary>
    /// False where one of several threw and all are to be run apart; nothing has been told to anybody.
    /// </summary>
    private bool Commit(List<Work> together)
    {
        try
        {
            began = hooks.Time?.GetTimestamp() ?? 0;
            session.Begin();
            foreach (var work in together)
                work.Do(session);
            session.Finish();
            hooks.BeforeCommit?.Invoke();
        }
        catch (Exception fault)
        {
            session.RollBack();
            if (together.Count > 1 && !IsOfTheDisk(fault))
                return false;
            var failure = fault is SqliteException ? Failed(fault, mayHaveHappened: false) : fault;
            Each(together, work => work.Fail(failure));
            return true;
        }
        try
        {
            session.Commit();
            hooks.AfterCommit?.Invoke();
        }
        catch (Exception fault)
        {
            session.RollBack();
            var failure = Failed(fault, mayHaveHappened: true);
            Each(together, work => work.Fail(failure));
            return true;
        }
        Each(together, work => work.Tell());
        if (hooks.Time is { } time)
            CommitMeasures.Note(time.GetElapsedTime(began), together.Count);
        session.Rest();
        return true;
    }

    /// <summary>
    /// A full disk can be mended while we run; after any other fault of the disk nobody knows what it holds, and saying
    /// yes again would be a guess: the store stays shut until the program starts anew.
    /// </summary>
    private StoreFailedException Failed(Exception fault, bool mayHaveHappened)
    {
        var isFull = fault is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL };
        var failure = new StoreFailedException(
            isFull ? "The disk is full." : $"The store cannot be written to: {fault.Message}",
            mayHaveHappened && !isFull,
            fault);
        if (IsOfTheDisk(fault) && !isFull)
        {
            lock (waiting)
                broken = failure;
        }
        return failure;
    }

    private static bool IsOfTheDisk(Exception fault) => fault is SqliteException
    {
        SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_CORRUPT
            or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN,
    };

    private static void Each(List<Work> together, Action<Work> what)
    {
        foreach (var work in together)
            what(work);
    }

    private abstract class Work
    {
        public abstract void Do(Session session);

        public abstract void Tell();

        public abstract void Fail(Exception fault);
    }

    // Callers go on elsewhere: their code never runs on the writer's thread.
    private sealed class Work<T>(Func<Session, T> work) : Work
    {
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Done => done.Task;

        public override void Do(Session session) => result = work(session);

        public override void Tell() => done.SetResult(result!);

        public override void Fail(Exception fault) => done.SetException(fault);
    }
}
