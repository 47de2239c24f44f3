using NodaTime;

namespace Muster.Engine.Hosting;

/// <summary>
/// Notices that the clock on the wall was set: it has moved by something else than what has passed since the last
/// look. Not for several threads at once.
/// </summary>
/// <param name="least">What counts; below it a clock is only kept right. Above zero.</param>
public sealed class ClockSteps(TimeProvider time, Duration least)
{
    private Duration ahead = Ahead(time);

    /// <summary>How far it was set since the last look, forward above zero; null where it was not.</summary>
    public Duration? Look()
    {
        var now = Ahead(time);
        var step = now - ahead;
        ahead = now;
        return step >= least || step <= -least ? step : null;
    }

    private static Duration Ahead(TimeProvider time) =>
        Instant.FromDateTimeOffset(time.GetUtcNow()) - Instant.FromUnixTimeTicks(0) - time.Passed();
}
