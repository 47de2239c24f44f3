namespace Muster.Files.Logs;

/// <summary>
/// A log that can be read from its beginning again; what comes through a pipe is kept in a temporary file.
/// </summary>
public static class RereadableLog
{
    /// <summary>The stream itself where it can go back; else a copy, whose file is gone when it is closed.</summary>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    public static Stream Of(Stream log)
    {
        if (log.CanSeek)
            return log;
        var copy = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        log.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }
}
