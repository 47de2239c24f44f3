using NodaTime;

namespace Muster.Files.Import;

/// <summary>What the source says about one ticket at one instant.</summary>
/// <param name="Line">Where it begins in the source, from 1; for faults and for the order inside one instant.</param>
/// <param name="Cells">By the mapping's column slots; null is unknown.</param>
internal readonly record struct Row(int Line, Instant At, string?[] Cells);

internal sealed record TicketRows(string Key)
{
    public List<Row> Rows { get; } = new(8);
}

/// <summary>All rows, ticket by ticket: a log may interleave its tickets and tell them out of order.</summary>
internal sealed class RowBook(Mapping mapping, FaultList faults)
{
    /// <summary>Different texts shared between cells; most columns of a log repeat a few.</summary>
    private const int PoolSize = 500_000;

    private readonly Dictionary<string, TicketRows> byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> pool = new(StringComparer.Ordinal);
    private long characters;

    /// <summary>Every row met, also those that could not be read.</summary>
    public int Met { get; private set; }

    public IReadOnlyCollection<TicketRows> Tickets => byKey.Values;

    /// <summary>Trims, recognises the unknown, cuts what is too long and shares what repeats.</summary>
    public string? Cell(string? text)
    {
        if (text is null || (text = text.Trim()).Length == 0 || mapping.Unknown.Contains(text))
            return null;
        if (pool.TryGetValue(text, out string? shared))
            return shared;
        if (text.Length > Limits.Cell)
        {
            faults.Note($"texts over {Limits.Cell:N0} characters were cut");
            text = text[..(char.IsHighSurrogate(text[Limits.Cell - 1]) ? Limits.Cell - 1 : Limits.Cell)];
        }

        if (text.Contains('\uFFFD', StringComparison.Ordinal))
            faults.Note("some texts are not in the encoding expected; say encoding: in the mapping (windows-1252?)");
        characters += text.Length;
        if (characters > Limits.Text)
            throw new ImportFailure($"{faults.File}: over {Limits.Text:N0} characters of different text; split it");
        if (pool.Count < PoolSize)
            pool.Add(text, text);
        return text;
    }

    public void Add(int line, string?[] cells)
    {
        Met++;
        if (Met > Limits.Rows)
            throw new ImportFailure($"{faults.File}:{line}: more than {Limits.Rows:N0} rows; split the file");
        if (mapping.Ticket.Read(cells) is not { } key)
            faults.Add(line, $"no ticket key in {mapping.Ticket.Words}");
        else if (mapping.At.Read(cells) is not { } text)
            faults.Add(line, $"no instant in {mapping.At.Words}");
        else if (mapping.Dates.Read(text, out string? why) is not { } at)
            faults.Add(line, why!);
        else
            TicketOf(key).Rows.Add(new Row(line, at, cells));
    }

    /// <summary>A row that the reader itself could not make sense of.</summary>
    public void Refuse(int line, string why)
    {
        Met++;
        faults.Add(line, why);
    }

    private TicketRows TicketOf(string key)
    {
        if (!byKey.TryGetValue(key, out TicketRows? rows))
            byKey.Add(key, rows = new TicketRows(key));
        return rows;
    }
}
