namespace Muster.Server.Status;

/// <summary>The files of the status page in their folder: whole or not there, never half.</summary>
internal sealed class StatusFiles(string directory)
{
    public const string Page = "index.html";
    public const string Summary = "api/v2/summary.json";
    public const string Atom = "feed.atom";
    public const string Rss = "feed.rss";

    /// <summary>Each goes to a name of its own first, is renamed, and is read back.</summary>
    /// <returns>Why that did not work; null where it did.</returns>
    public string? Write(IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        try
        {
            foreach (var (name, bytes) in files)
                Write(Path.Combine(directory, name), bytes);
            return files.FirstOrDefault(
                file => Read(file.Name) is not { } shown || !shown.AsSpan().SequenceEqual(file.Bytes))
                is { Name: { } other }
                ? $"{Path.Combine(directory, other)} does not read as it was written"
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <summary>Null where there is none that can be read.</summary>
    public byte[]? Read(string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(directory, name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = $"{file}.{Guid.NewGuid():n}.new";
        try
        {
            File.WriteAllBytes(fresh, bytes);
            File.Move(fresh, file, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
    }
}
