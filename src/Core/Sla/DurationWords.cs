using NodaTime;

namespace Muster.Core.Sla;

/// <summary>Durations as people say them: <c>4 h</c>, <c>1 h 30 min</c>, <c>45 s</c>.</summary>
public static class DurationWords
{
    public static string Spell(Duration duration)
    {
        var seconds = (long)duration.TotalSeconds;
        var (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if (hours > 0)
            return minutes > 0 ? $"{hours} h {minutes} min" : $"{hours} h";
        if (minutes > 0)
            return rest > 0 ? $"{minutes} min {rest} s" : $"{minutes} min";
        return $"{rest} s";
    }
}
