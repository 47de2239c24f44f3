using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;

namespace Muster.Server.Pages;

/// <summary>What somebody in the room has to answer now.</summary>
public partial class RoomAsks
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    private MajorState Major => View.Major;
}
