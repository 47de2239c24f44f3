using Muster.Files;
using Muster.Files.Logs;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Pages;

/// <summary>A moment as people write it in a form.</summary>
internal static class FormMoment
{
    private static readonly LocalTimePattern Minute = LocalTimePattern.CreateWithInvariantCulture("H:mm");
    private static readonly LocalTimePattern Second = LocalTimePattern.CreateWithInvariantCulture("H:mm:ss");

    /// <summary>
    /// So long from now, or ago: <c>20m</c>; a time of day in UTC, the next one or the last one: <c>14:05</c>; and what
    /// is neither as it was written, for the interface's own parser to read or to refuse.
    /// </summary>
    /// <param name="isPast">It tells when something was.</param>
    public static string Read(string said, bool isPast, Instant now)
    {
        if (Durations.TryParse(said, out var span) && span > Duration.Zero && span < Duration.FromDays(36_500))
            return Rfc3339.Format(isPast ? now - span : now + span);
        var time = Minute.Parse(said) is { Success: true } minute ? minute.Value
            : Second.Parse(said) is { Success: true } second ? second.Value : (LocalTime?)null;
        if (time is not { } known)
            return said;
        var today = (now.InUtc().Date + known).InUtc().ToInstant();
        var day = Duration.FromDays(1);
        return Rfc3339.Format(isPast ? today > now ? today - day : today : today <= now ? today + day : today);
    }
}
