using Muster.Core.Calendars;
using NodaTime;
using Xunit;
using static Muster.Core.Tests.Calendars.CalendarSamples;

namespace Muster.Core.Tests.Calendars;

/// <summary>Wall clocks that jump (S2).</summary>
public sealed class CalendarZoneTests
{
    private static void Elapsed(BusinessCalendar calendar, string start, string end, double hours) =>
        Assert.Equal(H(hours), calendar.Elapsed(At(start), At(end)));

    private static void Due(BusinessCalendar calendar, string start, double hours, string due) =>
        Assert.Equal(At(due), calendar.Due(At(start), H(hours)));

    [Fact]
    public void In_Berlin_the_hour_that_does_not_exist_does_not_count()
    {
        var early = Of("Europe/Berlin", "mon-sun 01:00-05:00");
        Elapsed(early, "2025-03-30T00:00:00+01:00", "2025-03-30T12:00:00+02:00", 3);
        Due(early, "2025-03-30T00:00:00+01:00", 2, "2025-03-30T04:00:00+02:00");
        Elapsed(Of("Europe/Berlin", "sun 02:00-03:00"), "2025-03-30T00:00:00+01:00", "2025-03-30T12:00:00+02:00", 0);
        Due(Of("Europe/Berlin", "sun 02:00-03:00"), "2025-03-30T00:00:00+01:00", 1, "2025-04-06T03:00:00+02:00");
    }

    [Fact]
    public void In_Berlin_the_hour_that_happens_twice_counts_twice()
    {
        var early = Of("Europe/Berlin", "mon-sun 01:00-05:00");
        Elapsed(early, "2025-10-26T00:00:00+02:00", "2025-10-26T12:00:00+01:00", 5);
        Due(early, "2025-10-26T00:00:00+02:00", 3, "2025-10-26T03:00:00+01:00");
        var part = Of("Europe/Berlin", "sun 02:15-02:45");
        Elapsed(part, "2025-10-26T00:00:00+02:00", "2025-10-26T12:00:00+01:00", 1);
        Due(part, "2025-10-26T00:00:00+02:00", 0.5, "2025-10-26T02:45:00+02:00");
        Due(part, "2025-10-26T00:00:00+02:00", 0.75, "2025-10-26T02:30:00+01:00");
    }

    [Fact]
    public void New_York_changes_on_other_days_than_Berlin()
    {
        var all = Of("America/New_York", "sun 00:00-24:00", "2025-01-01");
        Elapsed(all, "2025-03-09T00:00:00-05:00", "2025-03-10T00:00:00-04:00", 23);
        Elapsed(all, "2025-11-02T00:00:00-04:00", "2025-11-03T00:00:00-05:00", 25);
        Elapsed(all, "2025-03-30T00:00:00-04:00", "2025-03-31T00:00:00-04:00", 24);
        Due(all, "2025-03-09T00:00:00-05:00", 2, "2025-03-09T03:00:00-04:00");
    }

    [Fact]
    public void Office_hours_keep_to_the_wall_clock_over_a_change()
    {
        var office = Of("America/New_York", "mon-fri 09:00-17:00");
        Due(office, "2025-03-07T16:00:00-05:00", 2, "2025-03-10T10:00:00-04:00");
        Due(office, "2025-10-31T16:00:00-04:00", 2, "2025-11-03T10:00:00-05:00");
    }

    [Fact]
    public void Lord_Howe_moves_by_half_an_hour()
    {
        var early = Of("Australia/Lord_Howe", "sun 01:00-04:00");
        Elapsed(early, "2025-10-05T00:00:00+10:30", "2025-10-05T12:00:00+11:00", 2.5);
        Elapsed(early, "2025-04-06T00:00:00+11:00", "2025-04-06T12:00:00+10:30", 3.5);
    }

    [Fact]
    public void Apia_has_no_30_December_2011()
    {
        var all = Of("Pacific/Apia", "mon-sun 00:00-24:00", "2012-01-01");
        Elapsed(all, "2011-12-29T00:00:00-10:00", "2012-01-01T00:00:00+14:00", 48);
        var fridays = Of("Pacific/Apia", "fri 09:00-17:00");
        Due(fridays, "2011-12-29T00:00:00-10:00", 1, "2012-01-06T10:00:00+14:00");
        Due(Of("Pacific/Apia", "thu-sat 09:00-17:00"), "2011-12-29T16:00:00-10:00", 2, "2011-12-31T10:00:00+14:00");
    }

    [Fact]
    public void A_holiday_on_a_day_that_never_was_takes_nothing_out() =>
        Elapsed(Of("Pacific/Apia", "mon-sun 09:00-17:00", "2011-12-30"),
            "2011-12-29T00:00:00-10:00", "2012-01-01T00:00:00+14:00", 16);

    [Fact]
    public void Clocks_that_jump_at_midnight_begin_the_day_at_one()
    {
        foreach (var (zone, date, before, after) in new[]
        {
            ("Asia/Beirut", "2025-03-30", "+02:00", "+03:00"),
            ("America/Sao_Paulo", "2018-11-04", "-03:00", "-02:00"),
            ("Africa/Cairo", "2025-04-25", "+02:00", "+03:00"),
        })
        {
            var calendar = Of(zone, "mon-sun 00:00-02:00 23:00-24:00");
            Elapsed(calendar, $"{date}T00:00:00{before}", $"{date}T12:00:00{after}", 1);
            var holiday = Of(zone, "mon-sun 00:00-24:00", date);
            Elapsed(holiday, $"{date}T00:00:00{before}", $"{date}T23:59:59{after}", 0);
            Assert.True(holiday.Counts(At($"{date}T00:00:00{before}") - Duration.FromMilliseconds(1)));
        }
    }

    [Fact]
    public void An_evening_hour_that_happens_twice_belongs_to_its_own_date_both_times()
    {
        var beirut = Of("Asia/Beirut", "mon-sun 23:00-24:00");
        Elapsed(beirut, "2025-10-25T12:00:00+03:00", "2025-10-26T12:00:00+02:00", 2);
        var holiday = Of("Asia/Beirut", "mon-sun 23:00-01:00", "2025-10-25");
        Elapsed(holiday, "2025-10-25T12:00:00+03:00", "2025-10-26T12:00:00+02:00", 1);
    }

    [Fact]
    public void An_offset_in_odd_seconds_is_kept_to_the_second()
    {
        var monrovia = Of("Africa/Monrovia", "mon-sun 09:00-17:00"); // −00:44:30 until 1972
        Assert.Equal(At("1971-06-01T09:44:30Z"), monrovia.Due(At("1971-06-01T00:00:00Z"), Duration.FromMilliseconds(1))
            - Duration.FromMilliseconds(1));
        Elapsed(monrovia, "1971-06-01T00:00:00Z", "1971-06-01T10:00:00Z", 15.5 / 60);
    }

    [Fact]
    public void A_local_time_without_an_offset_is_the_earlier_of_two_or_the_first_after_a_gap()
    {
        var berlin = Zone("Europe/Berlin");
        Assert.Equal(At("2025-03-30T01:00:00Z"), WallClock.ToInstant(berlin, new LocalDateTime(2025, 3, 30, 2, 30)));
        Assert.Equal(At("2025-10-26T00:30:00Z"), WallClock.ToInstant(berlin, new LocalDateTime(2025, 10, 26, 2, 30)));
        Assert.Equal(At("2025-07-01T10:00:00Z"), WallClock.ToInstant(berlin, new LocalDateTime(2025, 7, 1, 12, 0)));
        Assert.Equal(At("2011-12-30T10:00:00Z"),
            WallClock.ToInstant(Zone("Pacific/Apia"), new LocalDateTime(2011, 12, 30, 12, 0)));
        Assert.Null(WallClock.ToInstant(Zone("Etc/GMT+12"), new LocalDateTime(9999, 12, 31, 23, 0)));
    }
}
