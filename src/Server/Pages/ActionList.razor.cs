using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>What is to prevent that it happens again: each with its owner, its time and how it was verified (R4).
/// </summary>
public partial class ActionList
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;
}
