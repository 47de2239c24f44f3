using Microsoft.AspNetCore.Components;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A clock in a line: shape, name, and what is left of it.</summary>
public partial class ClockBadge
{
    [Parameter, EditorRequired]
    public ClockLook Look { get; set; } = null!;

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    private string? Due => Look is { CountsDown: true, Due: { } due } ? Rfc3339.Format(due) : null;

    private string Shape => Look.Looks switch
    {
        Looks.Running => "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12zm0 2a4 4 0 1 0 0 8a4 4 0 1 0 0-8z",
        Looks.AtRisk => "M8 1l7.5 13.5H.5z",
        Looks.Missed => "M8 0l8 8-8 8-8-8z",
        Looks.Paused => "M3 2h4v12H3zm6 0h4v12H9z",
        Looks.OutOfHours => "M10.5 1.5A6.5 6.5 0 1 0 14.5 11 5.5 5.5 0 0 1 10.500 1.500z",
        Looks.Met => "M1.500 8.500l2-2L6.500 9.500l6-6.500 2 2-8 8.500z",
        _ => "M2 7h12v2H2z",
    };
}
