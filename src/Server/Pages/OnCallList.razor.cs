using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Who answers, schedule by schedule; a hole is said aloud.</summary>
public partial class OnCallList
{
    [Parameter, EditorRequired]
    public IReadOnlyList<OnCallLook> Schedules { get; set; } = [];

    [Parameter, EditorRequired]
    public Instant Now { get; set; }
}
