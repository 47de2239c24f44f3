using Muster.Files.Policies;

namespace Muster.Files.Settings;

/// <summary>Secrets from files of their own: the first line counts. Read once, at the start.</summary>
internal sealed class SecretFiles(Func<string, string?> directoryOf, Findings findings)
{
    /// <summary>Longer than any password; a longer line is another kind of file.</summary>
    private const int Longest = 4_096;

    /// <returns>Null where it cannot be read, which is a fault at the place that names the file.</returns>
    public SecretText? Read(ScalarNode named)
    {
        var path = Path.Combine(directoryOf(named.Place.File) ?? "", named.Text);
        try
        {
            using var reader = new StreamReader(path);
            var text = new char[Longest + 1];
            var line = text.AsSpan(0, reader.ReadBlock(text));
            var end = line.IndexOfAny('\r', '\n');
            if (end < 0 && line.Length > Longest)
                findings.Fault(named.Place, $"the first line of {path} is longer than {Longest} characters");
            var secret = (end < 0 ? line : line[..end]).Trim().ToString();
            if (secret.Length == 0)
                findings.Fault(named.Place, $"the first line of {path} is empty: the secret belongs there");
            Look(named, path);
            return new SecretText(secret);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Fault(named.Place, $"there is no file {path}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            findings.Fault(named.Place, $"{path} cannot be read: {fault.Message}");
        }
        return null;
    }

    private void Look(ScalarNode named, string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherRead))
            findings.Warn(named.Place, $"everybody on this machine can read {path}; chmod 600 keeps it to its owner");
    }
}
