using Muster.Core.Calendars;
using NodaTime;
using NodaTime.TimeZones;
using Xunit;
using static Muster.Core.Tests.Calendars.CalendarSamples;

namespace Muster.Core.Tests.Calendars;

/// <summary>
/// Weeks in which the clock of a zone changes more than once. The table of weeks takes weeks that begin and change
/// alike for the same; these it must not.
/// </summary>
public sealed class TwoChangesInAWeek
{
    private const string Windows = "mon-sun 00:30-02:30 09:00-17:00 22:00-24:00";
    private static readonly Duration Week = Duration.FromDays(7);
    private static readonly Duration Minute = Duration.FromMinutes(1);
    private static readonly Instant FirstMonday = Instant.FromUtc(1900, 1, 1, 0, 0);

    [Fact] // no zone has had two between one Monday and the next yet; some have had less than 7 days between two
    public void Less_than_7_days_apart_in_any_zone_they_agree_with_a_walk_minute_by_minute()
    {
        var found = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])
            .SelectMany(zone => MondaysOf(zone).Select(monday => (zone, monday)))
            .ToList();
        Assert.Contains(found, two => two.zone.Id == "America/Recife");
        foreach (var (zone, monday) in found)
        {
            var calendar = new BusinessCalendar(zone, Hours(Windows), []);
            calendar.Elapsed(monday - Week * 60, monday + Week * 60); // so that its like are known
            Agree(calendar, monday);
            Agree(calendar, monday + Week);
        }
    }

    [Fact]
    public void A_week_that_changes_back_is_not_taken_for_one_like_it_that_does_not()
    {
        // each changes on Tuesday 05:00, the third and fourth on Friday, too; until then the third is as the first
        var monday = Instant.FromUtc(2025, 1, 6, 0, 0);
        var tuesday = Duration.FromHours(29);
        var zone = new MadeUpZone(
            monday + tuesday, monday + Week + tuesday, monday + Week * 2 + tuesday,
            monday + Week * 2 + Duration.FromDays(4), monday + Week * 3 + tuesday,
            monday + Week * 3 + Duration.FromDays(4));
        var whole = new BusinessCalendar(zone, Hours(Windows), []);
        for (var week = 0; week < 5; week++)
        {
            Agree(whole, monday + Week * week);
            var backwards = new BusinessCalendar(zone, Hours(Windows), []);
            backwards.Elapsed(monday + Week * 4, monday + Week * 5); // grows towards the past from here
            Agree(backwards, monday + Week * week);
        }
    }

    private static void Agree(BusinessCalendar calendar, Instant monday)
    {
        var (from, to) = (monday - Duration.FromDays(1), monday + Week + Duration.FromDays(1));
        var counted = Duration.Zero;
        for (var at = from; at < to; at += Minute)
        {
            var wall = at.InZone(calendar.Zone).TimeOfDay;
            var minute = wall.Hour * 60 + wall.Minute;
            if (minute is (>= 30 and < 150) or (>= 540 and < 1020) or >= 1320)
                counted += Minute;
            if (minute % 37 == 0)
                Assert.Equal(counted, calendar.Elapsed(from, at + Minute));
        }
        Assert.Equal(counted, calendar.Elapsed(from, to));
        Assert.Equal(counted, calendar.Elapsed(from, calendar.Due(from, counted)!.Value));
    }

    /// <summary>The Mondays, 00:00 UTC, before the first of two changes of a clock that shows whole minutes.</summary>
    private static IEnumerable<Instant> MondaysOf(DateTimeZone zone) =>
        from interval in zone.GetZoneIntervals(FirstMonday, Instant.FromUtc(2060, 1, 1, 0, 0))
        where interval.HasStart && interval.HasEnd && interval.Duration < Week && interval.Start > FirstMonday
        let before = zone.GetZoneInterval(interval.Start - Minute).WallOffset
        let after = zone.GetZoneInterval(interval.End).WallOffset
        where before != interval.WallOffset && after != interval.WallOffset
        where IsWhole(before) && IsWhole(interval.WallOffset) && IsWhole(after)
        select FirstMonday + Week * (int)Math.Floor((interval.Start - FirstMonday) / Week);

    private static bool IsWhole(Offset offset) => offset.Seconds % 60 == 0;

    /// <summary>UTC, and an hour ahead of it after the first change, again UTC after the second, and so on.</summary>
    private sealed class MadeUpZone(params Instant[] changes)
        : DateTimeZone("Test/MadeUp", isFixed: false, Offset.Zero, Offset.FromHours(1))
    {
        public override ZoneInterval GetZoneInterval(Instant instant)
        {
            var past = changes.Count(change => change <= instant);
            return new ZoneInterval(
                "made up", past == 0 ? null : changes[past - 1], past == changes.Length ? null : changes[past],
                Offset.FromHours(past % 2), Offset.Zero);
        }
    }
}
