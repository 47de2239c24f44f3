namespace Muster.Storage.Sqlite;

/// <summary>
/// A folder that holds one store, for one process at a time: the operating system keeps the lock for as long as the
/// process lives, so nothing is left behind by a crash.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream held;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public string Database => DatabaseIn(Path);

    public static string DatabaseIn(string path) => System.IO.Path.Combine(path, "muster.db");

    /// <summary>Makes the folder where it is missing, and takes it.</summary>
    /// <exception cref="StoreRefusedException">Another process has it, or it lies on a network.</exception>
    public static DataDirectory Take(string path)
    {
        var whole = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(whole);
        if (new DriveInfo(whole) is { DriveType: DriveType.Network, DriveFormat: var format })
            throw new StoreRefusedException(
                $"{whole} lies on a network file system ({format}), which does not keep what SQLite relies on."
                + " Choose a folder on a local disk.");
        if (TryTake(whole) is { } taken)
            return taken;
        var owner = OwnerIn(whole);
        var process = File.Exists(owner) ? $" by process {File.ReadAllText(owner)}" : "";
        throw new StoreRefusedException(
            $"{whole} is in use{process}. One process may have a data directory at a time: stop that one first.");
    }

    /// <summary>Null where another process has it. The folder is there, on a local disk.</summary>
    public static DataDirectory? TryTake(string whole)
    {
        try
        {
            var held = new FileStream(
                System.IO.Path.Combine(whole, "muster.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None);
            File.WriteAllText(OwnerIn(whole), $"{Environment.ProcessId}");
            return new DataDirectory(whole, held);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string OwnerIn(string whole) => System.IO.Path.Combine(whole, "muster.pid");

    public void Dispose() => held.Dispose();
}
