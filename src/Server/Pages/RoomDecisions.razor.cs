using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>What was decided, and why; the latest first (M5).</summary>
public partial class RoomDecisions
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;
}
