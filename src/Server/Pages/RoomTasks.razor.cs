using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>What is to do, by whom and until when; what is open comes first.</summary>
public partial class RoomTasks
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;
}
