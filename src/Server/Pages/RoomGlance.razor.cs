using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What everybody in the room wants to see first: where to talk, and what is due when.</summary>
public partial class RoomGlance
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    private MajorState Major => View.Major;

    private static string Machine(Instant at) => Rfc3339.Format(at);
}
