using System.Text.Json;
using Muster.Core.Calendars;

namespace Muster.Files.Policies;

/// <summary>
/// One part of a policy's text read or changed while the rest stays as it was written; what comes of it is checked as
/// a whole, and a fault in the new part is placed by the way to it, such as <c>people.bo.mail</c>.
/// </summary>
public static class PolicyEdit
{
    /// <summary>The part at the end of a way, as JSON; null where there is none.</summary>
    public static JsonElement? Part(string text, params IEnumerable<string> way)
    {
        Node? found = Root("policy", text, new Findings());
        foreach (var key in way)
            found = (found as MapNode)?.Find(key);
        return found is null ? null : NodeJson.Element(found);
    }

    /// <summary>The policy with another value at the end of a way; null takes away what is there.</summary>
    /// <param name="name">Of the policy, as it stands in its version.</param>
    /// <param name="zones">The zone data that it is typed with.</param>
    public static PolicyResult Put(string name, string text, string[] way, JsonElement? value, ZoneData zones)
    {
        var findings = new Findings();
        var root = Root(name, text, findings);
        var node = value is { } said ? JsonNodes.Read(said, string.Join('.', way), findings) : null;
        return PolicyReader.Read(With(root, way, node), name, null, findings, zones);
    }

    /// <summary>The policy with more at the end of a list.</summary>
    public static PolicyResult Append(
        string name, string text, string[] way, IReadOnlyList<JsonElement> more, ZoneData zones)
    {
        var findings = new Findings();
        var root = Root(name, text, findings);
        Node? found = root;
        foreach (var key in way)
            found = (found as MapNode)?.Find(key);
        var place = new Place(string.Join('.', way), 0, 0);
        List<Node> items =
        [
            .. (found as ListNode)?.Items ?? [],
            .. more.Select((item, index) => JsonNodes.Read(item, $"{place.File}[{index}]", findings)!),
        ];
        return PolicyReader.Read(With(root, way, new ListNode(place, items)), name, null, findings, zones);
    }

    private static MapNode Root(string name, string text, Findings findings) =>
        YamlNodes.Read(name + ".yaml", text, findings) as MapNode
        ?? new MapNode(new Place(name + ".yaml", 1, 1), []);

    private static MapNode With(MapNode map, ReadOnlySpan<string> way, Node? value)
    {
        var key = way[0];
        var below = way.Length == 1
            ? value
            : With(map.Map(key) ?? new MapNode(map.Place, []), way[1..], value);
        var before = map.Entry(key);
        var entry = below is null ? (Entry?)null : new Entry(key, before?.KeyPlace ?? below.Place, below);
        var entries = new List<Entry>(map.Entries.Count + 1);
        foreach (var known in map.Entries)
        {
            if (known.Key != key)
                entries.Add(known);
            else if (entry is { } changed)
                entries.Add(changed);
        }
        if (before is null && entry is { } added)
            entries.Add(added);
        return new MapNode(map.Place, entries);
    }
}
