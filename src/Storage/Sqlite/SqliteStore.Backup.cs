using Microsoft.Data.Sqlite;

namespace Muster.Storage.Sqlite;

public sealed partial class SqliteStore
{
    /// <summary>
    /// Writes a whole copy of the store, as it stands now, into one new file while the store goes on. The copy is on
    /// the disk and has been checked when this returns.
    /// </summary>
    /// <exception cref="StoreRefusedException">The file exists, or its folder does not; or the copy is
    /// damaged.</exception>
    public Task Backup(string file) => Task.Run(() => CopyTo(folder, file));

    /// <summary>As <see cref="Backup"/>, of a store that another process may have open and go on writing to.</summary>
    /// <param name="path">The store's folder.</param>
    /// <exception cref="StoreRefusedException">Also where the folder has no store.</exception>
    public static void CopyTo(string path, string file)
    {
        RequireThere(path);
        var database = DataDirectory.DatabaseIn(Path.GetFullPath(path));
        var target = Path.GetFullPath(file);
        if (File.Exists(target) || !Directory.Exists(Path.GetDirectoryName(target)))
            throw new StoreRefusedException($"{target} exists, or its folder does not: name a new file.");
        InPart(target, part =>
        {
            using (var connection = Opening.Reader(database, readsOnly: false))
            {
                using var copy = connection.CreateCommand();
                copy.CommandText = "VACUUM INTO $file";
                copy.Parameters.AddWithValue("$file", part);
                Opening.Guarded(database, copy.ExecuteNonQuery);
            }
            RequireSound(part, database);
        });
    }

    /// <summary>
    /// Makes a store in a folder that has none from a backup, erases again what was erased since, and leaves it held:
    /// nobody is told anything until <see cref="IEventStore.Release"/>. Every epoch is over. The rows of erased tickets
    /// lose their words: a rebuild brings back what remains.
    /// </summary>
    /// <param name="erased">The <c>erased.jsonl</c> of the store that was backed up; null for none.</param>
    /// <param name="evenIfChanged">Takes a file in which something is not what was written, too.</param>
    /// <exception cref="StoreRefusedException">
    /// The folder has a store, or is in use; or the file is no backup of ours, damaged, changed since it was written,
    /// or of a newer program. Nothing is left of it then.
    /// </exception>
    public static void Restore(string backup, string path, string? erased = null, bool evenIfChanged = false)
    {
        using var directory = DataDirectory.Take(path);
        if (File.Exists(directory.Database))
            throw new StoreRefusedException($"{directory.Path} has a store already: restore into an empty folder.");
        InPart(directory.Database, part =>
        {
            File.Copy(backup, part);
            RequireSound(part, backup);
            Opening.Guarded(backup, () => Prepare(part, backup, erased, evenIfChanged));
            if (erased is not null && File.Exists(erased))
                File.Copy(erased, Path.Combine(directory.Path, ErasedLog.Name), overwrite: true);
        });
    }

    private static bool Prepare(string part, string backup, string? erased, bool evenIfChanged)
    {
        using var reading = new Reading(Opening.Writer(part));
        var connection = reading.Connection;
        if (!evenIfChanged)
            RequireUnchanged(reading, backup);
        Opening.Ask(connection, "BEGIN IMMEDIATE");
        Opening.Ask(connection, "INSERT INTO meta VALUES('held', 1) ON CONFLICT(name) DO UPDATE SET value = 1");
        Opening.Ask(connection, "DELETE FROM nodes");
        // above whatever was claimed after the backup
        Opening.Ask(connection, "UPDATE counters SET value = value + 1000000 WHERE name = 'epoch'");
        Erase(connection, ErasedLog.Read(erased));
        Opening.Ask(connection, "COMMIT");
        Opening.Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        Opening.Ask(connection, "PRAGMA journal_mode = DELETE"); // the copy is one file again
        return true;
    }

    /// <summary>
    /// After erasures: sees to it that no page of the file, of its write-ahead log or of the index of words holds what
    /// was erased. Writes the index anew, so appends wait for it: about a second for each 100,000 tickets.
    /// </summary>
    public async Task Scrub()
    {
        await Writer.Run(session => session.Scrub()).ConfigureAwait(false);
        using var connection = Opening.Reader(Database, readsOnly: false);
        Opening.Ask(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Opens a store that is there, and makes none.</summary>
    /// <exception cref="StoreRefusedException">There is none; or as <see cref="Open"/> says.</exception>
    public static SqliteStore OpenExisting(string path)
    {
        RequireThere(path);
        return Open(path);
    }

    /// <summary>
    /// Opens a store that is there to be read: beside the process that has it, where one has, which goes on writing.
    /// Each reading then sees what was on the disk when it began, and whatever would write throws.
    /// </summary>
    /// <exception cref="StoreRefusedException">
    /// There is none; or the process that has it is older or newer than this program.
    /// </exception>
    public static SqliteStore OpenToRead(string path)
    {
        RequireThere(path);
        var whole = Path.GetFullPath(path);
        if (DataDirectory.TryTake(whole) is { } free)
        {
            free.Dispose();
            return Open(whole);
        }
        using var connection = Opening.Reader(DataDirectory.DatabaseIn(whole));
        return Opening.IsOurs(connection, whole) && Opening.StepsOf(connection) == Schema.Steps.Count
            ? new SqliteStore(whole, null, new CommitHooks())
            : throw new StoreRefusedException(
                $"{whole} is in use by an older program: stop it, or use the program that it is.");
    }

    private static void RequireThere(string path)
    {
        var database = DataDirectory.DatabaseIn(Path.GetFullPath(path));
        if (!File.Exists(database))
            throw new StoreRefusedException($"{path} has no store: name the folder that serve has as its --data.");
        using var connection = Opening.Reader(database);
        RequireFilled(connection, database);
    }

    private static void RequireFilled(SqliteConnection connection, string file)
    {
        if (!Opening.IsOurs(connection, file))
            throw new StoreRefusedException($"{file} is empty: nothing of a store is in it.") { IsDamage = true };
    }

    /// <summary>Makes a file beside its name; it gets that once it is on the disk, and a failure leaves none.</summary>
    private static void InPart(string target, Action<string> make)
    {
        var part = target + ".part";
        Delete(part);
        try
        {
            make(part);
            using (var stream = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
                stream.Flush(flushToDisk: true);
            File.Move(part, target);
        }
        catch
        {
            Delete(part);
            throw;
        }
    }

    private static void Delete(string part)
    {
        foreach (var file in (string[])[part, part + "-wal", part + "-shm", part + "-journal"])
            File.Delete(file);
    }

    private static void Erase(SqliteConnection connection, IEnumerable<Erasure> erasures)
    {
        using var chain = new Chain();
        using var terms = new Terms.Writing(connection);
        using var streams = new StreamTables(connection, terms, chain);
        using var tickets = new TicketTables(connection, terms);
        foreach (var erasure in erasures)
        {
            if (streams.Erase(erasure) is { } key)
                tickets.Forget(key);
        }
        Opening.Ask(connection, "INSERT INTO search(search) VALUES('optimize')");
    }

    /// <param name="name">What the file is a copy of, which the refusal names.</param>
    private static void RequireSound(string file, string name) => Opening.Guarded(name, () =>
    {
        using var connection = Opening.Reader(file, readsOnly: false, name);
        RequireFilled(connection, name);
        var said = Opening.Ask(connection, "PRAGMA integrity_check(1)");
        return said == "ok"
            ? said
            : throw new StoreRefusedException($"{name} is damaged: {said?.ReplaceLineEndings(" ")}")
            {
                IsDamage = true,
            };
    });

    private static void RequireUnchanged(Reading reading, string backup)
    {
        var found = Check(reading, null);
        if (!found.IsSound)
            throw new StoreRefusedException(
                $"{backup} is not what was written: {(found.FirstChanged ?? found.Faults[0]).TrimEnd('.')}. Restore "
                + "another backup, or take this one as it is with --even-if-changed and see what muster verify says.");
    }
}
