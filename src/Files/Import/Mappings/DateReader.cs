using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Muster.Files.Import;

/// <summary>Reads the instants of a log: patterns in the order given, local times in one zone.</summary>
/// <param name="patterns">.NET patterns such as <c>d/M/yyyy HH:mm</c>, or <c>iso</c>, <c>unix</c>, <c>unix-ms</c>;
/// none is <c>iso</c>.</param>
internal sealed class DateReader(ImmutableArray<string> patterns, DateTimeZone zone)
{
    private const DateTimeStyles Plain = DateTimeStyles.AllowLeadingWhite | DateTimeStyles.AllowTrailingWhite;

    // A local time in a gap is the first instant after it, one that comes twice the earlier (as everywhere in Muster).
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private static readonly string[] Iso =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd",
    ];

    private static readonly string[] IsoWithOffset =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF K",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mmK",
    ];

    private readonly ImmutableArray<string> patterns = patterns.IsEmpty ? ["iso"] : patterns;

    /// <summary>Whether .NET can read dates by it.</summary>
    public static bool IsPattern(string pattern)
    {
        if (pattern is "iso" or "unix" or "unix-ms")
            return true;
        try
        {
            var sample = new DateTime(2001, 12, 23, 10, 11, 12, DateTimeKind.Unspecified);
            string text = sample.ToString(pattern, CultureInfo.InvariantCulture);
            return DateTimeOffset.TryParseExact(
                    text, pattern, CultureInfo.InvariantCulture, Plain, out DateTimeOffset read)
                && DateOnly.FromDateTime(read.DateTime) == DateOnly.FromDateTime(sample);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <returns>Null with the reason in <paramref name="why"/>; the millisecond's fractions are cut off.</returns>
    public Instant? Read(string text, out string? why)
    {
        foreach (string pattern in patterns)
        {
            if (Read(text, pattern) is not { } at)
                continue;
            int year = at.InUtc().Year;
            why = year is >= Limits.FirstYear and <= Limits.LastYear
                ? null
                : $"the date '{text}' lies outside {Limits.FirstYear} to {Limits.LastYear}";
            return why is null ? Instant.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()) : null;
        }

        why = $"'{text}' is no date of the form {string.Join(" or ", patterns)}";
        return null;
    }

    private Instant? Read(string text, string pattern) => pattern switch
    {
        "iso" => IsoHasOffset(text) ? WithOffset(text, IsoWithOffset) : Local(text, Iso),
        "unix" => Unix(text, 1000m),
        "unix-ms" => Unix(text, 1m),
        _ => pattern.AsSpan().ContainsAny('z', 'K') ? WithOffset(text, [pattern]) : Local(text, [pattern]),
    };

    private static bool IsoHasOffset(string text) =>
        text.Length > 10 && text.AsSpan(10).ContainsAny("Zz+-".AsSpan());

    private static Instant? WithOffset(string text, string[] forms) =>
        DateTimeOffset.TryParseExact(
            text, forms, CultureInfo.InvariantCulture, Plain | DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? Instant.FromDateTimeOffset(at)
            : null;

    private Instant? Local(string text, string[] forms) =>
        DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, Plain, out DateTime at)
            ? zone.ResolveLocal(LocalDateTime.FromDateTime(at), Resolver).ToInstant()
            : null;

    private static Instant? Unix(string text, decimal milliseconds) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal count)
        && Math.Abs(count) < 1e14m && count * milliseconds < 1e13m && count >= 0
            ? Instant.FromUnixTimeMilliseconds((long)(count * milliseconds))
            : null;
}
