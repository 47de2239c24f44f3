using NodaTime;

namespace Muster.Core.Calendars;

/// <summary>
/// An instant to the millisecond, or none, in 8 bytes; an <c>Instant?</c> takes 24. A ticket keeps up to twenty of
/// them, and most facts copy half of these: a replay is faster by what it need not move.
/// </summary>
internal readonly record struct Stamp
{
    // Turned over, so that none, which is 0, is no millisecond that there is.
    private readonly long turned;

    private Stamp(Instant at) => turned = Millis.Of(at) ^ long.MinValue;

    public static implicit operator Stamp(Instant? at) => at is { } instant ? new Stamp(instant) : default;

    public static implicit operator Instant?(Stamp stamp) => stamp.turned == 0 ? null : stamp.At;

    /// <summary>Only of a stamp that is not none.</summary>
    public Instant At => Millis.ToInstant(turned ^ long.MinValue);
}
