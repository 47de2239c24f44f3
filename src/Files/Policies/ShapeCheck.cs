using Muster.Files.Settings;

namespace Muster.Files.Policies;

/// <summary>
/// Holds a node against its shape: unknown and missing keys, wrong types, values out of range; finds all of them.
/// </summary>
internal static class ShapeCheck
{
    // A list longer than this helps nobody on a terminal.
    private const int MostListed = 20;

    /// <param name="owner">Where to point when a key is missing: the key that the map stands under.</param>
    public static void Check(Shape shape, Node node, Place owner, Findings findings)
    {
        switch (shape, node)
        {
            case (MapShape map, MapNode entries):
                CheckMap(map, entries, owner, findings);
                break;
            case (NamedShape named, MapNode entries):
                foreach (var entry in entries.Entries)
                    Check(named.Each, entry.Value, entry.KeyPlace, findings);
                break;
            case (ListShape list, ListNode items):
                foreach (var item in items.Items)
                    Check(list.Each, item, item.Place, findings);
                if (items.Items.Count < list.AtLeast)
                    findings.Fault(items.Place, $"at least one is needed here: {list.Expected}");
                break;
            case (FreeShape, _):
                break;
            case (WeekShape, _):
                Week.Check(node, findings);
                break;
            case (ScalarShape scalar, ScalarNode value):
                CheckScalar(scalar, value, findings);
                break;
            default:
                findings.Fault(node.Place, Mismatch(shape, node));
                break;
        }
    }

    public static string Mismatch(Shape shape, Node node) => $"expected {shape.Expected}, found {Found(node)}";

    private static void CheckMap(MapShape shape, MapNode map, Place owner, Findings findings)
    {
        foreach (var entry in map.Entries)
        {
            if (shape.Field(entry.Key) is { } field)
                Check(field.Shape, entry.Value, entry.KeyPlace, findings);
            else
                findings.Fault(entry.KeyPlace, Unknown(shape, entry.Key));
        }
        foreach (var field in shape.Fields.Where(f => f.Required && map.Entry(f.Key) is null))
            findings.Fault(owner, $"{shape.Of} needs '{field.Key}': {field.Shape.Expected}");
    }

    private static void CheckScalar(ScalarShape shape, ScalarNode scalar, Findings findings)
    {
        if (shape.Complaint(scalar) is { } complaint)
            findings.Fault(scalar.Place, complaint.Length > 0 ? complaint : Mismatch(shape, scalar));
    }

    public static string Unknown(MapShape shape, string key)
    {
        if (shape == PolicyShapes.Policy && SettingsShapes.OwnKeys.Contains(key))
            return $"'{key}' is not part of a policy: it belongs to the file that 'muster serve --config' reads";
        if (PolicyShapes.LaterKeys.Contains(key) && shape.Field("calendars") is not null)
            return $"'{key}' is not known to this version yet: it comes with a later one";
        var keys = shape.Fields.Select(f => f.Key).ToList();
        var expected = keys.Count <= MostListed ? $"; expected one of {string.Join(", ", keys)}" : "";
        return $"unknown key '{Short(key)}' in {shape.Of}{expected}" +
            Scalars.DidYouMean(Nearest.To(key, keys));
    }

    private static string Found(Node node) => node switch
    {
        MapNode => "a map",
        ListNode => "a list",
        ScalarNode { Kind: ScalarKind.Null } => "nothing",
        ScalarNode { Kind: ScalarKind.Number or ScalarKind.Boolean } scalar => Short(scalar.Text),
        ScalarNode scalar => $"'{Short(scalar.Text)}'",
        _ => throw new InvalidOperationException("There is no other kind of node."),
    };

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
