using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;
using Muster.Core.Reports;

namespace Muster.Server.Pages;

/// <summary>What was told last, and what has happened since (M6).</summary>
public partial class RoomNews
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    private MajorState Major => View.Major;

    private (StatusPosted Post, TimelineEntry Entry)? Last => View.Account.Updates
        .Select(post => ((StatusPosted, TimelineEntry)?)post).LastOrDefault();
}
