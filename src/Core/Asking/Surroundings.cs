using System.Collections.Immutable;
using Muster.Core.Calendars;
using NodaTime;

namespace Muster.Core.Asking;

/// <summary>What the grammar has to know beside the text.</summary>
/// <param name="Now">The moment of asking; dates and durations are counted from it.</param>
/// <param name="Zone">The zone of whoever asks; local times are in it.</param>
/// <param name="People">Empty where the directory has nobody: then every name is taken as said.</param>
public sealed record Surroundings(
    Instant Now,
    DateTimeZone Zone,
    ImmutableArray<KnownPerson> People,
    ImmutableArray<string> Teams,
    ImmutableArray<string> Services)
{
    /// <summary>The ticket on which it is said, which is meant where none is named; null where there is none.</summary>
    public string? This { get; init; }

    /// <summary>Where zones are looked up that the text names.</summary>
    public ZoneData Zones { get; init; } = ZoneData.BuiltIn;
}

/// <summary>Somebody of the directory, known by the key, the name and each part of the name.</summary>
public sealed record KnownPerson(string Key, string? Name);
