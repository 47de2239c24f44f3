using System.Collections.Immutable;
using Muster.Core.OnCall;
using Muster.Core.Policies;
using NodaTime;
using NodaTime.Text;
using Xunit;
using static Muster.Core.Tests.Calendars.CalendarSamples;

namespace Muster.Core.Tests.OnCall;

/// <summary>Who is on call (E13).</summary>
public sealed class RotaTests
{
    private static readonly RotationLayer Weekly = Layer(RotationUnit.Weekly, "2025-01-06T09:00", "ann", "bo", "cy");

    private static RotationLayer Layer(RotationUnit unit, string start, params string[] people) =>
        new(null, unit, 1, null, Start(start), [.. people], null);

    private static RotationStart Start(string text) => text.Length > 16
        ? new RotationStart(null, At(text))
        : new RotationStart(LocalDateTimePattern.GeneralIso.Parse(text + ":00").Value, null);

    private static Rota Berlin(params RotationLayer[] layers) => In("Europe/Berlin", layers);

    private static Rota In(string zone, params RotationLayer[] layers) =>
        new(new Schedule(Zone(zone), [.. layers], []));

    private static Rota Overridden(RotationLayer layer, params (string From, string To, string Person)[] overrides) =>
        new(new Schedule(Zone("Europe/Berlin"), [layer],
            [.. overrides.Select(o => new Override(At(o.From), At(o.To), o.Person))]));

    private static void Who(Rota rota, params (string At, string? Person)[] expected) =>
        Assert.Equal(expected, expected.Select(e => (e.At, rota.WhoIsOnCall(At(e.At)))));

    private static void Shifts(
        Rota rota, string from, string to, params (string From, string To, string Person)[] expected) =>
        Assert.Equal(expected.Select(e => new Shift(At(e.From), At(e.To), e.Person)), rota.Shifts(At(from), At(to)));

    [Fact]
    public void Before_the_start_nobody_is_on_call_and_the_hand_over_itself_belongs_to_the_next() =>
        Who(Berlin(Weekly),
            ("2025-01-06T08:59:59.999+01:00", null), ("2025-01-06T09:00:00+01:00", "ann"),
            ("2025-01-13T08:59:59.999+01:00", "ann"), ("2025-01-13T09:00:00+01:00", "bo"),
            ("2025-01-27T09:00:00+01:00", "ann"));

    [Fact]
    public void A_weekly_hand_over_stays_at_nine_in_summer_and_in_winter() =>
        Who(Berlin(Weekly),
            ("2025-03-31T08:59:59+02:00", "cy"), ("2025-03-31T09:00:00+02:00", "ann"),
            ("2025-10-27T08:59:59+01:00", "cy"), ("2025-10-27T09:00:00+01:00", "ann"));

    [Fact]
    public void Every_two_weeks_skips_one_hand_over() =>
        Who(Berlin(Weekly with { Every = 2 }),
            ("2025-01-13T09:00:00+01:00", "ann"), ("2025-01-20T09:00:00+01:00", "bo"));

    [Fact]
    public void A_daily_hand_over_in_the_gap_is_at_the_first_instant_after_it() =>
        Who(Berlin(Layer(RotationUnit.Daily, "2025-03-29T02:30", "ann", "bo")),
            ("2025-03-30T01:59:59.999+01:00", "ann"), ("2025-03-30T03:00:00+02:00", "bo"),
            ("2025-03-31T02:29:59+02:00", "bo"), ("2025-03-31T02:30:00+02:00", "ann"));

    [Fact]
    public void A_daily_hand_over_that_happens_twice_is_at_the_earlier() =>
        Who(Berlin(Layer(RotationUnit.Daily, "2025-10-25T02:30", "ann", "bo")),
            ("2025-10-26T02:29:59+02:00", "ann"), ("2025-10-26T02:30:00+02:00", "bo"),
            ("2025-10-26T02:10:00+01:00", "bo"), ("2025-10-26T02:30:00+01:00", "bo"));

    [Fact]
    public void Of_two_hourly_hand_overs_that_fall_on_one_instant_the_later_counts() =>
        Shifts(Berlin(Layer(RotationUnit.Hourly, "2025-03-30T00:00", "ann", "bo", "cy", "dee")),
            "2025-03-30T00:00:00+01:00", "2025-03-30T05:00:00+02:00",
            ("2025-03-30T00:00:00+01:00", "2025-03-30T01:00:00+01:00", "ann"),
            ("2025-03-30T01:00:00+01:00", "2025-03-30T03:00:00+02:00", "bo"),
            ("2025-03-30T03:00:00+02:00", "2025-03-30T04:00:00+02:00", "dee"),
            ("2025-03-30T04:00:00+02:00", "2025-03-30T05:00:00+02:00", "ann"));

    [Fact]
    public void An_hourly_shift_lasts_two_hours_where_the_hour_happens_twice() =>
        Shifts(Berlin(Layer(RotationUnit.Hourly, "2025-10-26T01:00", "ann", "bo", "cy")),
            "2025-10-26T00:00:00+02:00", "2025-10-26T03:30:00+01:00",
            ("2025-10-26T01:00:00+02:00", "2025-10-26T02:00:00+02:00", "ann"),
            ("2025-10-26T02:00:00+02:00", "2025-10-26T03:00:00+01:00", "bo"),
            ("2025-10-26T03:00:00+01:00", "2025-10-26T03:30:00+01:00", "cy"));

    [Fact]
    public void A_custom_shift_has_its_exact_length_over_a_change() =>
        Shifts(Berlin(Layer(RotationUnit.Custom, "2025-03-29T21:00", "ann", "bo") with { Shift = H(12) }),
            "2025-03-29T00:00:00+01:00", "2025-03-30T12:00:00+02:00",
            ("2025-03-29T21:00:00+01:00", "2025-03-30T10:00:00+02:00", "ann"),
            ("2025-03-30T10:00:00+02:00", "2025-03-30T12:00:00+02:00", "bo"));

    [Fact]
    public void A_start_in_the_gap_begins_after_it_and_its_written_time_serves_from_then_on() =>
        Who(Berlin(Layer(RotationUnit.Daily, "2025-03-30T02:30", "ann", "bo")),
            ("2025-03-30T01:59:59+01:00", null), ("2025-03-30T03:00:00+02:00", "ann"),
            ("2025-03-31T02:29:59+02:00", "ann"), ("2025-03-31T02:30:00+02:00", "bo"));

    [Fact]
    public void A_start_with_an_offset_is_that_instant_and_its_local_time_serves_from_the_next_hand_over_on()
    {
        Who(Berlin(Layer(RotationUnit.Daily, "2025-10-26T02:30:00+01:00", "ann", "bo")),
            ("2025-10-26T02:30:00+02:00", null), ("2025-10-26T02:30:00+01:00", "ann"),
            ("2025-10-27T02:29:59+01:00", "ann"), ("2025-10-27T02:30:00+01:00", "bo"));
        Who(Berlin(Layer(RotationUnit.Daily, "2025-01-06T03:00:00-05:00", "ann", "bo")),
            ("2025-01-06T09:00:00+01:00", "ann"), ("2025-07-06T08:59:59+02:00", "ann"),
            ("2025-07-06T09:00:00+02:00", "bo"));
    }

    [Fact]
    public void A_hand_over_on_the_day_that_Apia_skipped_is_when_the_next_day_begins() =>
        Shifts(In("Pacific/Apia", Layer(RotationUnit.Daily, "2011-12-29T09:00", "ann", "bo", "cy")),
            "2011-12-29T09:00:00-10:00", "2012-01-01T09:00:00+14:00",
            ("2011-12-29T09:00:00-10:00", "2011-12-31T00:00:00+14:00", "ann"),
            ("2011-12-31T00:00:00+14:00", "2011-12-31T09:00:00+14:00", "bo"),
            ("2011-12-31T09:00:00+14:00", "2012-01-01T09:00:00+14:00", "cy"));

    [Fact]
    public void The_later_layer_wins_where_it_has_someone_and_only_over_midnight_belongs_to_the_day_it_starts_on()
    {
        var nights = Layer(RotationUnit.Daily, "2025-01-06T21:00", "dee", "eli") with
        {
            Only = Hours("mon-fri 21:00-09:00"),
        };
        Shifts(Berlin(Weekly, nights), "2025-01-10T12:00:00+01:00", "2025-01-14T00:00:00+01:00",
            ("2025-01-10T12:00:00+01:00", "2025-01-10T21:00:00+01:00", "ann"),
            ("2025-01-10T21:00:00+01:00", "2025-01-11T09:00:00+01:00", "dee"),
            ("2025-01-11T09:00:00+01:00", "2025-01-13T09:00:00+01:00", "ann"),
            ("2025-01-13T09:00:00+01:00", "2025-01-13T21:00:00+01:00", "bo"),
            ("2025-01-13T21:00:00+01:00", "2025-01-14T00:00:00+01:00", "eli"));
    }

    [Fact]
    public void A_layer_with_empty_hours_is_hidden_always()
    {
        var rota = Berlin(Weekly with { Only = Hours("") });
        Assert.Null(rota.WhoIsOnCall(At("2025-06-01T12:00:00Z")));
        Assert.Empty(rota.Shifts(At("2025-06-01T12:00:00Z"), At("2095-06-01T12:00:00Z")));
    }

    [Fact]
    public void Hours_from_eight_to_eight_never_hide() =>
        Shifts(Berlin(Weekly with { Only = Hours("mon-sun 08:00-08:00") }),
            "2025-03-29T00:00:00+01:00", "2025-03-31T00:00:00+02:00",
            ("2025-03-29T00:00:00+01:00", "2025-03-31T00:00:00+02:00", "cy"));

    [Fact]
    public void An_override_holds_from_its_start_to_just_before_its_end_and_the_later_in_the_list_wins()
    {
        var rota = Overridden(Weekly,
            ("2025-02-03T09:00:00+01:00", "2025-02-04T09:00:00+01:00", "fay"),
            ("2025-02-03T20:00:00+01:00", "2025-02-03T22:00:00+01:00", "gus"),
            ("2025-02-03T21:00:00+01:00", "2025-02-03T21:00:00+01:00", "nobody, being empty"));
        Who(rota,
            ("2025-02-03T08:59:59.999+01:00", "ann"), ("2025-02-03T09:00:00+01:00", "fay"),
            ("2025-02-03T21:00:00+01:00", "gus"), ("2025-02-03T22:00:00+01:00", "fay"),
            ("2025-02-04T08:59:59.999+01:00", "fay"), ("2025-02-04T09:00:00+01:00", "bo"));
    }

    [Fact]
    public void An_override_also_serves_before_the_rotation_starts() =>
        Shifts(Overridden(Weekly, ("2025-01-01T00:00:00+01:00", "2025-01-02T00:00:00+01:00", "fay")),
            "2024-12-31T00:00:00+01:00", "2025-01-06T10:00:00+01:00",
            ("2025-01-01T00:00:00+01:00", "2025-01-02T00:00:00+01:00", "fay"),
            ("2025-01-06T09:00:00+01:00", "2025-01-06T10:00:00+01:00", "ann"));

    [Fact]
    public void Neighbouring_shifts_of_one_person_are_one_across_turns_layers_and_overrides() =>
        Shifts(Overridden(Layer(RotationUnit.Daily, "2025-01-06T09:00", "ann", "ann", "bo"),
                ("2025-01-08T09:00:00+01:00", "2025-01-08T15:00:00+01:00", "ann")),
            "2025-01-06T12:00:00+01:00", "2025-01-09T09:00:00+01:00",
            ("2025-01-06T12:00:00+01:00", "2025-01-08T15:00:00+01:00", "ann"),
            ("2025-01-08T15:00:00+01:00", "2025-01-09T09:00:00+01:00", "bo"));

    [Fact]
    public void Gaps_are_what_the_shifts_leave()
    {
        var rota = Berlin(Weekly with { Only = Hours("mon-fri 09:00-17:00") });
        Assert.Equal(
            [
                new Gap(At("2025-01-05T00:00:00+01:00"), At("2025-01-06T09:00:00+01:00")),
                new Gap(At("2025-01-06T17:00:00+01:00"), At("2025-01-07T09:00:00+01:00")),
            ],
            rota.Gaps(At("2025-01-05T00:00:00+01:00"), At("2025-01-07T12:00:00+01:00")));
        Assert.Empty(Berlin(Weekly).Gaps(At("2025-02-01T00:00:00Z"), At("2026-02-01T00:00:00Z")));
        Assert.Empty(rota.Gaps(At("2025-02-01T00:00:00Z"), At("2025-02-01T00:00:00Z")));
    }

    [Fact]
    public void Whoever_is_on_call_without_mail_slack_and_phone_is_reported_once()
    {
        var bare = new Person("Bo", null, " ", null, null, [], null, [], null, [], false);
        var people = ImmutableDictionary<string, Person>.Empty.Add("ann", bare with { Phone = "+49" }).Add("bo", bare);
        var missing = Berlin(Weekly).Unreachable(At("2025-01-06T00:00:00Z"), At("2025-03-01T00:00:00Z"), people);
        Assert.Equal([("bo", true), ("cy", false)], missing.Select(m => (m.Person, m.Known)));
        Assert.Equal(At("2025-01-13T09:00:00+01:00"), missing[0].First.From);
        Assert.Empty(Berlin(Weekly).Unreachable(At("2025-01-07T00:00:00Z"), At("2025-01-08T00:00:00Z"), people));
    }

    [Fact]
    public void A_rotation_begun_in_1990_answers_for_any_moment_to_the_end_of_time()
    {
        var rota = Berlin(Layer(RotationUnit.Hourly, "1990-01-01T00:00", "ann", "bo"));
        Who(rota, ("2090-01-01T00:00:00+01:00", "ann"), ("2090-01-01T01:00:00+01:00", "bo"));
        Assert.NotNull(rota.WhoIsOnCall(Instant.MaxValue));
        Assert.Null(rota.WhoIsOnCall(Instant.MinValue));
        Assert.NotEmpty(rota.Shifts(Instant.MaxValue - H(50), Instant.MaxValue));
        var rare = Berlin(Layer(RotationUnit.Weekly, "1990-01-01T00:00", "ann", "bo") with { Every = int.MaxValue });
        Assert.Single(rare.Shifts(Instant.MinValue, Instant.MaxValue));
    }

    [Fact]
    public void A_step_below_a_millisecond_or_nobody_at_all_is_a_mistake_of_the_caller()
    {
        Assert.Throws<ArgumentException>(() => Berlin(Weekly with { People = [] }));
        Assert.Throws<ArgumentException>(() =>
            Berlin(Weekly with { Rotation = RotationUnit.Custom, Shift = Duration.FromNanoseconds(5L) }));
    }
}
