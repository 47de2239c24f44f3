using Muster.Files.Policies;

namespace Muster.Engine.Policies;

/// <summary>A policy's text as the store keeps it, and the policy that it is.</summary>
public static class PolicyText
{
    /// <summary>Reads a text that was in force under this version.</summary>
    /// <exception cref="InvalidDataException">The text reads as another policy today.</exception>
    public static PolicyResult Read(string version, string text)
    {
        if (version == PolicyReader.Shipped.Version)
            return PolicyReader.Read([]);
        var read = PolicyReader.Read([new PolicySource(NameOf(version) + ".yaml", text, null)], mayReadFiles: false);
        return read.Policy?.Version == version
            ? read
            : throw new InvalidDataException(
                $"the store was written under the policy {version}, whose text reads as "
                + (read.Policy?.Version ?? string.Join("; ", read.Faults))
                + " today; open it with the program that wrote it");
    }

    /// <summary>What a policy of this version is called.</summary>
    public static string NameOf(string version) => version[..Math.Max(version.IndexOf('@'), 0)];
}
