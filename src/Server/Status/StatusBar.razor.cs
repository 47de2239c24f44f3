using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Muster.Server.Status;

/// <summary>How a component does, and how it did on each of the last days.</summary>
public partial class StatusBar
{
    /// <summary>Of the drawing's own units, from one day to the next.</summary>
    private const int Step = 5;

    [Parameter, EditorRequired]
    public StatusComponent Component { get; set; } = null!;

    private static int Width => (StatusView.Days * Step) - 1;

    private IEnumerable<(StatusDay Day, int At)> Unwell =>
        Component.Days.Select((day, at) => (day, at)).Where(each => each.day.Worst != Health.Operational);

    /// <summary>The days that were well as one path: most of them are, and a page has many components.</summary>
    private string Good => string.Concat(Component.Days.Select((day, at) => (day, at))
        .Where(each => each.day.Worst == Health.Operational)
        .Select(each => string.Create(
            CultureInfo.InvariantCulture, $"M{each.at * Step} 0h{Step - 1}v30h-{Step - 1}z")));

    private string Counted => Unwell.Count() == 1 ? "1 day with a problem" : $"{Unwell.Count()} days with a problem";

    private string Label => Unwell.Any()
        ? $"{StatusView.Days} days: {Counted}"
        : $"{StatusView.Days} days without a problem";

    private static string Said(StatusDay day) =>
        $"{StatusTimes.Date(day.On)}: {day.Worst.Words().ToLowerInvariant()}, {StatusTimes.Length(day.Unwell)}";
}
