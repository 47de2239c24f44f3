using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>The whole policy in force as text: one form for the digest, one for people.</summary>
internal static class MergedText
{
    private const int Width = 110;

    /// <summary>
    /// The policy with the dates of its holiday files in place of their names, so that it is whole by itself, and
    /// another year's file is another version.
    /// </summary>
    public static MapNode Whole(MapNode policy, Holidays holidays) => policy.Map("calendars") is not { } calendars
        ? policy
        : With(policy, "calendars", new MapNode(calendars.Place, [.. calendars.Entries.Select(calendar =>
            calendar with { Value = calendar.Value is MapNode map ? Calendar(map, holidays) : calendar.Value })]));

    private static MapNode Calendar(MapNode calendar, Holidays holidays)
    {
        if (calendar.Entry("holidaysFrom") is not { } file)
            return calendar;
        var written = calendar.Texts("holidays").Select(date => date.Text);
        var dates = written.Concat(holidays.From(calendar).Select(Iso)).Distinct().Order(StringComparer.Ordinal)
            .Select(date => new ScalarNode(file.Value.Place, date, ScalarKind.Plain));
        var rest = new MapNode(calendar.Place, [.. calendar.Entries.Where(entry => entry.Key != "holidaysFrom")]);
        return With(rest, "holidays", new ListNode(file.Value.Place, [.. dates]));
    }

    private static MapNode With(MapNode map, string key, Node value) => new(
        map.Place,
        [
            .. map.Entries.Where(entry => entry.Key != key),
            map.Entry(key) is { } before ? before with { Value = value } : new Entry(key, value.Place, value),
        ]);

    /// <summary>SHA-256 over a form in which neither comments, order of keys nor quotes show.</summary>
    public static string Digest(MapNode policy)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Canonical(policy, json);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    /// <summary>
    /// Block style down to what fits on a line; known keys in the order of the reference, names as they came.
    /// </summary>
    public static string Yaml(MapNode policy)
    {
        var text = new StringBuilder();
        Block(PolicyShapes.Policy, policy, 0, text);
        return text.ToString();
    }

    private static void Canonical(Node node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case MapNode map:
                json.WriteStartObject();
                foreach (var entry in map.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(entry.Key);
                    Canonical(entry.Value, json);
                }
                json.WriteEndObject();
                break;
            case ListNode list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                    Canonical(item, json);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(((ScalarNode)node).Text);
                break;
        }
    }

    private static string Iso(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    private static IEnumerable<(Entry Entry, Shape? Shape)> Ordered(Shape? shape, MapNode map) => shape switch
    {
        MapShape known => known.Fields
            .Where(f => map.Entry(f.Key) is not null).Select(f => (map.Entry(f.Key)!.Value, (Shape?)f.Shape)),
        NamedShape named => map.Entries.Select(e => (e, (Shape?)named.Each)),
        _ => map.Entries.Select(e => (e, (Shape?)null)),
    };

    private static void Block(Shape? shape, MapNode map, int indent, StringBuilder text)
    {
        foreach (var (entry, below) in Ordered(shape, map))
            Value(entry, below, indent, text.Append(' ', indent));
    }

    private static void Value(Entry entry, Shape? shape, int indent, StringBuilder text)
    {
        text.Append(Key(entry.Key)).Append(':');
        var flow = Flow(shape, entry.Value);
        var outermost = indent == 0 && entry.Value is not ScalarNode;
        if (entry.Value is MapNode { Entries.Count: > 0 } map && (outermost || indent + flow.Length > Width))
        {
            text.Append('\n');
            Block(shape, map, indent + 2, text);
        }
        else if (entry.Value is ListNode { Items.Count: > 0 } list && (outermost || indent + flow.Length > Width) &&
            list.Items.Any(i => i is MapNode))
        {
            text.Append('\n');
            foreach (var item in list.Items)
                Item((shape as ListShape)?.Each, (MapNode)item, indent + 2, text);
        }
        else
        {
            text.Append(' ').Append(flow).Append('\n');
        }
    }

    private static void Item(Shape? shape, MapNode map, int indent, StringBuilder text)
    {
        var flow = Flow(shape, map);
        text.Append(' ', indent).Append("- ");
        if (map.Entries.Count == 0 || indent + flow.Length <= Width)
        {
            text.Append(flow).Append('\n');
            return;
        }
        var first = true;
        foreach (var (entry, below) in Ordered(shape, map))
        {
            Value(entry, below, indent + 2, first ? text : text.Append(' ', indent + 2));
            first = false;
        }
    }

    private static string Flow(Shape? shape, Node node) => node switch
    {
        MapNode map => "{" + string.Join(
            ", ", Ordered(shape, map).Select(e => Key(e.Entry.Key) + ": " + Flow(e.Shape, e.Entry.Value))) + "}",
        ListNode list => "[" + string.Join(", ", list.Items.Select(i => Flow((shape as ListShape)?.Each, i))) + "]",
        ScalarNode s when IsBare(s.Text) && (s.Kind != ScalarKind.Quoted || !LooksOtherwise(s.Text)) => s.Text,
        _ => Quoted(((ScalarNode)node).Text),
    };

    private static string Key(string key) => IsBare(key) && !LooksOtherwise(key) ? key : Quoted(key);

    // Nothing here that YAML could take for structure, in a flow or out of it.
    private static bool IsBare(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && text[^1] != ' ' &&
        text.All(c => char.IsAsciiLetterOrDigit(c) || " -_./%+@'".Contains(c, StringComparison.Ordinal));

    private static bool LooksOtherwise(string text) =>
        text.ToLowerInvariant() is "true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n" ||
        text.All(c => char.IsAsciiDigit(c) || c is '.' or '+' or '-' or 'e' or 'E' or '_');

    private static string Quoted(string text) =>
        "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
