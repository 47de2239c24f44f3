using CsCheck;
using Muster.Core.Calendars;
using NodaTime;
using Xunit;

namespace Muster.Core.Tests.Calendars;

/// <summary>
/// What holds for every calendar, zone, start and span; the walk below shares no code with the calendar.
/// </summary>
public sealed class CalendarProperties
{
    private const int DayMinutes = 1440;
    private static readonly long Cases = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 100_000 : 3_000;

    private static readonly DateTimeZone[] Zones =
        [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];

    private static readonly Gen<HoursWindow> AnyWindow =
        from start in Gen.OneOf(Gen.Int[0, DayMinutes - 1], Gen.Int[0, 23].Select(h => h * 60))
        from length in Gen.OneOf(
            Gen.Int[1, DayMinutes], Gen.Int[1, 24].Select(h => h * 60), Gen.Const(DayMinutes - start))
        select new HoursWindow(start, start + length);

    /// <summary>
    /// Starts lie near a change of the zone's clock more often than not; holidays lie near the start.
    /// </summary>
    private static readonly Gen<Case> AnyCase =
        from zone in Gen.Int[0, Zones.Length - 1].Select(k => Zones[k])
        from windows in AnyWindow.Array[0, 3].Array[7]
        from at in Gen.Long[Millis(2010), Millis(2037)]
        from near in Gen.Int[0, 3]
        from before in Gen.Long[0, 4 * 86_400_000L]
        from fine in Gen.OneOf(Gen.Const(1L), Gen.Const(60_000L), Gen.Const(3_600_000L))
        from days in Gen.Int[-3, 30].Array[0, 6]
        let start = near == 0 ? at : NearChange(zone, at) - before
        select Case.Of(zone, windows, start - start % fine, days);

    private static readonly Gen<long> Span =
        Gen.OneOf(Gen.Long[0, 6 * 86_400_000L], Gen.Int[0, 144].Select(h => h * 3_600_000L), Gen.Long[0, 120_000]);

    private static readonly Gen<long> LongSpan = Gen.OneOf(Span, Gen.Long[0, 12L * 365 * 86_400_000]);

    [Fact]
    public void Elapsed_agrees_with_a_walk_minute_by_minute() =>
        Gen.Select(AnyCase, Span).Sample((c, span) => c.Elapsed(span) == c.Walk().Elapsed(span), iter: Cases);

    [Fact]
    public void Due_agrees_with_a_walk_minute_by_minute() =>
        Gen.Select(AnyCase, Span).Sample(
            (c, add) =>
            {
                var walked = c.Walk().Due(add);
                var due = c.Due(add);
                return walked is null ? due is null || due >= c.Start + Walker.Horizon : due == walked;
            },
            iter: Cases);

    [Fact]
    public void Counts_and_intervals_agree_with_the_walk() =>
        Gen.Select(AnyCase, Span).Sample(
            (c, span) =>
            {
                var from = Instant.FromUnixTimeMilliseconds(c.Start);
                var end = from;
                foreach (var part in c.Calendar.Intervals(from, from + Duration.FromMilliseconds(span)))
                {
                    if (part.From != end || part.To <= part.From || part.Counted != c.Walk().Counts(part.From)
                        || part.Counted != c.Calendar.Counts(part.To - Duration.FromMilliseconds(1)))
                        return false;
                    end = part.To;
                }
                return end == from + Duration.FromMilliseconds(span);
            },
            iter: Cases);

    [Fact]
    public void Intervals_add_up_to_what_elapsed() =>
        Gen.Select(AnyCase, Gen.Bool, Span).Sample(
            (c, old, span) =>
            {
                c = old ? c with { Start = c.Start - 130 * 365 * 86_400_000L } : c; // offsets in seconds, before 1910
                var from = Instant.FromUnixTimeMilliseconds(c.Start);
                var parts = c.Calendar.Intervals(from, from + Duration.FromMilliseconds(span)).ToArray();
                var counted = parts.Where(p => p.Counted).Sum(p => (p.To - p.From).TotalMilliseconds);
                return (long)counted == c.Elapsed(span)
                    && !parts.Zip(parts.Skip(1)).Any(p => p.First.Reason == p.Second.Reason);
            },
            iter: Cases);

    [Fact]
    public void What_is_added_has_elapsed_at_the_due_and_not_a_millisecond_before() =>
        Gen.Select(AnyCase, LongSpan).Where((c, _) => !c.Calendar.Week.IsEmpty).Sample(
            (c, add) =>
            {
                var due = c.Due(add)!.Value;
                return c.Elapsed(due - c.Start) == add && (add == 0 || c.Elapsed(due - c.Start - 1) == add - 1);
            },
            iter: Cases);

    [Fact]
    public void Elapsed_never_falls_and_adds_up() =>
        Gen.Select(AnyCase, LongSpan, LongSpan).Sample(
            (c, first, second) =>
            {
                var middle = c with { Start = c.Start + first };
                var later = middle.Elapsed(second);
                return later >= 0 && c.Elapsed(first + second) == c.Elapsed(first) + later;
            },
            iter: Cases);

    [Fact]
    public void A_table_that_grew_in_either_direction_gives_the_same_answers() =>
        Gen.Select(AnyCase, LongSpan, Gen.Long[-3_000, 3_000]).Sample(
            (c, span, days) =>
            {
                var other = c with { Start = c.Start + days * 86_400_000 };
                other.Elapsed(span);
                return c.Elapsed(span) == c.Fresh().Elapsed(span) && other.Elapsed(span) == other.Fresh().Elapsed(span);
            },
            iter: Cases);

    private static long Millis(int year) => Instant.FromUtc(year, 1, 1, 0, 0).ToUnixTimeMilliseconds();

    private static long NearChange(DateTimeZone zone, long at)
    {
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeMilliseconds(at));
        var found = interval.HasEnd && interval.End < Instant.FromUtc(2037, 1, 1, 0, 0);
        return found ? interval.End.ToUnixTimeMilliseconds() : at;
    }

    private sealed record Case(BusinessCalendar Calendar, HoursWindow[][] Windows, LocalDate[] Holidays, long Start)
    {
        public static Case Of(DateTimeZone zone, HoursWindow[][] windows, long start, int[] days)
        {
            var date = Instant.FromUnixTimeMilliseconds(start).InZone(zone).Date;
            LocalDate[] holidays = [.. days.Select(date.PlusDays)];
            return new Case(Make(zone, windows, holidays), windows, holidays, start);
        }

        public Case Fresh() => this with { Calendar = Make(Calendar.Zone, Windows, Holidays) };

        public long Elapsed(long span)
        {
            var from = Instant.FromUnixTimeMilliseconds(Start);
            return (long)Calendar.Elapsed(from, from + Duration.FromMilliseconds(span)).TotalMilliseconds;
        }

        public long? Due(long add) =>
            Calendar.Due(Instant.FromUnixTimeMilliseconds(Start), Duration.FromMilliseconds(add))
                ?.ToUnixTimeMilliseconds();

        public Walker Walk() => new(Calendar.Zone, Windows, Holidays, Start);

        private static BusinessCalendar Make(DateTimeZone zone, HoursWindow[][] windows, LocalDate[] holidays) =>
            new(zone, WeeklyHours.Of(Enumerable.Range(0, 7)
                .ToDictionary(d => (IsoDayOfWeek)(d + 1), d => (IReadOnlyList<HoursWindow>)windows[d])), holidays);
    }

    /// <summary>
    /// Slow and obvious: looks at the clock on the wall once a minute (all offsets are whole minutes by 2010).
    /// </summary>
    private sealed record Walker(DateTimeZone Zone, HoursWindow[][] Windows, LocalDate[] Holidays, long Start)
    {
        public const long Horizon = 12 * 86_400_000L;

        public bool Counts(Instant at)
        {
            var wall = at.InZone(Zone);
            if (Holidays.Contains(wall.Date))
                return false;
            var minute = wall.Hour * 60 + wall.Minute;
            var today = (int)wall.DayOfWeek - 1;
            return Windows[today].Any(w => w.Start <= minute && minute < w.End)
                || Windows[(today + 6) % 7].Any(w => w.Start <= minute + DayMinutes && minute + DayMinutes < w.End);
        }

        public long Elapsed(long span) => Minutes(span).Where(m => m.Counts).Sum(m => m.To - m.From);

        public long? Due(long add)
        {
            if (add == 0)
                return Start;
            foreach (var (from, to, counts) in Minutes(Horizon))
            {
                if (counts && add <= to - from)
                    return from + add;
                add -= counts ? to - from : 0;
            }
            return null;
        }

        private IEnumerable<(long From, long To, bool Counts)> Minutes(long span)
        {
            for (var at = Start; at < Start + span;)
            {
                var next = Math.Min(at - at % 60_000 + 60_000, Start + span);
                yield return (at, next, Counts(Instant.FromUnixTimeMilliseconds(at)));
                at = next;
            }
        }
    }
}
