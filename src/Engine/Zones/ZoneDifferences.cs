using System.Collections.Immutable;
using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Engine.Zones;

/// <summary>When two zones show different times.</summary>
internal static class ZoneDifferences
{
    /// <summary>
    /// The stretches of [<paramref name="from"/>, <paramref name="to"/>) in which they do, in order, none touching the
    /// next.
    /// </summary>
    public static ImmutableArray<Interval> Between(DateTimeZone one, DateTimeZone other, Instant from, Instant to)
    {
        var found = ImmutableArray.CreateBuilder<Interval>();
        for (var at = from; at < to;)
        {
            var (first, second) = (one.GetZoneInterval(at), other.GetZoneInterval(at));
            var end = Instant.Min(to, Instant.Min(EndOf(first), EndOf(second)));
            if (first.WallOffset != second.WallOffset)
            {
                if (found.Count > 0 && found[^1].End == at)
                    found[^1] = new Interval(found[^1].Start, end);
                else
                    found.Add(new Interval(at, end));
            }
            at = end;
        }
        return found.DrainToImmutable();
    }

    private static Instant EndOf(ZoneInterval interval) => interval.HasEnd ? interval.End : Instant.MaxValue;
}
