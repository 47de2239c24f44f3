using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Muster.Files.Policies;

/// <summary>
/// YAML text to nodes that keep their places. Read from the parser's events, so nothing is built that the bounds below
/// would refuse.
/// </summary>
internal sealed class YamlNodes
{
    // Bounds: a policy of a large company is a few thousand values, ten levels deep.
    internal const int MostCharacters = 2 * 1024 * 1024;
    internal const int MostValues = 100_000;
    internal const int MostDepth = 50;

    private const string NoMergeKeys =
        "merge keys (<<) are not read: write the keys out, or use an alias for a whole value";

    private readonly string file;
    private readonly Findings findings;
    private readonly Parser parser;
    private readonly Dictionary<string, Node> anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private long values;

    private YamlNodes(string file, string text, Findings findings)
    {
        this.file = file;
        this.findings = findings;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>
    /// The document's value; a null scalar for an empty text; null when it cannot be read, which is a fault.
    /// </summary>
    public static Node? Read(string file, string text, Findings findings)
    {
        if (text.Length > MostCharacters)
        {
            findings.Fault(new Place(file, 1, 1), "the text is larger than 2 MiB: no policy is that large");
            return null;
        }
        var nodes = new YamlNodes(file, text, findings);
        try
        {
            return nodes.Document();
        }
        catch (YamlException unreadable)
        {
            var place = new Place(file, (int)unreadable.Start.Line, (int)unreadable.Start.Column);
            findings.Fault(place, "this is not YAML: " + InOneLine(unreadable));
        }
        catch (RefusedException refused)
        {
            findings.Fault(refused.Place, refused.Message);
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or OverflowException)
        {
            // YamlDotNet's scanner throws these on some malformed texts, without a place.
            var end = nodes.parser.Current?.End ?? Mark.Empty;
            findings.Fault(
                new Place(file, (int)end.Line, (int)end.Column), "this is not YAML: what follows here cannot be read");
        }
        return null;
    }

    private static string InOneLine(Exception unreadable)
    {
        var message = (unreadable.InnerException ?? unreadable).Message;
        return message.ReplaceLineEndings(" ").TrimEnd('.');
    }

    private Node Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
            return new ScalarNode(new Place(file, 1, 1), "", ScalarKind.Null);
        parser.Consume<DocumentStart>();
        var root = Value(1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            findings.Fault(At(second), "a second document begins here: a policy is one document");
        return root;
    }

    private Node Value(int depth)
    {
        var next = parser.Current ?? throw new RefusedException(new Place(file, 1, 1), "the text ends too early");
        var place = At(next);
        if (depth > MostDepth)
            throw new RefusedException(place, $"this is nested more than {MostDepth} levels deep");
        if (++values > MostValues)
            throw TooMany(place);
        if (parser.TryConsume<AnchorAlias>(out var alias))
            return Alias(alias, place, depth);
        var anchor = next is NodeEvent { Anchor.IsEmpty: false } anchored ? anchored.Anchor.Value : null;
        if (anchor is not null)
            open.Add(anchor);
        if (next is NodeEvent { Tag.IsEmpty: false } tagged && !IsText(tagged.Tag))
            findings.Fault(place, $"tags such as {tagged.Tag.Value} are not read: write the value alone");
        Node node = next switch
        {
            MappingStart => Map(depth, place),
            SequenceStart => List(depth, place),
            _ => Scalar(parser.Consume<Scalar>(), place),
        };
        if (anchor is not null)
        {
            open.Remove(anchor);
            anchors[anchor] = node;
        }
        return node;
    }

    private static bool IsText(TagName tag) => tag.Value is "!" or "tag:yaml.org,2002:str";

    private Node Alias(AnchorAlias alias, Place place, int depth)
    {
        var name = alias.Value.Value;
        if (open.Contains(name))
            throw new RefusedException(place, $"*{name} refers to itself: it stands inside what it names");
        if (!anchors.TryGetValue(name, out var node))
            throw new RefusedException(place, $"*{name} refers to nothing: there is no &{name} above");
        values += node.Size;
        if (values > MostValues)
            throw TooMany(place);
        if (depth + node.Depth > MostDepth)
            throw new RefusedException(place, $"this is nested more than {MostDepth} levels deep");
        return node;
    }

    private static RefusedException TooMany(Place place) =>
        new(place, $"with every alias written out this has more than {MostValues} values");

    private MapNode Map(int depth, Place place)
    {
        parser.Consume<MappingStart>();
        var entries = new List<Entry>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyPlace = At(parser.Current!);
            if (!parser.TryConsume<Scalar>(out var key))
                throw new RefusedException(keyPlace, "a key is a word: maps, lists and aliases cannot be keys");
            var value = Value(depth + 1);
            values++;
            if (key.Value == "<<" && key.IsPlainImplicit)
                findings.Fault(keyPlace, NoMergeKeys);
            else if (key.Value.Length == 0)
                findings.Fault(keyPlace, "a key is missing here");
            else if (!seen.Add(key.Value))
                findings.Fault(keyPlace, $"'{key.Value}' stands here a second time");
            else
                entries.Add(new Entry(key.Value, keyPlace, value));
        }
        return new MapNode(place, entries);
    }

    private ListNode List(int depth, Place place)
    {
        parser.Consume<SequenceStart>();
        var items = new List<Node>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Value(depth + 1));
        return new ListNode(place, items);
    }

    private static ScalarNode Scalar(Scalar scalar, Place place)
    {
        var plain = scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty;
        var nothing = plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return new ScalarNode(
            place, scalar.Value, nothing ? ScalarKind.Null : plain ? ScalarKind.Plain : ScalarKind.Quoted);
    }

    private Place At(ParsingEvent next) => new(file, (int)next.Start.Line, (int)next.Start.Column);

    private sealed class RefusedException(Place place, string message) : Exception(message)
    {
        public Place Place { get; } = place;
    }
}
