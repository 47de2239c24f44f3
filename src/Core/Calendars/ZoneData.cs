using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Core.Calendars;

/// <summary>
/// What is known about the world's time zones, as a value: a policy is typed with it, so two policies may count by two
/// versions side by side. Safe for any number of threads.
/// </summary>
public sealed class ZoneData
{
    private readonly Lazy<(TzdbDateTimeZoneSource Source, IDateTimeZoneProvider Zones)> data;
    private readonly string? digest;

    private ZoneData(Func<TzdbDateTimeZoneSource> source, string? digest)
    {
        data = new(() => (source(), new DateTimeZoneCache(source())));
        this.digest = digest;
    }

    /// <summary>What is inside the program; read only once a zone or the version is asked for.</summary>
    public static ZoneData BuiltIn { get; } = new(() => TzdbDateTimeZoneSource.Default, null);

    /// <summary>Such as <c>2026f</c>.</summary>
    public string Version => data.Value.Source.TzdbVersion;

    /// <summary>
    /// Tells data apart that call themselves by one version: the version of what is built in, version and digest of
    /// what was loaded, such as <c>2027a@sha256:0f3c8d12ab45e967</c>.
    /// </summary>
    public string Name => digest is null ? Version : $"{Version}@sha256:{digest}";

    public bool IsBuiltIn => digest is null;

    /// <summary>The names of all zones, in order.</summary>
    public IReadOnlyCollection<string> Ids => data.Value.Zones.Ids;

    /// <param name="digest">Of the bytes that the source was read from.</param>
    public static ZoneData Of(TzdbDateTimeZoneSource source, string digest) => new(() => source, digest);

    /// <summary>A zone of the IANA data, case counting; null for none. The data is not read for UTC.</summary>
    public DateTimeZone? Find(string id)
    {
        if (id == "UTC")
            return DateTimeZone.Utc;
        // NodaTime also makes up zones such as UTC+03:30, which are none of IANA's.
        return id.StartsWith("UTC", StringComparison.Ordinal) ? null : data.Value.Zones.GetZoneOrNull(id);
    }

    /// <summary>Whether its version is of an earlier release than the other's: 2026b comes before 2026f.</summary>
    public bool IsOlderThan(ZoneData other) =>
        string.CompareOrdinal(Version, other.Version) < 0;

    public override string ToString() => Name;
}
