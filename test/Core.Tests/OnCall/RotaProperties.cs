using CsCheck;
using Muster.Core.Calendars;
using Muster.Core.OnCall;
using NodaTime;
using NodaTime.TimeZones;
using Xunit;

namespace Muster.Core.Tests.OnCall;

/// <summary>Any schedule in any zone agrees with a walk that makes every hand-over from the start on (E13).</summary>
public sealed class RotaProperties
{
    private const long Minute = 60_000;
    private static readonly long Cases = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 100_000 : 1_000;
    private static readonly string[] Names = ["ann", "bo", "cy", "dee"];

    private static readonly DateTimeZone[] Zones =
        [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];

    private static readonly Gen<HoursWindow> AnyWindow =
        from start in Gen.Int[0, 23]
        from length in Gen.Int[1, 24]
        select new HoursWindow(start * 60, (start + length) * 60);

    private static readonly Gen<Layer> AnyLayer =
        from unit in Gen.Int[0, 3]
        from every in Gen.Int[1, 3]
        from shift in Gen.Int[1, 3000]
        from back in Gen.Int[-2 * 1440, 20 * 1440]
        from half in Gen.Int[1, 60]
        from exact in Gen.Bool
        from people in Gen.Int[0, 3].Array[1, 4]
        from shown in Gen.Int[0, 2]
        from windows in AnyWindow.Array[0, 2].Array[7]
        select new Layer((RotationUnit)unit, every, shift, back / half * half, exact,
            [.. people.Select(p => Names[p])], shown > 0 ? null : windows);

    private static readonly Gen<Case> AnyCase =
        from zone in Gen.Int[0, Zones.Length - 1].Select(k => Zones[k])
        from at in Gen.Long[Instant.FromUtc(2010, 1, 1, 0, 0).ToUnixTimeSeconds() / 60, 35_000_000]
        from near in Gen.Int[0, 3]
        from before in Gen.Int[0, 2000]
        from layers in AnyLayer.Array[0, 3]
        from overrides in Gen.Select(Gen.Int[-500, 4000], Gen.Int[0, 1000], Gen.Int[0, 3]).Array[0, 3]
        let moment = near == 0 ? at * Minute : NearChange(zone, at * Minute) - before * Minute
        select Case.Of(zone, moment, layers, overrides);

    [Fact]
    public void Shifts_and_who_agree_with_a_walk_minute_by_minute() =>
        Gen.Select(AnyCase, Gen.Int[0, 4000]).Sample(
            (c, minutes) =>
            {
                var rota = new Rota(c.Schedule);
                var end = c.From + Duration.FromMinutes(minutes);
                var walked = new List<Shift>();
                for (var at = c.From; at < end; at += Duration.FromMinutes(1))
                {
                    var next = at + Duration.FromMinutes(1);
                    var person = c.Who(at);
                    var last = next - Duration.FromMilliseconds(1);
                    if (person != rota.WhoIsOnCall(at) || person != rota.WhoIsOnCall(last))
                        return false;
                    if (person is null)
                        continue;
                    if (walked.Count > 0 && walked[^1].To == at && walked[^1].Person == person)
                        walked[^1] = walked[^1] with { To = next };
                    else
                        walked.Add(new Shift(at, next, person));
                }
                return walked.SequenceEqual(rota.Shifts(c.From, end));
            },
            iter: Cases);

    private static long NearChange(DateTimeZone zone, long at)
    {
        var interval = zone.GetZoneInterval(Instant.FromUnixTimeMilliseconds(at));
        var found = interval.HasEnd && interval.End < Instant.FromUtc(2037, 1, 1, 0, 0);
        return found ? interval.End.ToUnixTimeMilliseconds() : at;
    }

    private sealed record Layer(
        RotationUnit Unit, int Every, int ShiftMinutes, int BackMinutes, bool Exact, string[] People,
        HoursWindow[][]? Only)
    {
        public RotationLayer Value(DateTimeZone zone, Instant from)
        {
            var start = from - Duration.FromMinutes(BackMinutes);
            var only = Only is null ? null : WeeklyHours.Of(Enumerable.Range(0, 7)
                .ToDictionary(d => (IsoDayOfWeek)(d + 1), d => (IReadOnlyList<HoursWindow>)Only[d]));
            Duration? shift = Unit == RotationUnit.Custom ? Duration.FromMinutes(ShiftMinutes) : null;
            var written = new RotationStart(Exact ? null : start.InZone(zone).LocalDateTime, Exact ? start : null);
            return new RotationLayer(null, Unit, Every, shift, written, [.. People], only);
        }
    }

    private sealed record Case(Schedule Schedule, Instant From, HoursWindow[][]?[] Only, Instant[][] HandOvers)
    {
        private static readonly ZoneLocalMappingResolver Lenient =
            Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

        public static Case Of(
            DateTimeZone zone, long at, Layer[] layers, (int From, int Length, int Person)[] overrides)
        {
            var from = Instant.FromUnixTimeMilliseconds(at - at % Minute);
            var values = layers.Select(l => l.Value(zone, from)).ToArray();
            var schedule = new Schedule(zone, [.. values], [.. overrides.Select(o => new Override(
                from + Duration.FromMinutes(o.From),
                from + Duration.FromMinutes(o.From + o.Length), Names[o.Person]))]);
            return new Case(schedule, from, [.. layers.Select(l => l.Only)],
                [.. values.Select(l => HandOversOf(zone, l, from + Duration.FromDays(4)))]);
        }

        public string? Who(Instant at)
        {
            var over = Schedule.Overrides.LastOrDefault(o => o.From <= at && at < o.To);
            if (over is not null)
                return over.Person;
            for (var k = Schedule.Layers.Length - 1; k >= 0; k--)
            {
                var layer = Schedule.Layers[k];
                var n = at < HandOvers[k][0] ? -1 : Array.FindLastIndex(HandOvers[k], h => h <= at);
                if (n >= 0 && Shown(Only[k], at))
                    return layer.People[n % layer.People.Length];
            }
            return null;
        }

        private bool Shown(HoursWindow[][]? only, Instant at)
        {
            if (only is null)
                return true;
            var wall = at.InZone(Schedule.Zone);
            var minute = wall.Hour * 60 + wall.Minute;
            var today = (int)wall.DayOfWeek - 1;
            return only[today].Any(w => w.Start <= minute && minute < w.End)
                || only[(today + 6) % 7].Any(w => w.Start <= minute + 1440 && minute + 1440 < w.End);
        }

        private static Instant[] HandOversOf(DateTimeZone zone, RotationLayer layer, Instant until)
        {
            var first = layer.Start.Exact ?? Map(layer.Start.Local!.Value);
            var local = layer.Start.Local ?? first.InZone(zone).LocalDateTime;
            var all = new List<Instant> { first };
            for (var n = 1; all[^1] <= until; n++)
            {
                all.Add(layer.Rotation switch
                {
                    RotationUnit.Hourly => Map(local.PlusHours(n * layer.Every)),
                    RotationUnit.Daily => Map(local.PlusDays(n * layer.Every)),
                    RotationUnit.Weekly => Map(local.PlusWeeks(n * layer.Every)),
                    _ => first + layer.Shift!.Value * n,
                });
            }
            return [.. all];

            Instant Map(LocalDateTime at) => zone.ResolveLocal(at, Lenient).ToInstant();
        }
    }
}
