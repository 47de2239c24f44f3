using System.Collections.Immutable;
using CsvHelper;

namespace Muster.Files.Import;

/// <summary>Reads a table with a header line (RFC 4180; comma, semicolon, tab or bar, told by its
/// first lines).</summary>
internal sealed class CsvRows(GuardedStream input, Mapping mapping, RowBook book, string file)
{
    private int line;

    /// <returns>The header.</returns>
    public ImmutableArray<string> Read(string mapFile)
    {
        try
        {
            using CsvReader csv = CsvReader.Create(input, Options());
            csv.ReadHeader();
            ImmutableArray<string> header = [.. csv.Headers.Select(name => name.Trim())];
            if (header.IsEmpty)
                throw new ImportFailure($"{file}: empty, there is no header line");
            int[] slotOf = Headers.Match(header, mapping, file, mapFile);
            for (input.Mark(); csv.Read(); input.Mark())
            {
                line = (int)csv.LineNumber;
                var cells = new string?[slotOf.Length];
                for (int slot = 0; slot < cells.Length; slot++)
                    cells[slot] = slotOf[slot] < 0 ? null : book.Cell(csv.GetString(slotOf[slot]));
                book.Add(line, cells);
            }

            return header;
        }
        catch (Exception fault) when (fault is RecordTooLongException or CsvFormatException)
        {
            throw new ImportFailure(
                $"{file}: after line {line} comes a row over {Limits.Record / 1024} KiB; is a quote left open?");
        }
        catch (InvalidDataException fault)
        {
            throw new ImportFailure($"{file}: broken gzip after line {line} of its content: {fault.Message}");
        }
    }

    private CsvReaderOptions Options() => new()
    {
        Separator = mapping.Delimiter,
        Encoding = mapping.Encoding,
        MaxRecordSize = Limits.Record,
        TrackLineNumbers = true,
        PoolStrings = true,
        FieldCountMismatch = CsvFieldCountHandling.Skip,
        OnMalformedRecord = Malformed,
    };

    /// <summary>A stray quote is text, as the writer of the file meant it; the rest cannot be trusted.</summary>
    private void Malformed(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.FieldCountMismatch)
            book.Refuse((int)record.LineNumber, "more or fewer columns than the header has");
        else if (record.Reason == CsvMalformedReason.UnterminatedQuote)
            throw new ImportFailure($"{file}:{record.LineNumber}: a quote is opened in this row and never closed");
    }
}
