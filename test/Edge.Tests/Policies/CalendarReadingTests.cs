using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Files.Policies;
using NodaTime;
using Xunit;
using static Muster.Edge.Tests.Policies.Reading;

namespace Muster.Edge.Tests.Policies;

public sealed class CalendarReadingTests
{
    [Fact]
    public void Week_keys_are_days_or_ranges_of_days_and_a_range_may_wrap()
    {
        var week = Week("""{"fri-mon":["09:00-17:00"],"wed":["08:00-12:00","13:00-17:00"]}""");
        IsoDayOfWeek[] wrapped = [IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday];
        foreach (var day in wrapped)
            Assert.Equal([new HoursWindow(540, 1020)], week.On(day));
        Assert.Equal([new HoursWindow(480, 720), new HoursWindow(780, 1020)], week.On(IsoDayOfWeek.Wednesday));
        Assert.Empty(week.On(IsoDayOfWeek.Tuesday));
    }

    [Theory]
    [InlineData("00:00-24:00", 0, 1440)]
    [InlineData("08:00-08:00", 480, 1920)]
    [InlineData("22:00-06:00", 1320, 1800)]
    [InlineData("22:00-00:00", 1320, 1440)]
    [InlineData("00:00-00:00", 0, 1440)]
    public void A_window_that_ends_at_or_before_its_start_runs_into_the_next_day(string window, int start, int end) =>
        Assert.Equal([new HoursWindow(start, end)], Week($$"""{"mon":["{{window}}"]}""").On(IsoDayOfWeek.Monday));

    [Fact]
    public void Overlapping_windows_are_one() =>
        Assert.Equal(
            [new HoursWindow(540, 720)],
            Week("""{"mon":["10:00-12:00","09:00-11:00"]}""").On(IsoDayOfWeek.Monday));

    [Theory]
    [InlineData("9:00-17:00")]
    [InlineData("09:00-24:01")]
    [InlineData("09:00-17:60")]
    [InlineData("24:00-08:00")]
    [InlineData("25:00-26:00")]
    [InlineData("09:00")]
    [InlineData("09:00 - 17:00")]
    [InlineData("09:00-17:00:00")]
    [InlineData("")]
    public void Anything_else_is_a_malformed_window(string window) =>
        Assert.Equal(
            ["calendar.week.mon[0]: expected a window HH:MM-HH:MM from 00:00 to 24:00, such as 09:00-17:00, " +
             $"found '{window}'"],
            Calendar($$$"""{"zone":"UTC","week":{"mon":["{{{window}}}"]}}"""));

    [Fact]
    public void A_day_named_twice_is_an_error() =>
        Assert.Equal(
            ["calendar.week.tue: tue is named twice: it is in 'mon-fri' too"],
            Calendar("""{"zone":"UTC","week":{"mon-fri":["09:00-17:00"],"tue":[]}}"""));

    [Fact]
    public void A_day_is_one_of_the_seven() =>
        Assert.Equal(
            ["calendar.week.thus: 'thus' is no day; expected one of mon, tue, wed, thu, fri, sat, sun, " +
             "or a range such as mon-fri; did you mean 'thu'?"],
            Calendar("""{"zone":"UTC","week":{"thus":[]}}"""));

    [Fact]
    public void Round_the_clock_is_written_24x7_and_is_the_week_of_a_calendar_without_one()
    {
        Assert.Equal(WeeklyHours.Always, Week("\"24x7\""));
        Assert.Equal(WeeklyHours.Always, PolicyReader.ReadCalendar(Element("""{"zone":"UTC"}""")).Value!.Week);
    }

    [Fact]
    public void A_week_without_hours_may_stand_alone() => Assert.True(Week("{}").IsEmpty);

    [Fact]
    public void An_unknown_zone_is_an_error_with_the_nearest_name() =>
        Assert.Equal(
            ["calendar.zone: there is no zone 'Europe/Berln'; did you mean 'Europe/Berlin'?"],
            Calendar("""{"zone":"Europe/Berln"}"""));

    [Fact]
    public void A_zone_is_needed() =>
        Assert.Equal(["calendar: a calendar needs 'zone': a zone such as Europe/Berlin"], Calendar("{}"));

    [Fact]
    public void A_zone_that_only_NodaTime_knows_is_unknown() =>
        Assert.Equal(["calendar.zone: there is no zone 'UTC+01:00'"], Calendar("""{"zone":"UTC+01:00"}"""));

    [Fact]
    public void An_unknown_key_is_an_error() =>
        Assert.Equal(
            ["calendar.holiday: unknown key 'holiday' in a calendar; expected one of zone, week, holidays, " +
             "holidaysFrom; did you mean 'holidays'?"],
            Calendar("""{"zone":"UTC","holiday":[]}"""));

    [Fact]
    public void A_holiday_is_a_date() =>
        Assert.Equal(
            ["calendar.holidays[1]: expected a date such as 2025-12-25, found '2025-02-30'"],
            Calendar("""{"zone":"UTC","holidays":["2025-12-25","2025-02-30"]}"""));

    [Fact]
    public void Holidays_come_from_a_file_beside_the_policy_too()
    {
        var policy = WithHolidays("""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//example//holidays//EN
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20241225
            DTEND;VALUE=DATE:20241227
            RRULE:FREQ=YEARLY;COUNT=3
            EXDATE;VALUE=DATE:20251225
            SUMMARY:Christmas
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            DTSTART:20250501T090000Z
            DTEND:20250501T100000Z
            SUMMARY:A meeting is no holiday
            END:VEVENT
            BEGIN:VEVENT
            UID:3
            DTSTART;VALUE=DATE:20250502
            STATUS:CANCELLED
            SUMMARY:Called off
            END:VEVENT
            END:VCALENDAR
            """);
        Assert.Equal([], policy.Faults);
        Assert.Equal(
            [new(2024, 12, 25), new(2024, 12, 26), new(2025, 1, 1), new(2026, 12, 25), new LocalDate(2026, 12, 26)],
            policy.Policy!.Calendars["office"].Holidays);
    }

    [Fact]
    public void A_yearly_holiday_without_an_end_is_taken_to_2090()
    {
        var policy = WithHolidays("""
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            UID:1
            DTSTART;VALUE=DATE:20240101
            RRULE:FREQ=YEARLY
            END:VEVENT
            END:VCALENDAR
            """);
        Assert.Equal(new LocalDate(2090, 1, 1), policy.Policy!.Calendars["office"].Holidays[^1]);
    }

    [Theory]
    [InlineData("P2D", 2)]
    [InlineData("P1W", 7)]
    [InlineData("P1D", 1)]
    public void An_all_day_event_with_a_length_takes_out_each_of_its_days(string length, int days)
    {
        var policy = WithHolidays(OneDay("20260110").Replace(
            "SUMMARY", $"DURATION:{length}\nSUMMARY", StringComparison.Ordinal));
        Assert.Equal([], policy.Faults);
        Assert.Equal(
            [new(2025, 1, 1), .. Enumerable.Range(0, days).Select(day => new LocalDate(2026, 1, 10).PlusDays(day))],
            policy.Policy!.Calendars["office"].Holidays);
    }

    [Fact]
    public void Another_years_holidays_are_another_version() =>
        Assert.NotEqual(
            WithHolidays(OneDay("20250102")).Policy!.Version, WithHolidays(OneDay("20260102")).Policy!.Version);

    [Fact]
    public void A_rule_that_no_date_fits_ends()
    {
        var policy = WithHolidays(OneDay("20250102").Replace(
            "SUMMARY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\nSUMMARY", StringComparison.Ordinal));
        Assert.True(policy.Faults.Length <= 1);
    }

    [Fact]
    public void A_missing_file_of_holidays_is_a_fault_with_its_place() =>
        Assert.Equal(
            ["1:42: no holidays from 'none.ics': there is no such file"],
            Faults("calendars: {c: {zone: UTC, holidaysFrom: none.ics}}"));

    [Theory]
    [InlineData("not a calendar at all")]
    [InlineData("")]
    public void A_file_of_holidays_that_is_none_is_a_fault(string text) =>
        Assert.Contains("holds no iCalendar", WithHolidays(text).Faults.Single().Message, StringComparison.Ordinal);

    private static string OneDay(string date) =>
        $"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART;VALUE=DATE:{date}\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n";

    [Fact]
    public void A_policy_with_a_holiday_file_is_whole_by_itself()
    {
        var read = WithHolidays(OneDay("20251225"));
        var again = PolicyReader.Read([new PolicySource("p.yaml", read.MergedYaml, null)]);
        Assert.Equal(read.Policy!.Version, again.Policy?.Version);
        Assert.Equal([new(2025, 1, 1), new(2025, 12, 25)], again.Policy!.Calendars["office"].Holidays);
    }

    private static PolicyResult WithHolidays(string ics)
    {
        var directory = Directory.CreateTempSubdirectory("muster");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "h.ics"), ics.ReplaceLineEndings("\r\n"));
            return PolicyReader.Read(
            [
                new PolicySource(
                    "p.yaml",
                    "calendars: {office: {zone: Europe/Berlin, holidays: [2025-01-01], holidaysFrom: h.ics}}",
                    directory.FullName),
            ]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static WeeklyHours Week(string week)
    {
        var read = PolicyReader.ReadCalendar(Element($$$"""{"zone":"UTC","week":{{{week}}}}"""));
        Assert.Equal([], read.Faults);
        return read.Value!.Week;
    }

    private static ImmutableArray<string> Calendar(string json) =>
        [.. PolicyReader.ReadCalendar(Element(json)).Faults.Select(f => f.ToString())];
}
