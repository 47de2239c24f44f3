using System.Diagnostics;
using Muster.Files.Import;
using Xunit;

namespace Muster.Edge.Import;

/// <summary>Two published logs as whole. They are not ours to ship: without them the tests say so and skip.</summary>
public sealed class RealLogs(ITestOutputHelper words)
{
    private static readonly string Root = Repository.Root;
    private static readonly string Data =
        Environment.GetEnvironmentVariable("MUSTER_DATA") ?? Path.Combine(Root, "..", "shared", "data");

    [Fact]
    public void Bpic_2013_is_imported_whole()
    {
        (ImportReport report, string[] lines) = Import(
            ImportFormat.Xes, "bpic2013-incidents/BPI_Challenge_2013_incidents.xes.gz", "bpic2013.yaml");

        Assert.Equal((65_533, 7_554, 7_554), (report.Rows, report.Tickets, report.LinesByVerb["open"]));
        Assert.Equal(580, report.LinesByVerb["reopen"]);
        Assert.Empty(report.PolicyNeeds);
        Assert.Equal("2010-03-31T14:59:42Z", $"{report.First}");
        Assert.Equal("2012-05-22T23:22:25Z", $"{report.Last}");
        Assert.Empty(LineRules.Broken(lines, imported: true));
    }

    [Fact]
    public void Uci_498_is_imported_whole()
    {
        (ImportReport report, string[] lines) = Import(
            ImportFormat.Csv, "uci-incident-log/incident_event_log.part1.csv.gz", "uci.yaml");

        Assert.Equal((73_128, 11_735, 11_735), (report.Rows, report.Tickets, report.LinesByVerb["open"]));
        Assert.Equal(216, report.LinesByVerb["prioritise"]);
        Assert.Equal(183, report.LinesByVerb["reopen"]);   // 182 in the file, one more by a row out of its order
        Assert.Equal(["problem"], report.PolicyNeeds);
        Assert.Equal("2017-02-08T18:07:00Z", $"{report.Last}");
        Assert.Empty(LineRules.Broken(lines, imported: true, "problem"));
    }

    private (ImportReport Report, string[] Lines) Import(ImportFormat format, string log, string map)
    {
        string file = Path.Combine(Data, log);
        Assert.SkipUnless(File.Exists(file), $"{file} is not here; MUSTER_DATA names the folder of the data sets");
        using var output = new MemoryStream();
        long began = Stopwatch.GetTimestamp();
        ImportReport report = Importer.Run(
            new ImportRequest(format, file, Path.Combine(Root, "samples", map), "-") { Output = output });
        words.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        using var summary = new StringWriter();
        report.WriteSummary(summary);
        words.WriteLine($"{summary}");
        Assert.Empty(report.Failure);
        Assert.Empty(report.Faults);
        Assert.Equal(0, report.ExitCode);
        string[] lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1];
        Assert.Equal(report.Lines, lines.Length);
        return (report, lines);
    }
}
