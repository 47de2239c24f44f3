using System.Collections.Immutable;
using YamlDotNet.RepresentationModel;

namespace Muster.Files.Import;

/// <summary>Reads where a value comes from: a column, a list of alternatives, or a table with <c>column</c>,
/// <c>values</c>, <c>otherwise</c> and (for team and to) <c>onlyIn</c>.</summary>
internal sealed class SourceReader(MappingFile file)
{
    private readonly Dictionary<string, ColumnName> columns = new(StringComparer.Ordinal);
    private readonly List<ColumnName> inOrder = [];
    private readonly List<ValueSource> all = [];

    public ImmutableArray<ColumnName> Columns => [.. inOrder];
    public ImmutableArray<ValueSource> All => [.. all];

    /// <param name="stateful">It may be limited to some states.</param>
    public ValueSource? Read(string field, YamlNode node, bool stateful)
    {
        if (node is not YamlMappingNode table)
            return Keep(field, Alternatives(field, node), null, null, null);
        string[] words = stateful ? ["column", "values", "otherwise", "onlyIn"] : ["column", "values", "otherwise"];
        Dictionary<string, YamlNode> fields = file.Fields(table, field, words);
        if (!fields.TryGetValue("column", out YamlNode? column))
        {
            file.Fault(node, $"{field}: which column? 'column' is missing");
            return null;
        }

        return Keep(
            field,
            Alternatives(field, column),
            fields.TryGetValue("values", out YamlNode? values) ? Values(field, values) : null,
            fields.TryGetValue("otherwise", out YamlNode? otherwise) ? file.Text(otherwise, "otherwise") : null,
            fields.TryGetValue("onlyIn", out YamlNode? states)
                ? new StatePatterns([.. file.Texts(states, "onlyIn").Select(text => text.Value ?? "")])
                : null);
    }

    /// <summary>A column that the mapping leaves to the format's own custom.</summary>
    public ValueSource? Column(string field, string name, YamlNode place) =>
        Keep(field, [new TextMaker([("", Named(name, place))])], null, null, null);

    private ValueSource? Keep(
        string field,
        ImmutableArray<TextMaker> makers,
        ImmutableDictionary<string, string>? values,
        string? otherwise,
        StatePatterns? onlyIn)
    {
        if (makers.IsEmpty)
            return null;
        string words = $"{field} ({string.Join(", ", makers.SelectMany(maker => maker.Columns).Select(c => c.Name))})";
        var source = new ValueSource(words, makers, values, otherwise, onlyIn);
        all.Add(source);
        return source;
    }

    private ImmutableDictionary<string, string> Values(string field, YamlNode node)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach ((YamlScalarNode key, YamlNode value) in file.Entries(node, $"{field}: values"))
        {
            if (file.Text(value, $"{field}: {key}") is not { } word)
                continue;
            if (!values.TryAdd((key.Value ?? "").Trim(), word))
                file.Fault(key, $"'{key}' stands twice");
        }

        return values.ToImmutable();
    }

    private ImmutableArray<TextMaker> Alternatives(string field, YamlNode node) =>
        [.. file.Texts(node, field).Select(text => Maker(field, text)).OfType<TextMaker>()];

    private TextMaker? Maker(string field, YamlScalarNode node)
    {
        string text = (node.Value ?? "").Trim();
        if (text.Length == 0)
        {
            file.Fault(node, $"{field}: which column?");
            return null;
        }

        if (!text.Contains('{', StringComparison.Ordinal))
            return new TextMaker([("", Named(text, node))]);
        var parts = ImmutableArray.CreateBuilder<(string, ColumnName?)>();
        for (int at = 0; at < text.Length;)
        {
            int opens = text.IndexOf('{', at);
            int closes = opens < 0 ? -1 : text.IndexOf('}', opens);
            if (opens < 0 || closes <= opens + 1)
            {
                if (opens >= 0)
                    file.Fault(node, $"{field}: a brace is left open or empty in '{text}'");
                parts.Add((text[at..], null));
                break;
            }

            if (opens > at)
                parts.Add((text[at..opens], null));
            parts.Add(("", Named(text[(opens + 1)..closes].Trim(), node)));
            at = closes + 1;
        }

        return new TextMaker(parts.ToImmutable());
    }

    private ColumnName Named(string name, YamlNode place)
    {
        if (!columns.TryGetValue(name, out ColumnName? column))
        {
            column = new ColumnName(name, inOrder.Count, (int)place.Start.Line, (int)place.Start.Column);
            columns.Add(name, column);
            inOrder.Add(column);
        }

        return column;
    }
}
