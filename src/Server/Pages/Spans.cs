using NodaTime;

namespace Muster.Server.Pages;

/// <summary>How long something still takes, in the two units that matter; the script uses the same words.</summary>
internal static class Spans
{
    public static string Short(Duration span)
    {
        var seconds = (long)Duration.Max(span, -span).TotalSeconds;
        var (days, hours, minutes, rest) =
            (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        if (days > 0)
            return $"{days} d {hours} h";
        if (hours > 0)
            return $"{hours} h {minutes:00} min";
        return minutes > 0 ? $"{minutes} min {rest:00} s" : $"{rest} s";
    }

    /// <summary>How long ago something was, where the minute does not matter.</summary>
    public static string Coarse(Duration span) => (long)span.TotalMinutes switch
    {
        < 1 => "less than a minute",
        var minutes and < 60 => $"{minutes} min",
        var minutes and < 1_440 => $"{minutes / 60} h",
        var minutes => $"{minutes / 1_440} d",
    };

    /// <summary>Such as <c>4 h</c>: a figure of the policy, nothing that runs.</summary>
    public static string Even(Duration span) => Files.Pages.PageWords.Spell(span);
}
