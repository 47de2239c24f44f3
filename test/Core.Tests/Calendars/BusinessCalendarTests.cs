using Muster.Core.Calendars;
using NodaTime;
using Xunit;
using static Muster.Core.Tests.Calendars.CalendarSamples;

namespace Muster.Core.Tests.Calendars;

public sealed class BusinessCalendarTests
{
    private static readonly BusinessCalendar Office = Of("Europe/Berlin", "mon-fri 09:00-17:00", "2025-12-25");

    private static void Due(BusinessCalendar calendar, string start, double hours, string? due) =>
        Assert.Equal(due is null ? null : At(due), calendar.Due(At(start), H(hours)));

    private static void Elapsed(BusinessCalendar calendar, string start, string end, double hours) =>
        Assert.Equal(H(hours), calendar.Elapsed(At(start), At(end)));

    [Fact]
    public void The_contracts_example_skips_the_evening_and_the_holiday() =>
        Due(Of("Europe/Berlin", "mon-fri 09:00-12:00 13:00-17:00", "2025-12-25"),
            "2025-12-24T16:00:00+01:00", 2, "2025-12-26T10:00:00+01:00");

    [Fact]
    public void A_due_at_the_end_of_the_day_stays_there_and_does_not_move_to_the_next_morning()
    {
        Due(Office, "2025-10-20T15:00:00+02:00", 2, "2025-10-20T17:00:00+02:00");
        Due(Office, "2025-10-24T09:00:00+02:00", 8, "2025-10-24T17:00:00+02:00");
    }

    [Fact]
    public void A_millisecond_more_than_the_day_falls_into_the_next_morning() =>
        Assert.Equal(
            At("2025-10-21T09:00:00.001+02:00"),
            Office.Due(At("2025-10-20T15:00:00+02:00"), H(2) + Duration.FromMilliseconds(1)));

    [Fact]
    public void Adding_zero_answers_the_start_itself_even_at_night()
    {
        Due(Office, "2025-10-19T03:00:00+02:00", 0, "2025-10-19T03:00:00+02:00");
        Due(Of("UTC", ""), "2025-10-19T03:00:00Z", 0, "2025-10-19T03:00:00Z");
    }

    [Fact]
    public void An_end_that_is_not_after_the_start_counts_nothing()
    {
        Elapsed(Office, "2025-10-20T12:00:00Z", "2025-10-20T12:00:00Z", 0);
        Elapsed(Office, "2025-10-20T12:00:00Z", "2025-10-20T10:00:00Z", 0);
    }

    [Fact]
    public void A_window_counts_its_start_and_not_its_end()
    {
        Assert.True(Office.Counts(At("2025-10-20T09:00:00+02:00")));
        Assert.False(Office.Counts(At("2025-10-20T08:59:59.999+02:00")));
        Assert.True(Office.Counts(At("2025-10-20T16:59:59.999+02:00")));
        Assert.False(Office.Counts(At("2025-10-20T17:00:00+02:00")));
    }

    [Fact]
    public void An_empty_week_counts_nothing_and_is_never_due()
    {
        var never = Of("Europe/Berlin", "");
        Due(never, "2025-10-20T12:00:00Z", 1, null);
        Elapsed(never, "2025-10-20T12:00:00Z", "2035-10-20T12:00:00Z", 0);
        Assert.False(never.Counts(At("2025-10-20T12:00:00Z")));
    }

    [Fact]
    public void A_due_beyond_the_end_of_time_is_none_and_is_told_at_once()
    {
        Due(Of("Europe/Berlin", "mon 09:00-09:01"), "2025-10-20T12:00:00Z", 24 * 365, null);
        Due(Of("UTC", "mon-sun 00:00-24:00"), "2025-10-20T12:00:00Z", 24d * 366 * 7975, null);
        Assert.Null(Office.Due(At("2025-10-20T12:00:00Z"), Duration.MaxValue));
        Assert.Null(BusinessCalendar.Always.Due(Instant.MaxValue, H(1)));
    }

    [Fact]
    public void A_due_thousands_of_years_on_is_found()
    {
        var start = At("2025-10-20T12:00:00Z");
        var due = Office.Due(start, H(2000 * 5000));
        Assert.Equal(H(2000 * 5000), Office.Elapsed(start, due!.Value));
        Assert.True(due > At("6800-01-01T00:00:00Z"));
    }

    [Fact]
    public void Everything_from_the_first_instant_to_the_last_can_be_asked()
    {
        var all = Office.Elapsed(Instant.MinValue, Instant.MaxValue);
        Assert.Equal(all, Office.Elapsed(Instant.MinValue, At("2025-12-25T12:00:00Z"))
            + Office.Elapsed(At("2025-12-25T12:00:00Z"), Instant.MaxValue));
        foreach (var zone in new[] { "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York" })
        {
            var counted = Of(zone, "mon-fri 09:00-17:00").Elapsed(Instant.MinValue, Instant.MaxValue);
            Assert.True(counted > H(40 * 52 * 19_990d));
        }
    }

    [Fact]
    public void Input_finer_than_a_millisecond_is_cut_off()
    {
        var start = At("2025-10-20T10:00:00.0009Z");
        Assert.Equal(At("2025-10-20T10:00:00.001Z"), Office.Due(start, Duration.FromNanoseconds(1_999_999L)));
        Assert.Equal(At("2025-10-20T10:00:00Z"), Office.Due(start, Duration.FromNanoseconds(999_999L)));
        Assert.Equal(Duration.FromMilliseconds(1), Office.Elapsed(start, At("2025-10-20T10:00:00.0019Z")));
    }

    [Fact]
    public void A_negative_add_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Office.Due(At("2025-10-20T12:00:00Z"), H(-1)));

    [Fact]
    public void A_round_the_clock_week_counts_everything_in_any_zone_until_a_holiday_takes_a_date_out()
    {
        const string from = "2018-01-01T00:00:00Z", to = "2018-12-31T00:00:00Z";
        Elapsed(Of("America/Sao_Paulo", "mon-sun 00:00-24:00"), from, to, 364 * 24);
        Elapsed(Of("America/Sao_Paulo", "mon-sun 08:00-08:00"), from, to, 364 * 24);
        Elapsed(Of("UTC", "mon-sun 00:00-24:00", "2018-05-01"), from, to, 363 * 24);
    }

    [Fact]
    public void Overlapping_windows_count_once()
    {
        var calendar = Of("UTC", "mon 09:00-12:00 10:00-14:00 22:00-03:00; tue 02:00-04:00");
        Elapsed(calendar, "2025-10-20T00:00:00Z", "2025-10-21T00:00:00Z", 7);
        Elapsed(calendar, "2025-10-21T00:00:00Z", "2025-10-22T00:00:00Z", 4);
    }

    [Fact]
    public void A_window_that_ends_at_24_00_ends_the_day()
    {
        var late = Of("Europe/Berlin", "mon 20:00-24:00");
        Due(late, "2025-10-20T12:00:00+02:00", 4, "2025-10-21T00:00:00+02:00");
        Assert.False(late.Counts(At("2025-10-21T00:00:00+02:00")));
        Elapsed(Of("Europe/Berlin", "mon 20:00-24:00; tue 00:00-01:00"),
            "2025-10-20T00:00:00+02:00", "2025-10-22T00:00:00+02:00", 5);
    }

    [Fact]
    public void A_night_into_a_holiday_is_cut_at_its_midnight()
    {
        var nights = Of("Europe/Berlin", "mon-sun 22:00-06:00", "2025-12-25");
        Elapsed(nights, "2025-12-24T12:00:00+01:00", "2025-12-25T12:00:00+01:00", 2);
        Due(nights, "2025-12-24T22:00:00+01:00", 2, "2025-12-25T00:00:00+01:00");
        Due(nights, "2025-12-24T22:00:00+01:00", 3, "2025-12-26T01:00:00+01:00");
    }

    [Fact]
    public void A_night_that_begins_on_a_holiday_counts_after_midnight() =>
        Elapsed(Of("Europe/Berlin", "thu 22:00-06:00", "2025-12-25"),
            "2025-12-25T12:00:00+01:00", "2025-12-26T12:00:00+01:00", 6);

    [Fact]
    public void The_last_night_of_the_week_runs_into_monday() =>
        Elapsed(Of("UTC", "sun 22:00-06:00"), "2025-10-19T00:00:00Z", "2025-10-21T00:00:00Z", 8);

    [Fact]
    public void Intervals_say_why_and_join_what_is_alike()
    {
        var intervals = Office.Intervals(At("2025-12-24T16:00:00+01:00"), At("2025-12-26T10:00:00+01:00"));
        Assert.Equal(
            [
                new(At("2025-12-24T16:00:00+01:00"), At("2025-12-24T17:00:00+01:00"), CalendarReason.Counted),
                new(At("2025-12-24T17:00:00+01:00"), At("2025-12-25T00:00:00+01:00"), CalendarReason.OutOfHours),
                new(At("2025-12-25T00:00:00+01:00"), At("2025-12-26T00:00:00+01:00"), CalendarReason.Holiday),
                new(At("2025-12-26T00:00:00+01:00"), At("2025-12-26T09:00:00+01:00"), CalendarReason.OutOfHours),
                new(At("2025-12-26T09:00:00+01:00"), At("2025-12-26T10:00:00+01:00"), CalendarReason.Counted),
            ],
            intervals);
        Assert.Empty(Office.Intervals(At("2025-12-24T16:00:00Z"), At("2025-12-24T16:00:00Z")));
        Assert.Equal(
            [new(At("2025-10-25T00:00:00Z"), At("2025-10-27T00:00:00Z"), CalendarReason.Counted)],
            BusinessCalendar.Always.Intervals(At("2025-10-25T00:00:00Z"), At("2025-10-27T00:00:00Z")));
    }

    [Fact]
    public async Task Many_threads_may_ask_while_the_table_grows()
    {
        var fresh = Of("Europe/Berlin", "mon-fri 09:00-17:00", "2025-12-25");
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), (n, _) =>
        {
            var start = At("2025-01-01T00:00:00Z") + Duration.FromDays(n % 2 == 0 ? n * 7 : -n * 7);
            Assert.Equal(H(80), fresh.Elapsed(start, fresh.Due(start, H(80))!.Value));
            return ValueTask.CompletedTask;
        });
    }
}
