using Microsoft.AspNetCore.Components;
using Muster.Core.Reports;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>The instants that a major is measured by, and what follows from them (M8).</summary>
public partial class RoomMilestones
{
    [Parameter, EditorRequired]
    public MajorAccount Account { get; set; } = null!;

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    private IEnumerable<(string Name, Duration? Span)> Figures => Account.Metrics is var metrics
        ? [
            ("To detect", metrics.ToDetect),
            ("To acknowledge", metrics.ToAcknowledge),
            ("To war room", metrics.ToWarRoom),
            ("To diagnose", metrics.ToDiagnose),
            ("To mitigate", metrics.ToMitigate),
            ("To resolve", metrics.ToResolve),
            ("Downtime", metrics.Downtime),
        ]
        : [];
}
