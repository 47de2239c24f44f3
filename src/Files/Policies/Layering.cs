namespace Muster.Files.Policies;

/// <summary>Lays one policy over another: map by map to the bottom, lists replaced whole, places kept.</summary>
internal static class Layering
{
    private const string Sla = "sla";

    /// <summary>
    /// The whole policy. The first entry of <c>sla</c> is laid over <paramref name="defaultEntry"/>, the shipped one;
    /// further entries take what they lack from it, except their name and whom they match.
    /// </summary>
    public static MapNode Over(MapNode below, MapNode above, MapNode? defaultEntry)
    {
        var merged = Maps(below, above);
        if (defaultEntry is null || above.Entry(Sla) is not { Value: ListNode { Items.Count: > 0 } list } entry)
            return merged;
        var first = list.Items[0] is MapNode mine ? Maps(NameGivenAway(defaultEntry, list), mine) : list.Items[0];
        var source = Inheritable(first as MapNode ?? defaultEntry);
        var items = list.Items.Skip(1).Select(item => item is MapNode further ? Maps(source, further) : item);
        return Replace(merged, entry with { Value = new ListNode(list.Place, [first, .. items]) });
    }

    // Where a further entry takes the shipped entry's name for itself, the first does not inherit it.
    private static MapNode NameGivenAway(MapNode defaultEntry, ListNode list)
    {
        var name = defaultEntry.Text("name")?.Text;
        return list.Items.Skip(1).OfType<MapNode>().Any(further => further.Text("name")?.Text == name)
            ? new MapNode(defaultEntry.Place, [.. defaultEntry.Entries.Where(e => e.Key != "name")])
            : defaultEntry;
    }

    private static MapNode Inheritable(MapNode first) =>
        new(first.Place, [.. first.Entries.Where(e => e.Key is not ("name" or "match"))]);

    private static MapNode Maps(MapNode below, MapNode above)
    {
        var entries = new List<Entry>(below.Entries.Count + above.Entries.Count);
        foreach (var entry in below.Entries)
        {
            if (above.Entry(entry.Key) is not { } mine)
                entries.Add(entry);
            else if (entry.Value is MapNode lower && mine.Value is MapNode upper)
                entries.Add(mine with { Value = Maps(lower, upper) });
            else
                entries.Add(mine);
        }
        entries.AddRange(above.Entries.Where(e => below.Entry(e.Key) is null));
        return new MapNode(above.Place, entries);
    }

    private static MapNode Replace(MapNode map, Entry with) =>
        new(map.Place, [.. map.Entries.Select(e => e.Key == with.Key ? with : e)]);
}
