using Muster.Core.Policies;
using Muster.Files.Policies;

namespace Muster.Cli.Commands;

/// <summary>
/// A server's policy under one name, whatever its file is called: the name stands in the version, and the text must
/// read as the same version when the store gives it back.
/// </summary>
internal static class ServedPolicy
{
    private const string Name = "muster.yaml";

    /// <exception cref="FileFault">It cannot be read.</exception>
    public static PolicySource Source(string file)
    {
        using var reader = new StreamReader(Terminal.OpenInput(file));
        return new PolicySource(Name, reader.ReadToEnd(), Path.GetDirectoryName(Path.GetFullPath(file)));
    }

    /// <exception cref="UsageFault">It does not read any more, as when a file of holidays has gone.</exception>
    public static Policy ReadAgain(string text, string? directory)
    {
        var result = PolicyReader.Read([new PolicySource(Name, text, directory)]);
        return result.Policy ?? throw new UsageFault(
            $"a policy that was in force before cannot be read any more: {string.Join("; ", result.Faults)}");
    }
}
