using Muster.Files.Policies;
using Xunit;

namespace Muster.Edge.Tests.Policies;

public sealed class PolicyCheckTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("muster").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void A_directory_is_each_of_its_yaml_files_by_itself_without_the_tests()
    {
        Write("b.yaml", "lifecycle: {autoClose: 9d}");
        Write("a.yaml", "teams: 3");
        Write("a.test.yaml", "policy: a.yaml");
        Write("notes.txt", "");
        var results = PolicyCheck.Check([directory], together: false);
        Assert.Equal(["a.yaml", "b.yaml"], results.Select(r => Path.GetFileName(r.Name)));
        Assert.Single(results[0].Result.Faults);
        Assert.Empty(results[1].Result.Faults);
    }

    [Fact]
    public void Together_several_files_are_one_policy_so_one_may_name_what_another_brings()
    {
        var calendar = Write("calendar.yaml", "calendars: {office: {zone: UTC, week: {mon-fri: [\"09:00-17:00\"]}}}");
        var sla = Write("sla.yaml", "sla: [{calendar: office}]");
        Assert.Single(PolicyCheck.Check([calendar, sla], together: false)[1].Result.Faults);
        var one = PolicyCheck.Check([calendar, sla], together: true).Single().Result;
        Assert.Empty(one.Faults);
        Assert.StartsWith("calendar+sla@sha256:", one.Policy!.Version, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_name_without_its_ending_is_the_name_of_the_version() =>
        Assert.StartsWith(
            "mine@sha256:",
            PolicyCheck.Check([Write("mine.yaml", "lifecycle: {autoClose: 9d}")], together: false)
                .Single().Result.Policy!.Version,
            StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_a_fault_and_the_rest_is_checked_all_the_same()
    {
        var missing = Path.Combine(directory, "none.yaml");
        var results = PolicyCheck.Check([missing, Write("a.yaml", "{}")], together: false);
        Assert.Equal([$"{missing}:1:1: there is no such file"], results[0].Result.Faults.Select(f => f.ToString()));
        Assert.Empty(results[1].Result.Faults);
    }

    [Fact]
    public void Holidays_are_looked_for_beside_the_policy_that_names_them()
    {
        string[] lines =
            ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART;VALUE=DATE:20250102", "END:VEVENT", "END:VCALENDAR"];
        Write("h.ics", string.Join("\r\n", lines));
        var file = Write("a.yaml", "calendars: {c: {zone: UTC, holidaysFrom: h.ics}}");
        Assert.Single(PolicyCheck.Check([file], together: false).Single().Result.Policy!.Calendars["c"].Holidays);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
