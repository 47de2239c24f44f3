using System.Collections.Immutable;
using Muster.Files.Policies;

namespace Muster.Files.Settings;

/// <summary>A server's configuration, or what is wrong with it.</summary>
/// <param name="Settings">Null where there are faults.</param>
/// <param name="Policy">The policy of the same files; it holds all faults and warnings, those of the rest too.</param>
public sealed record SettingsResult(ServerSettings? Settings, PolicyResult Policy)
{
    public ImmutableArray<PolicyFault> Faults => Policy.Faults;

    public ImmutableArray<PolicyFault> Warnings => Policy.Warnings;
}

/// <summary>
/// Files and environment variables to a policy and a server's settings: a later file is laid over an earlier one, and
/// variables over all files. Every fault of all of them is found in one run.
/// </summary>
public static class SettingsReader
{
    /// <param name="variables">The process's environment; what begins with <c>MUSTER_</c> and has two underscores
    /// counts.</param>
    public static SettingsResult Read(
        IReadOnlyList<PolicySource> files, IReadOnlyDictionary<string, string> variables)
    {
        var findings = new Findings();
        var layers = new List<(Node? Root, string Name)>(files.Count);
        foreach (var file in files)
            layers.Add((YamlNodes.Read(file.Name, file.Text, findings), file.Name));
        foreach (var (root, name) in VariableLayer.Read(variables, findings))
            layers.Add((root, name));

        var own = new MapNode(new Place("", 0, 0), []);
        for (var at = 0; at < layers.Count; at++)
        {
            if (layers[at].Root is not MapNode root)
                continue;
            ShapeCheck.Check(SettingsShapes.Keys, root, root.Place, findings);
            own = Layering.Over(own, Only(root, SettingsShapes.Own), null);
            layers[at] = (Only(root, PolicyShapes.Policy), layers[at].Name);
        }
        ShapeCheck.Check(SettingsShapes.Own, own, own.Place, findings);

        var directories = files.ToLookup(file => file.Name, file => file.Directory, StringComparer.Ordinal);
        string? DirectoryOf(string file) => directories[file].FirstOrDefault();
        var settings = SettingsTyping.Settings(own, DirectoryOf, findings);
        var called = string.Join('+', files.Select(file => PolicyReader.BaseName(file.Name)));
        var policy = PolicyReader.Read(layers, called.Length > 0 ? called : "environment", DirectoryOf, findings,
            settings.Time.Zones.Zones);
        return new SettingsResult(policy.Policy is null ? null : settings, policy);
    }

    private static MapNode Only(MapNode root, MapShape shape) =>
        new(root.Place, [.. root.Entries.Where(entry => shape.Field(entry.Key) is not null)]);
}
