using NodaTime.TimeZones;

namespace Muster.Files;

/// <summary>The zone data in use.</summary>
public static class Zones
{
    /// <summary>Such as <c>2026f</c>.</summary>
    public static string Version => TzdbDateTimeZoneSource.Default.TzdbVersion;
}
