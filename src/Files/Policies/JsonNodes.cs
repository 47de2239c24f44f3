using System.Globalization;
using System.Text.Json;

namespace Muster.Files.Policies;

/// <summary>
/// A JSON value to nodes; a place in it is the way from the top, such as <c>policy.sla[0].targets</c>.
/// </summary>
internal static class JsonNodes
{
    public static Node? Read(JsonElement element, string path, Findings findings)
    {
        // System.Text.Json has bounded the depth (64) and the line's length bounds the size.
        return element.ValueKind == JsonValueKind.Undefined ? null : Value(element, path, findings);
    }

    private static Node Value(JsonElement element, string path, Findings findings)
    {
        var place = new Place(path, 0, 0);
        return element.ValueKind switch
        {
            JsonValueKind.Object => Map(element, place, findings),
            JsonValueKind.Array => new ListNode(
                place,
                [.. element.EnumerateArray().Select((item, i) => Value(item, Index(path, i), findings))]),
            JsonValueKind.String => new ScalarNode(place, element.GetString()!, ScalarKind.Quoted),
            JsonValueKind.Number => new ScalarNode(place, element.GetRawText(), ScalarKind.Number),
            JsonValueKind.True => new ScalarNode(place, "true", ScalarKind.Boolean),
            JsonValueKind.False => new ScalarNode(place, "false", ScalarKind.Boolean),
            _ => new ScalarNode(place, "null", ScalarKind.Null),
        };
    }

    private static string Index(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static MapNode Map(JsonElement element, Place place, Findings findings)
    {
        var entries = new List<Entry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var path = place.File + "." + property.Name;
            if (seen.Add(property.Name))
                entries.Add(new Entry(property.Name, new Place(path, 0, 0), Value(property.Value, path, findings)));
            else
                findings.Fault(new Place(path, 0, 0), $"'{property.Name}' stands here a second time");
        }
        return new MapNode(place, entries);
    }
}
