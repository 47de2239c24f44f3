namespace Muster.Files.Policies;

/// <summary>
/// Where something stands: file, line and column from 1. Inside a JSON value, which has no lines of its own, the line
/// is 0 and <paramref name="File"/> is the way to it, such as <c>policy.sla[0].targets</c>.
/// </summary>
public readonly record struct Place(string File, int Line, int Column);

/// <summary>A value of a configuration with its place, whatever it was written in.</summary>
internal abstract class Node(Place place, int size, int depth)
{
    public Place Place { get; } = place;

    /// <summary>How many values this is when every alias is written out.</summary>
    public int Size { get; } = size;

    public int Depth { get; } = depth;
}

internal enum ScalarKind
{
    Quoted,
    Plain,
    Number,
    Boolean,
    Null,
}

internal sealed class ScalarNode(Place place, string text, ScalarKind kind) : Node(place, 1, 1)
{
    public string Text { get; } = text;

    public ScalarKind Kind { get; } = kind;

    public bool IsText => Kind is ScalarKind.Quoted or ScalarKind.Plain;

    public bool MayBeNumber => Kind is ScalarKind.Number or ScalarKind.Plain;
}

internal sealed class ListNode(Place place, IReadOnlyList<Node> items)
    : Node(place, 1 + items.Sum(i => i.Size), 1 + items.Select(i => i.Depth).DefaultIfEmpty().Max())
{
    public IReadOnlyList<Node> Items { get; } = items;
}

internal readonly record struct Entry(string Key, Place KeyPlace, Node Value);

/// <summary>Keys are unique: whoever builds one has seen to it.</summary>
internal sealed class MapNode : Node
{
    private readonly Dictionary<string, int> byKey;

    public MapNode(Place place, IReadOnlyList<Entry> entries)
        : base(
            place,
            1 + entries.Sum(e => 1 + e.Value.Size),
            1 + entries.Select(e => e.Value.Depth).DefaultIfEmpty().Max())
    {
        Entries = entries;
        byKey = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
            byKey.Add(entries[i].Key, i);
    }

    public IReadOnlyList<Entry> Entries { get; }

    public Entry? Entry(string key) => byKey.TryGetValue(key, out var index) ? Entries[index] : null;

    public Node? Find(string key) => Entry(key)?.Value;

    public MapNode? Map(string key) => Find(key) as MapNode;

    public ListNode? List(string key) => Find(key) as ListNode;

    public ScalarNode? Text(string key) => Find(key) is ScalarNode { IsText: true } scalar ? scalar : null;

    public IEnumerable<ScalarNode> Texts(string key) =>
        (List(key)?.Items ?? []).OfType<ScalarNode>().Where(s => s.IsText);
}
