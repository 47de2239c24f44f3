using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>Between instants and what the wall clock of a zone shows.</summary>
public static class WallClock
{
    /// <summary>
    /// The instant that a local time without an offset means: one that does not exist is the first instant after the
    /// gap, one that happens twice the earlier. Cut to the millisecond; null when it lies outside the years −9998 to
    /// 9999.
    /// </summary>
    public static Instant? ToInstant(DateTimeZone zone, LocalDateTime local)
    {
        var millis = FirstShowing(zone, Millis.Of(local));
        return millis < Millis.Min || millis > Millis.Max ? null : Millis.ToInstant(millis);
    }

    /// <summary>
    /// The first millisecond at which the clock shows <paramref name="local"/> or later. Never falls as local rises;
    /// outside the range of instants it goes on with the offset of the range's end.
    /// </summary>
    internal static long FirstShowing(DateTimeZone zone, long local)
    {
        var at = Math.Clamp(local - zone.MaxOffset.Milliseconds, Millis.Min, Millis.Max);
        while (true)
        {
            var span = SpanAt(zone, at);
            if (local < span.To + span.Offset || span.To > Millis.Max)
                return span.From <= Millis.Min ? local - span.Offset : Math.Max(span.From, local - span.Offset);
            at = span.To;
        }
    }

    internal static long Showing(DateTimeZone zone, long at) => at + SpanAt(zone, at).Offset;

    /// <summary>The whole stretch around <paramref name="at"/> in which the zone keeps one offset.</summary>
    internal static ZoneSpan SpanAt(DateTimeZone zone, long at)
    {
        var interval = zone.GetZoneInterval(Millis.ToInstant(at));
        return new ZoneSpan(
            interval.HasStart ? Millis.Of(interval.Start) : Millis.Min,
            interval.HasEnd ? Millis.Of(interval.End) : Millis.Max + 1,
            interval.WallOffset.Milliseconds);
    }

    /// <summary>The stretches of one offset in [from, to), in order, cut to it and to the range of instants.</summary>
    internal static IEnumerable<ZoneSpan> Spans(DateTimeZone zone, long from, long to)
    {
        to = Math.Min(to, Millis.Max + 1);
        for (var at = Math.Max(from, Millis.Min); at < to;)
        {
            var span = SpanAt(zone, at) with { From = at };
            span = span with { To = Math.Min(span.To, to) };
            yield return span;
            at = span.To;
        }
    }
}

/// <summary>[From, To) in milliseconds, with what the wall clock is ahead of UTC.</summary>
internal readonly record struct ZoneSpan(long From, long To, long Offset);
