using Xunit;

namespace Muster.Edge.Import;

/// <summary>A mapping's faults are told all at once, each with its place and the nearest right word.</summary>
public sealed class FaultyMappings
{
    [Theory]
    [InlineData("tiket: Key", "map.yaml:1:1: a mapping has no 'tiket'; did you mean 'ticket'?")]
    [InlineData("at: When", "map.yaml:1:1: 'ticket' is missing: which column is it?")]
    [InlineData("state: State",
        "map.yaml:1:1: 'state' (a column) and 'states' (what each of its values means) go together")]
    [InlineData("state: State\nstates: {Done: resovle}",
        "map.yaml:2:16: 'resovle' is no verb of an import; did you mean 'resolve'?")]
    [InlineData("state: State\nstates: {Wait: hold}", "map.yaml:2:16: a hold needs its reason: {hold: user}")]
    [InlineData("state: State\nstates:\n  Over: {close: fixed}",
        "map.yaml:3:10: a close without a resolve has the code cancelled or duplicate, not 'fixed'")]
    [InlineData("state: State\nstates: {Work: {start: now}}", "map.yaml:2:17: start takes nothing after it")]
    [InlineData("zone: Europe/Berln", "map.yaml:1:7: there is no zone 'Europe/Berln'; did you mean 'Europe/Berlin'?")]
    [InlineData("dates: [iso, d/M/jjjj]",
        "map.yaml:1:14: 'd/M/jjjj' is no pattern of a date; such as d/M/yyyy HH:mm, iso, unix, unix-ms")]
    [InlineData("priority: {colum: Prio}", "map.yaml:1:12: priority has no 'colum'; did you mean 'column'?")]
    [InlineData("priority: {column: Prio, values: {High: 2}}", "map.yaml:1:11: '2' is no priority; P1, P2, P3, P4 are")]
    [InlineData("links: {parnt: Up}", "map.yaml:1:9: 'parnt' is not a kind of link; did you mean 'parent'?")]
    [InlineData("title: '{Subject'", "map.yaml:1:8: title: a brace is left open or empty in '{Subject'")]
    [InlineData("code: closed_code\nnever: [Closed Code]",
        "map.yaml:1:7: 'closed_code' is read here and excluded under never: it knows the end beforehand")]
    [InlineData("encoding: utf-9",
        "map.yaml:1:11: there is no encoding 'utf-9'; such as utf-8, windows-1252, iso-8859-1, utf-16")]
    [InlineData("delimiter: ';;'", "map.yaml:1:12: a delimiter is one character, such as ';', or tab")]
    public void A_fault_is_told_at_its_place(string yaml, string fault) =>
        Assert.Contains(fault, Desk.Csv("Key,When\n", yaml).Failure);

    [Fact]
    public void A_column_that_the_file_does_not_have_is_told_with_the_nearest_one()
    {
        Imported csv = Desk.Csv("Number,Updated,Title\n",
            "ticket: Numbr\nat: [When, Changed, Updated]\ntitle: Subject");
        Imported xes = Desk.Xes(
            "<log><trace><string key='concept:name' value='1'/><event><date key='time:timestamp' value='2025-01-06'/>"
            + "<string key='org:group' value='a'/></event></trace></log>", "team: org:grupp");

        Assert.Equal(
            ["map.yaml:1:9: standard input has no column 'Numbr'; did you mean 'Number'?",
                "map.yaml:3:8: standard input has no column 'Subject'"], csv.Failure);
        Assert.Equal(2, csv.Report.ExitCode);
        Assert.Matches("no event has the attribute 'org:grupp' of .*:1:7; did you mean 'org:group'\\?", xes.Faults);
        Assert.Equal(1, xes.Report.ExitCode);
    }

    [Fact]
    public void What_is_no_yaml_or_no_table_is_told()
    {
        Assert.Matches("^map.yaml:[0-9]+:[0-9]+: ", Assert.Single(Desk.Csv("Key\n", "ticket: [Key").Failure));
        Assert.Matches("^map.yaml:[0-9]+:[0-9]+: ", Assert.Single(Desk.Csv("Key\n", "at: a\nat: b").Failure));
        Assert.StartsWith("map.yaml: a mapping is one table", Assert.Single(Desk.Csv("Key\n", "- Key").Failure));
    }

    [Fact]
    public void Xes_and_csv_want_a_mapping_and_our_own_log_takes_none()
    {
        Assert.Contains("--map is missing", Assert.Single(Desk.Csv("Key\n", null!).Failure));
        Assert.Contains("takes no mapping", Assert.Single(
            Desk.Run(Muster.Files.Import.ImportFormat.JsonLines, [], "ticket: Key", strict: false).Failure));
    }
}
