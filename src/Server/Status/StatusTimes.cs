using System.Globalization;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>Times as the page says them: in UTC, for nothing in it knows where its reader is.</summary>
internal static class StatusTimes
{
    public static string Full(Instant at) =>
        at.ToDateTimeUtc().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Date(LocalDate date) =>
        date.ToDateTimeUnspecified().ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>At least a minute where it is anything at all.</summary>
    public static string Length(Duration length)
    {
        var minutes = Math.Max(1, (int)Math.Round(length.TotalMinutes));
        return minutes < 60 ? $"{minutes} min"
            : minutes % 60 == 0 ? $"{minutes / 60} h" : $"{minutes / 60} h {minutes % 60} min";
    }
}
