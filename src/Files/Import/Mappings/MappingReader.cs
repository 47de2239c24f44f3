using System.Collections.Immutable;
using System.Text;
using Muster.Core.Calendars;
using NodaTime;
using YamlDotNet.RepresentationModel;

namespace Muster.Files.Import;

/// <summary>Reads a mapping file; <c>samples/small-map.yaml</c> shows every word with what it means.</summary>
internal sealed class MappingReader
{
    private static readonly string[] Words =
    [
        "ticket", "at", "openedAt", "openedBy", "dates", "zone", "unknown", "state", "states", "by", "automatic",
        "team", "to", "priority", "title", "description", "category", "service", "requester", "vip", "affectedUsers",
        "source",
        "tags", "links", "text", "code", "never", "delimiter", "encoding",
    ];

    private static readonly string[] LinkKinds =
    [
        "relates", "duplicate", "follows", "parent", "child", "blocks", "blocked-by", "caused-by", "in-problem",
        "by-change",
    ];

    private readonly ZoneData zones;
    private readonly MappingFile file;
    private readonly SourceReader sources;
    private readonly Dictionary<string, YamlNode> fields;
    private readonly YamlMappingNode root;

    private MappingReader(MappingFile file, ZoneData zones)
    {
        (this.file, this.zones) = (file, zones);
        root = file.Load();
        fields = file.Fields(root, "a mapping", Words);
        sources = new SourceReader(file);
    }

    /// <exception cref="ImportFailure">With every fault as <c>FILE:LINE:COLUMN: what</c>.</exception>
    public static Mapping Read(MappingFile file, ImportFormat format, ZoneData zones) =>
        new MappingReader(file, zones).Read(format);

    private Mapping Read(ImportFormat format)
    {
        bool xes = format == ImportFormat.Xes;
        ValueSource? ticket = Required("ticket", xes ? "trace:concept:name" : null);
        ValueSource? at = Required("at", xes ? "time:timestamp" : null);
        StateTable states = fields.TryGetValue("states", out YamlNode? table)
            ? new StateReader(file).Table(table)
            : new StateTable([]);
        if (fields.ContainsKey("state") != fields.ContainsKey("states"))
            file.Fault(root, "'state' (a column) and 'states' (what each of its values means) go together");
        Mapping mapping = Options(new Mapping([], ticket!, at!, Dates(), states)
        {
            State = Value("state"),
            OpenedAt = Value("openedAt"),
            OpenedBy = Value("openedBy"),
            By = Value("by"),
            Team = Value("team", stateful: true),
            To = Value("to", stateful: true),
            Priority = Value("priority"),
            Title = Value("title"),
            Description = Value("description"),
            Category = Value("category"),
            Service = Value("service"),
            Requester = Value("requester"),
            Vip = Value("vip"),
            AffectedUsers = Value("affectedUsers"),
            Source = Value("source"),
            Text = Value("text"),
            Code = Value("code"),
            Tags = Named("tags", "a tag", null),
            Links = Named("links", "a kind of link", LinkKinds),
        });
        CheckPriorities(mapping.Priority);
        CheckNever(mapping);
        file.ThrowIfFaulty();
        return mapping with { Columns = sources.Columns, Sources = sources.All };
    }

    private Mapping Options(Mapping mapping) => mapping with
    {
        Unknown = List("unknown").ToImmutableHashSet(StringComparer.OrdinalIgnoreCase),
        Automatic = List("automatic").ToImmutableHashSet(StringComparer.OrdinalIgnoreCase),
        Never = [.. List("never")],
        Delimiter = Delimiter(),
        Encoding = TextEncoding(),
    };

    private ValueSource? Required(string name, string? otherwise)
    {
        if (Value(name) is { } source)
            return source;
        if (otherwise is not null && !fields.ContainsKey(name))
            return sources.Column(name, otherwise, root);
        if (!fields.ContainsKey(name))
            file.Fault(root, $"'{name}' is missing: which column is it?");
        return null;
    }

    private ValueSource? Value(string name, bool stateful = false) =>
        fields.TryGetValue(name, out YamlNode? node) ? sources.Read(name, node, stateful) : null;

    private ImmutableArray<(string, ValueSource)> Named(string field, string what, string[]? names)
    {
        if (!fields.TryGetValue(field, out YamlNode? node))
            return [];
        var found = ImmutableArray.CreateBuilder<(string, ValueSource)>();
        foreach ((YamlScalarNode key, YamlNode value) in file.Entries(node, field))
        {
            if (names is not null && !names.Contains(key.Value))
                file.Fault(key, $"'{key}' is not {what}{Nearest.Hint($"{key}", names)}");
            else if (sources.Read($"{field}: {key}", value, stateful: false) is { } source)
                found.Add((key.Value ?? "", source));
        }

        return found.ToImmutable();
    }

    private IEnumerable<string> List(string name) =>
        fields.TryGetValue(name, out YamlNode? node) ? file.Texts(node, name).Select(text => text.Value ?? "") : [];

    private DateReader Dates()
    {
        DateTimeZone zone = DateTimeZone.Utc;
        if (fields.TryGetValue("zone", out YamlNode? node) && file.Text(node, "zone") is { } id)
        {
            // an offset such as UTC+03:30 is no zone of the data, and may well be what an export is written in
            bool isOffset = id.StartsWith("UTC", StringComparison.Ordinal);
            DateTimeZone? named = zones.Find(id) ?? (isOffset ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null);
            if (named is null)
                file.Fault(node, $"there is no zone '{id}'{Nearest.Hint(id, zones.Ids)}");
            zone = named ?? zone;
        }

        var patterns = ImmutableArray.CreateBuilder<string>();
        foreach (YamlScalarNode text in fields.TryGetValue("dates", out YamlNode? dates)
                     ? file.Texts(dates, "dates")
                     : [])
        {
            if (DateReader.IsPattern(text.Value ?? ""))
                patterns.Add(text.Value!);
            else
                file.Fault(text, $"'{text}' is no pattern of a date; such as d/M/yyyy HH:mm, iso, unix, unix-ms");
        }

        return new DateReader(patterns.ToImmutable(), zone);
    }

    private char? Delimiter()
    {
        if (!fields.TryGetValue("delimiter", out YamlNode? node) || file.Text(node, "delimiter") is not { } text)
            return null;
        text = text == "tab" ? "\t" : text;
        if (text is [var only and < (char)128 and not '"'])
            return only;
        file.Fault(node, "a delimiter is one character, such as ';', or tab");
        return null;
    }

    private Encoding? TextEncoding()
    {
        if (!fields.TryGetValue("encoding", out YamlNode? node) || file.Text(node, "encoding") is not { } name)
            return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            file.Fault(node, $"there is no encoding '{name}'; such as utf-8, windows-1252, iso-8859-1, utf-16");
            return null;
        }
    }

    private void CheckPriorities(ValueSource? priority)
    {
        foreach (string value in (priority?.Values?.Values ?? []).Append(priority?.Otherwise ?? "P1"))
        {
            if (value is not ("P1" or "P2" or "P3" or "P4"))
                file.Fault(fields["priority"], $"'{value}' is no priority; P1, P2, P3, P4 are");
        }
    }

    private void CheckNever(Mapping mapping)
    {
        foreach (string never in mapping.Never)
        {
            foreach (ColumnName read in sources.Columns.Where(column =>
                Headers.Plain(column.Name) == Headers.Plain(never)))
                file.Fault(
                    read.Line, read.Column,
                    $"'{read.Name}' is read here and excluded under never: it knows the end beforehand");
        }
    }
}
