using System.Collections.Immutable;
using System.Xml;

namespace Muster.Files.Import;

/// <summary>Reads the events of an XES log (IEEE 1849), forward only. A column is an attribute of the event or,
/// where the event has none of that name, of its trace; <c>trace:NAME</c> is the trace's. Attributes inside
/// attributes, and those
/// of the log itself, are passed over.</summary>
internal sealed class XesRows
{
    private const string TracePrefix = "trace:";

    private readonly GuardedStream input;
    private readonly XmlReader xml;
    private readonly RowBook book;
    private readonly string file;
    private readonly int slots;
    private readonly Dictionary<string, int[]> eventSlots, traceSlots;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    private XesRows(GuardedStream input, Mapping mapping, RowBook book, string file)
    {
        (this.input, this.book, this.file) = (input, book, file);
        slots = mapping.Columns.Length;
        eventSlots = SlotsOf(mapping, ofTrace: false);
        traceSlots = SlotsOf(mapping, ofTrace: true);
        xml = XmlReader.Create(input, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreWhitespace = true,
            IgnoreProcessingInstructions = true,
        });
    }

    /// <returns>Every attribute name met on events and, with its prefix, on traces.</returns>
    public static ImmutableHashSet<string> Read(GuardedStream input, Mapping mapping, RowBook book, string file)
    {
        var rows = new XesRows(input, mapping, book, file);
        using (rows.xml)
        {
            try
            {
                rows.ReadLog();
            }
            catch (XmlException fault)
            {
                throw new ImportFailure($"{file}:{fault.LineNumber}:{fault.LinePosition}: broken XML: {fault.Message}");
            }
            catch (RecordTooLongException)
            {
                throw new ImportFailure(
                    $"{file}:{rows.Line}: one XML node is over {Limits.Record / 1024} KiB after this line");
            }
            catch (InvalidDataException fault)
            {
                throw new ImportFailure($"{file}: broken gzip after line {rows.Line} of its content: {fault.Message}");
            }
        }

        return [.. rows.seen];
    }

    private int Line => ((IXmlLineInfo)xml).LineNumber;

    /// <summary>A plain name is looked for in both places, a prefixed one in the trace alone.</summary>
    private static Dictionary<string, int[]> SlotsOf(Mapping mapping, bool ofTrace) => mapping.Columns
        .Where(column => ofTrace || !column.Name.StartsWith(TracePrefix, StringComparison.Ordinal))
        .GroupBy(
            column => column.Name.StartsWith(TracePrefix, StringComparison.Ordinal)
                ? column.Name[TracePrefix.Length..]
                : column.Name,
            column => column.Slot)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private bool Next()
    {
        input.Mark();
        return xml.Read();
    }

    private void ReadLog()
    {
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "log")
            throw new ImportFailure($"{file}:{Line}: no XES: the first element is <{xml.LocalName}>, not <log>");
        while (Next() && xml.Depth > 0)
        {
            if (xml.LocalName == "trace" && !xml.IsEmptyElement)
                ReadTrace();
            else
                PassOver();
        }
    }

    private void ReadTrace()
    {
        var trace = new string?[slots];
        while (Next() && xml.Depth > 1)
        {
            if (xml.LocalName == "event")
                ReadEvent(trace);
            else
                ReadAttribute(trace, traceSlots, TracePrefix);
        }
    }

    private void ReadEvent(string?[] trace)
    {
        int line = Line;
        var cells = new string?[slots];
        if (!xml.IsEmptyElement)
        {
            while (Next() && xml.Depth > 2)
                ReadAttribute(cells, eventSlots, "");
        }

        for (int slot = 0; slot < slots; slot++)
            cells[slot] ??= trace[slot];
        book.Add(line, cells);
    }

    private void ReadAttribute(string?[] cells, Dictionary<string, int[]> slotsOf, string prefix)
    {
        if (xml.NodeType == XmlNodeType.Element && xml.GetAttribute("key") is { } key)
        {
            Remember(prefix + key);
            if (slotsOf.TryGetValue(key, out int[]? targets))
            {
                foreach (int slot in targets)
                    cells[slot] = book.Cell(xml.GetAttribute("value"));
            }
        }

        PassOver();
    }

    private void Remember(string name)
    {
        const int namesKept = 1000;
        if (seen.Count < namesKept)
            seen.Add(name);
    }

    /// <summary>Like <see cref="XmlReader.Skip"/>, with a mark at every node: a head of a log may be long as a
    /// whole.</summary>
    private void PassOver()
    {
        if (xml.NodeType != XmlNodeType.Element || xml.IsEmptyElement)
            return;
        int depth = xml.Depth;
        while (Next() && xml.Depth > depth)
        {
        }
    }
}
