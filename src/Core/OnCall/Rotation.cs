using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Core.OnCall;

/// <summary>
/// When the people of a layer take turns (E13), in milliseconds. A hand-over stands on the wall clock at the local
/// time of the start plus n steps; the custom ones are an exact length apart instead. Any moment is found by one
/// division: the greatest n whose hand-over is not after it, which also settles that of two at one instant the later
/// counts.
/// </summary>
internal sealed class Rotation
{
    private readonly DateTimeZone zone;
    private readonly RotationLayer layer;
    private readonly long start; // the instant of hand-over 0
    private readonly long localStart;
    private readonly long step;

    /// <exception cref="ArgumentException">The layer has nobody, or a step that is shorter than a
    /// millisecond.</exception>
    public Rotation(DateTimeZone zone, RotationLayer layer)
    {
        this.zone = zone;
        this.layer = layer;
        step = layer.Rotation switch
        {
            RotationUnit.Hourly => layer.Every * 60L * Millis.Minute,
            RotationUnit.Daily => layer.Every * Millis.Day,
            RotationUnit.Weekly => layer.Every * Millis.Week,
            _ => Millis.Of(layer.Shift ?? Duration.Zero),
        };
        if (step <= 0 || layer.People.IsDefaultOrEmpty)
            throw new ArgumentException("A rotation needs people and a step of at least a millisecond.", nameof(layer));
        if (layer.Start.Exact is { } exact)
        {
            start = Millis.Of(exact);
            localStart = WallClock.Showing(zone, start);
        }
        else if (layer.Start.Local is { } local)
        {
            localStart = Millis.Of(local);
            start = WallClock.FirstShowing(zone, localStart);
        }
        else
        {
            throw new ArgumentException("A rotation needs a start.", nameof(layer));
        }
    }

    /// <summary>Who has the turn at <paramref name="at"/>; null before the start. Knows nothing of `only`.</summary>
    public string? PersonAt(long at) => at < start ? null : Person(IndexAt(at));

    /// <summary>
    /// The turns that touch [from, to), cut to it, in order; one person alone has one turn without end.
    /// </summary>
    public IEnumerable<Turn> Turns(long from, long to)
    {
        from = Math.Max(from, start);
        if (from >= to)
            yield break;
        if (layer.People.Length == 1)
        {
            yield return new Turn(from, to, layer.People[0]);
            yield break;
        }
        for (var n = IndexAt(from); from < to; n = IndexAt(from, n + 1))
        {
            var end = Math.Min(HandOver(n + 1), to);
            yield return new Turn(from, end, Person(n));
            from = end;
        }
    }

    /// <summary>How often the turn may change in [from, to); one person alone hands over to nobody.</summary>
    public long MostHandOvers(long from, long to) =>
        layer.People.Length == 1 ? 0 : Math.Max(0, to - Math.Max(from, start)) / step;

    private string Person(long n) => layer.People[(int)(n % layer.People.Length)];

    /// <summary>
    /// The greatest n whose hand-over is not after <paramref name="at"/>, which is not before the start.
    /// </summary>
    private long IndexAt(long at) =>
        layer.Rotation == RotationUnit.Custom
            ? (at - start) / step
            : IndexAt(at, Math.Max(0, Millis.FloorDiv(WallClock.Showing(zone, at) - localStart, step)));

    /// <param name="guess">Off by no more than the clock was ever turned at once: 24 steps at the most.</param>
    private long IndexAt(long at, long guess)
    {
        while (guess > 0 && HandOver(guess) > at)
            guess--;
        while (HandOver(guess + 1) <= at)
            guess++;
        return guess;
    }

    /// <summary>For n of 1 and more; hand-over 0 is the start, whatever its local time maps to.</summary>
    private long HandOver(long n) =>
        layer.Rotation == RotationUnit.Custom
            ? start + n * step
            : WallClock.FirstShowing(zone, localStart + n * step);
}

/// <summary>[From, To) in milliseconds.</summary>
internal readonly record struct Turn(long From, long To, string Person);
