using Muster.Core.Calendars;
using Muster.Files.Policies;

namespace Muster.Engine.Policies;

/// <summary>A policy's text as the store keeps it, and the policy that it is.</summary>
public static class PolicyText
{
    /// <summary>
    /// Reads a text that was in force under this version, which it goes on being called: a later program may add keys
    /// with defaults of their own, and reads it as another one by its digest.
    /// </summary>
    /// <exception cref="InvalidDataException">The text is no policy to this program.</exception>
    public static PolicyResult Read(string version, string text, ZoneData zones)
    {
        if (version == PolicyReader.Shipped.Version)
            return PolicyReader.Read([], zones: zones);
        var read = PolicyReader.Read([Source(version, text)], mayReadFiles: false, zones);
        return read.Policy is { } policy
            ? read with { Policy = policy with { Version = version } }
            : throw new InvalidDataException(
                $"the store was written under the policy {version}, which this program cannot read: "
                + $"{string.Join("; ", read.Faults)}; open it with the program that wrote it");
    }

    /// <summary>Reads a text that is to be in force under this version from now on.</summary>
    /// <exception cref="InvalidDataException">The text reads as another policy, or as none.</exception>
    public static PolicyResult Check(string version, string text, ZoneData zones)
    {
        var read = PolicyReader.Read([Source(version, text)], mayReadFiles: false, zones);
        return read.Policy?.Version == version
            ? read
            : throw new InvalidDataException(
                $"the text of the policy {version} reads as {read.Policy?.Version ?? string.Join("; ", read.Faults)}");
    }

    private static PolicySource Source(string version, string text) => new(NameOf(version) + ".yaml", text, null);

    /// <summary>What a policy of this version is called.</summary>
    public static string NameOf(string version) => version[..Math.Max(version.IndexOf('@'), 0)];
}
