using Muster.Files.Policies;

namespace Muster.Files.Settings;

/// <summary>
/// Environment variables as a layer over the files: <c>MUSTER_SERVER__URLS</c> is <c>server.urls</c>. Two underscores
/// part the keys, case does not count; a variable without two is none of a configuration's.
/// </summary>
internal static class VariableLayer
{
    private const string Prefix = "MUSTER_";
    private const string Between = "__";

    /// <returns>The layers in the order of their names, which is the file that each stands in.</returns>
    public static List<(MapNode Root, string Name)> Read(
        IReadOnlyDictionary<string, string> variables, Findings findings)
    {
        var layers = new List<(MapNode, string)>();
        foreach (var (name, value) in variables.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)
                || !name.Contains(Between, StringComparison.Ordinal))
                continue;
            var words = name[Prefix.Length..].Split(Between);
            if (Below(SettingsShapes.Whole, words, 0, value, new Place(name, 0, 0), findings) is MapNode root)
                layers.Add((root, name));
        }
        return layers;
    }

    private static Node? Below(
        Shape shape, string[] words, int at, string value, Place place, Findings findings)
    {
        if (at == words.Length)
            return Value(shape, value, place, findings);
        var (key, next) = shape switch
        {
            MapShape map when Known(map, words[at]) is { } field => (field.Key, field.Shape),
            NamedShape named => (words[at].ToLowerInvariant(), named.Each),
            _ => (null, null),
        };
        if (key is null)
        {
            findings.Fault(place, shape is MapShape known
                ? ShapeCheck.Unknown(known, words[at].ToLowerInvariant())
                : $"nothing can be set below {string.Join('.', words[..at]).ToLowerInvariant()}: give it whole, "
                    + $"as {shape.Expected}");
            return null;
        }
        return Below(next!, words, at + 1, value, place, findings) is { } node
            ? new MapNode(place, [new Entry(key, place, node)])
            : null;
    }

    private static Field? Known(MapShape map, string word) =>
        map.Fields.FirstOrDefault(field => field.Key.Equals(word, StringComparison.OrdinalIgnoreCase));

    private static Node? Value(Shape shape, string value, Place place, Findings findings)
    {
        if (value.TrimStart() is ['[' or '{', ..])
            return YamlNodes.Read(place.File, value, findings);
        return shape is ListShape
            ? new ListNode(place,
                [.. value.Split(',', StringSplitOptions.TrimEntries).Select(item => Scalar(item, place))])
            : Scalar(value, place);
    }

    private static ScalarNode Scalar(string text, Place place) => new(place, text, ScalarKind.Plain);
}
