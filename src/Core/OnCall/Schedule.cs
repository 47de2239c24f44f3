using System.Collections.Immutable;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Core.OnCall;

/// <summary>Who answers when (E13): layers, of which a later one wins where it has someone, under overrides.</summary>
public sealed record Schedule(
    DateTimeZone Zone, ImmutableArray<RotationLayer> Layers, ImmutableArray<Override> Overrides);

/// <summary>
/// People who take turns. Hand-over n is at the local time of <paramref name="Start"/> plus n ×
/// <paramref name="Every"/> units, daylight saving or not; before <paramref name="Start"/> the layer has nobody.
/// </summary>
/// <param name="Start">The first hand-over, as written in the schedule's zone, or an instant when it came with an
/// offset.</param>
/// <param name="Shift">The exact length of a custom rotation's shift; null for the others.</param>
/// <param name="Only">Hides the layer outside these hours while its hand-overs go on behind them; null never
/// hides.</param>
public sealed record RotationLayer(
    string? Name, RotationUnit Rotation, int Every, Duration? Shift,
    RotationStart Start, ImmutableArray<string> People, WeeklyHours? Only);

public enum RotationUnit
{
    Hourly,
    Daily,
    Weekly,
    Custom,
}

/// <summary>Exactly one of the two is set: a local time of the zone, or an instant written with its offset.</summary>
public readonly record struct RotationStart(LocalDateTime? Local, Instant? Exact);

/// <summary>
/// Wins over every layer in [<paramref name="From"/>, <paramref name="To"/>); the later in the list wins.
/// </summary>
public sealed record Override(Instant From, Instant To, string Person);
