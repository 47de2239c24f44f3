using Microsoft.AspNetCore.Components;
using Muster.Core.Reports;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A major's timeline by when it happened, the latest first (M5).</summary>
public partial class RoomStory
{
    /// <summary>Of a longer one the latest.</summary>
    private const int MostShown = 300;

    /// <summary>What was written at once needs no second time.</summary>
    private static readonly Duration AtOnce = Duration.FromMinutes(1);

    [Parameter, EditorRequired]
    public MajorAccount Account { get; set; } = null!;

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    private IEnumerable<TimelineEntry> Shown => Account.Timeline.Reverse().Take(MostShown);

    private static string Words(TimelineEntry entry) => EventWords.Of(entry.Fact) ?? "";

    private static string? Who(TimelineEntry entry) =>
        EventWords.Who(entry.Fact) is { Length: > 0 } who ? who : null;

    private static bool IsLate(TimelineEntry entry) => entry.RecordedAt - entry.At > AtOnce;
}
