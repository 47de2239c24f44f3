using System.IO.Compression;
using System.Text;
using Muster.Files.Import;
using Xunit;

namespace Muster.Edge.Import;

/// <summary>What cannot be read is told with its place, and never as a stack trace.</summary>
public sealed class FaultyInput
{
    private const string Head = "Key,When,State,Team,Person\n";
    private const string EventMap = "{state: 'concept:name', states: {Work: start}}";

    [Fact]
    public void Rows_that_cannot_be_read_are_counted_and_the_import_goes_on()
    {
        Imported log = Desk.Csv(Head
            + "A1,2025-01-06T09:00Z,Work,,\nA2,soon,Work,,\n,2025-01-06T09:00Z,Work,,\nA3,2025-01-06T09:00Z,Work\n"
            + "A4,0001-01-01,Work,,\nA5,2025-01-06T10:00Z,Work,,\n");

        Assert.Equal(["open A1", "start A1", "open A5", "start A5"], log.Story("ticket"));
        Assert.Equal(
            """
            standard input:3: 'soon' is no date of the form iso
            standard input:4: no ticket key in ticket (Key)
            standard input:5: more or fewer columns than the header has
            standard input:6: the date '0001-01-01' lies outside 1970 to 2199
            """, log.Faults);
        Assert.Equal((6, 4, 1), (log.Report.Rows, log.Report.FaultCount, log.Report.ExitCode));
    }

    [Fact]
    public void Strict_stops_at_the_first_fault_and_writes_nothing()
    {
        Imported log = Desk.Csv(Head + "A1,2025-01-06T09:00Z,Work,,\nA2,soon,Work,,\n", strict: true);

        Assert.Equal("", log.Text);
        Assert.Equal(2, log.Report.ExitCode);
        Assert.StartsWith("standard input:3: 'soon' is no date", log.Faults);
    }

    [Fact]
    public void States_and_priorities_that_the_mapping_does_not_know_are_one_fault_each_with_their_number()
    {
        Imported log = Desk.Csv(
            "Key,When,State,Prio\nA1,2025-01-06T09:00Z,Work,P9\nA1,2025-01-06T10:00Z,Parked,P9\n"
            + "A1,2025-01-06T11:00Z,Parked,P1\n",
            "{ticket: Key, at: When, state: State, priority: Prio, states: {Work: start}}");

        Assert.Equal(["open", "start", "update", "prioritise"], log.Story());
        Assert.Equal(
            "standard input: priority 'P9' is not in the mapping; met 2 times\n"
            + "standard input: state 'Parked' is not in the mapping; met 2 times", log.Faults);
        Assert.Equal(1, log.Report.ExitCode);
    }

    [Fact]
    public void A_gzip_that_ends_too_early_writes_nothing()
    {
        string rows = string.Concat(Enumerable.Range(0, 5000).Select(n =>
            $"A{n * 7919 % 5003},2025-01-06T09:00Z,Work,t{n * n},\n"));
        byte[] whole = Gzip(Head + rows);

        Imported csv = Desk.Run(ImportFormat.Csv, whole[..(whole.Length / 2)], Desk.Map, strict: false);
        Imported log = Desk.Run(ImportFormat.JsonLines, whole[..(whole.Length / 2)], null, strict: false);

        Assert.Matches("^standard input: broken gzip after line [0-9]+ of its content", csv.Failure[0]);
        Assert.Matches("^standard input: broken gzip after line [0-9]+ of its content", log.Failure[0]);
        Assert.Equal(("", 2), (csv.Text, csv.Report.ExitCode));
    }

    [Theory]
    [InlineData(ImportFormat.Csv)]
    [InlineData(ImportFormat.Xes)]
    [InlineData(ImportFormat.JsonLines)]
    public void A_gzip_that_ends_within_its_first_block_is_broken_too(ImportFormat format)
    {
        foreach (int length in (int[])[2, 10, 12, 18])
        {
            Imported cut = Desk.Run(
                format, Gzip(Head)[..length], format == ImportFormat.JsonLines ? null : Desk.Map, strict: false);
            Assert.Matches("^standard input(:1:1)?: .*(gzip|XML|empty|header)", Assert.Single(cut.Failure));
            Assert.Equal(("", 2), (cut.Text, cut.Report.ExitCode));
        }
    }

    [Theory]
    [InlineData("<log><trace><event></trace></log>", "^standard input:1:22: broken XML")]
    [InlineData("<log>\n<trace><event>", "^standard input:2:[0-9]+: broken XML")]
    [InlineData("<!DOCTYPE log [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><log/>", "broken XML: .*DTD")]
    [InlineData("<feed/>", "^standard input:1: no XES: the first element is <feed>, not <log>")]
    [InlineData("", "broken XML: Root element is missing")]
    [InlineData("<log/>", "there is nothing in it to import")]
    public void A_broken_event_log_is_told_with_its_place(string xes, string fault)
    {
        Imported log = Desk.Xes(xes, EventMap);

        Assert.Matches(fault, Assert.Single(log.Failure));
        Assert.Equal(2, log.Report.ExitCode);
    }

    [Theory]
    [InlineData(ImportFormat.Csv, "Key,When,State,Team,Person\nA,\"", "^standard input: ?.*(quote|over 1024 KiB)")]
    [InlineData(ImportFormat.Xes, "<log>\n<trace><string key='concept:name' value='",
        "^standard input:[0-9]+: one XML node is over")]
    [InlineData(ImportFormat.JsonLines, "{\"at\":\"", "there is nothing in it|over 1024 KiB")]
    public void A_record_of_a_gigabyte_is_refused_in_little_memory(ImportFormat format, string head, string fault)
    {
        string? map = format switch { ImportFormat.Csv => Desk.Map, ImportFormat.Xes => EventMap, _ => null };
        long before = GC.GetAllocatedBytesForCurrentThread();

        Imported log = Desk.Run(format, new Endless(Encoding.UTF8.GetBytes(head), 1L << 30), map, strict: false);

        Assert.Matches(fault, log.Faults);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    [Fact]
    public void Our_own_lines_that_are_none_are_told_and_passed_over()
    {
        Imported log = Desk.Jsonl(
            """
            {"at":"2025-01-06T10:00:00Z","do":"open","ticket":"A1"}
            [1]
            {"at":"2025-01-06T10:00:00Z","do":"open"
            {"do":"open","ticket":"A1"}
            {"at":"2025-01-06T10:00:00Z","ticket":"A1"}
            {"at":"2025-01-06T10:00:00Z","do":"open","ticket":7}
            {"at":"2025-01-06T10:00:00","do":"open","ticket":"A1"}
            {"at":"2025-01-06T10:00:00Z","do":"open","ticket":"A1","imported":false}
            """ + "\n{\"at\":\"2025-01-06T10:00:00Z\",\"do\":\"update\",\"ticket\":\"A1\",\"text\":\""
            + new string('x', 1 << 20) + "\"}\n"
            + "{\"at\":\"2025-01-06T10:00:00Z\",\"do\":\"update\",\"ticket\":\"A1\"}\n");

        Assert.Equal(["open", "update"], log.Story());
        Assert.Equal(
            ["2: no JSON object", "3: no JSON", "4: no 'at'", "5: no 'do'", "6: no 'ticket'",
                "7: '2025-01-06T10:00:00' is no instant",
                "8: 'imported' is there", "9: a line over 1024 KiB"],
            log.Report.Faults.Select((fault, index) => fault.ToString()["standard input:".Length..]
                [..new[] { 17, 10, 10, 10, 14, 38, 22, 23 }[index]]));
    }

    [Fact]
    public void A_file_that_is_not_there_or_empty_is_told()
    {
        ImportReport missing = Importer.Run(new ImportRequest(ImportFormat.JsonLines, "/no/such.jsonl", null, "-"));

        Assert.StartsWith("/no/such.jsonl: ", Assert.Single(missing.Failure));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("nothing in it", Assert.Single(Desk.Jsonl("").Failure));
        Assert.Contains("no header line", Assert.Single(Desk.Csv("").Failure));
    }

    [Fact]
    public void A_log_is_put_in_its_place_whole_and_progress_reaches_the_end()
    {
        string folder = Directory.CreateTempSubdirectory("muster-import").FullName;
        string source = Path.Combine(folder, "a.jsonl"), target = Path.Combine(folder, "b.jsonl");
        File.WriteAllText(source, "{\"at\":\"2025-01-06T10:00:00Z\",\"do\":\"open\",\"ticket\":\"A1\"}\n");
        var told = new List<ImportProgress>();

        ImportReport report = Importer.Run(
            new ImportRequest(ImportFormat.JsonLines, source, null, target) { Progress = told.Add });

        Assert.Equal(0, report.ExitCode);
        Assert.Equal(["a.jsonl", "b.jsonl"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        Assert.Equal(new ImportProgress(56, 56), told[^1]);
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>A beginning, and then one letter over and over.</summary>
    private sealed class Endless(byte[] head, long length) : MemoryStream
    {
        private long given;

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, length - given);
            for (int index = 0; index < count; index++)
                buffer[index] = given + index < head.Length ? head[given + index] : (byte)'x';
            given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override int ReadByte() => throw new NotSupportedException();
    }
}
