using System.Collections.Immutable;

namespace Muster.Files.Import;

/// <summary><c>muster import</c>: reads a foreign log and writes a replay log, ordered by <c>at</c>, every line of it
/// marked <c>imported</c>.</summary>
public static class Importer
{
    private static readonly string[] ShippedHoldReasons = ["user", "vendor", "approval", "change"];

    /// <summary>Never throws for what lies in the files; see <see cref="ImportReport.ExitCode"/>.</summary>
    /// <exception cref="OperationCanceledException">The import was cancelled; nothing was written.</exception>
    public static ImportReport Run(ImportRequest request)
    {
        string file = InputFile.NameOf(request);
        var faults = new FaultList(file, request.Strict);
        try
        {
            var lines = new LineBook(file);
            Account account = request.Format == ImportFormat.JsonLines
                ? ReadLog(request, lines, faults)
                : ReadRows(request, lines, faults);
            faults.TellUnknown();
            lines.Settle(faults);
            if (account.Rows == 0)
                throw new ImportFailure($"{file}: there is nothing in it to import");
            OutputFile.Write(request, lines);
            return new ImportReport(
                [], faults.Kept, faults.Count, account.Rows, account.Tickets, lines.ByVerb, lines.First, lines.Last,
                faults.UnknownValues, account.ColumnsLeft, account.PolicyNeeds, faults.Notes);
        }
        catch (ImportFailure failure)
        {
            return Failed(failure.Lines, faults);
        }
        catch (InvalidDataException fault)
        {
            return Failed([$"{file}: broken gzip at its beginning: {fault.Message}"], faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Failed([$"{file}: {fault.Message}"], faults);
        }
    }

    private static ImportReport Failed(ImmutableArray<string> why, FaultList faults) => new(
        why, faults.Kept, faults.Count, 0, 0, ImmutableSortedDictionary<string, int>.Empty, null, null, [], [], [],
        faults.Notes);

    private static Account ReadLog(ImportRequest request, LineBook lines, FaultList faults)
    {
        if (request.Map is not null)
            throw new ImportFailure($"{request.Map}: jsonl is our own form and takes no mapping");
        using GuardedStream input = InputFile.Open(request);
        var log = new LogLines(input, lines, faults);
        log.Read();
        return new Account(log.Rows, log.Tickets, [], []);
    }

    private static Account ReadRows(ImportRequest request, LineBook lines, FaultList faults)
    {
        if (request.Map is not { } map)
            throw new ImportFailure("--map is missing: it says what the columns mean, as samples/small-map.yaml does");
        Mapping mapping = MappingReader.Read(
            new MappingFile(map, map == "-" ? request.MapInput : null), request.Format, request.Zones);
        var book = new RowBook(mapping, faults);
        ImmutableArray<string> columns;
        using (GuardedStream input = InputFile.Open(request))
        {
            columns = request.Format == ImportFormat.Csv
                ? new CsvRows(input, mapping, book, faults.File).Read(map)
                : [.. XesRows.Read(input, mapping, book, faults.File).Order(StringComparer.Ordinal)];
        }

        if (request.Format == ImportFormat.Xes && book.Met > 0)
            TellMissing(mapping, columns, faults, map);
        var holdReasons = new SortedSet<string>(StringComparer.Ordinal);
        using var line = new LogLine(lines, faults);
        foreach (TicketRows ticket in book.Tickets)
        {
            request.Cancel.ThrowIfCancellationRequested();
            TicketStory.Tell(ticket, mapping, line, faults, holdReasons);
        }

        return new Account(
            book.Met, book.Tickets.Count, Left(mapping, columns), [.. holdReasons.Except(ShippedHoldReasons)]);
    }

    /// <summary>XES has no header: that an attribute is nowhere is known at the end of the file.</summary>
    private static void TellMissing(Mapping mapping, ImmutableArray<string> met, FaultList faults, string map)
    {
        bool Has(int slot) =>
            mapping.Columns[slot].Name is var name && (met.Contains(name) || met.Contains($"trace:{name}"));
        foreach (ValueSource source in mapping.Sources.Where(source => !source.IsIn(Has)))
        {
            ColumnName name = source.Columns.First(column => !Has(column.Slot));
            faults.Add(0, $"no event has the attribute '{name.Name}' of {map}:{name.Line}:{name.Column}"
                + Nearest.Hint(name.Name, met));
        }
    }

    private static ImmutableArray<string> Left(Mapping mapping, ImmutableArray<string> columns)
    {
        HashSet<string> read = [.. mapping.Columns.SelectMany(column =>
            new[] { Headers.Plain(column.Name), Headers.Plain($"trace:{column.Name}") })];
        return [.. columns.Where(column => !read.Contains(Headers.Plain(column)))];
    }

    private sealed record Account(
        int Rows, int Tickets, ImmutableArray<string> ColumnsLeft, ImmutableArray<string> PolicyNeeds);
}
