using System.Text.Json;
using Muster.Edge.Import;
using Muster.Files.Import;
using Xunit;

namespace Muster.Edge.Samples;

public sealed class SamplesAreWhole
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples");
    private static readonly string DeskFile = Path.Combine(Folder, "desk.jsonl");

    [Fact]
    public void The_desk_of_September_is_what_its_generator_makes()
    {
        string made = SampleDesk.Text();
        if (Environment.GetEnvironmentVariable("MUSTER_WRITE_SAMPLES") == "1")
            File.WriteAllText(DeskFile, made);

        Assert.Equal(made, File.ReadAllText(DeskFile));
    }

    [Fact]
    public void The_desk_of_September_keeps_the_rules_of_a_log()
    {
        string[] lines = File.ReadAllLines(DeskFile);

        Assert.InRange(lines.Length, 400, 1000);
        // HD-2101/2 is opened by a late reply (L4), not by a line.
        Assert.Empty(LineRules.Broken(lines.Where(line => !line.Contains("\"HD-2101/2\"")), imported: false));
        Assert.Empty(StateRules.Forbidden(lines));
    }

    [Fact]
    public void The_desk_of_September_sleeps_at_night()
    {
        DateTimeOffset[] openings = [.. File.ReadAllLines(DeskFile)
            .Where(line => line.Contains("\"do\":\"open\""))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("at").GetDateTimeOffset())];

        Assert.InRange(openings.Count(at => at.Hour is < 4 or >= 20), 1, openings.Length / 25);
        Assert.InRange(
            openings.Count(at => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday), 2, openings.Length / 12);
        Assert.True(openings.Count(at => at.Hour is >= 6 and < 12) > openings.Length / 2);
    }

    [Fact]
    public void The_small_table_and_its_mapping_make_a_log()
    {
        using var output = new MemoryStream();
        ImportReport report = Importer.Run(new ImportRequest(
            ImportFormat.Csv, Path.Combine(Folder, "small.csv"), Path.Combine(Folder, "small-map.yaml"), "-")
        {
            Output = output,
        });
        string[] lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n')[..^1];

        Assert.Equal("", string.Join('\n', report.Failure.Concat(report.Faults.Select(fault => $"{fault}"))));
        Assert.Equal((20, 4), (report.Rows, report.Tickets));
        Assert.Equal(2, report.LinesByVerb["hold"]);
        Assert.Equal(1, report.LinesByVerb["reopen"]);
        Assert.Equal(1, report.LinesByVerb["prioritise"]);
        Assert.Empty(LineRules.Broken(lines, imported: true));
    }
}
