using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Muster.Core.Reports;

namespace Muster.Server.Pages;

/// <summary>Claims, and under each those that explain it (R1).</summary>
public partial class WhyTree
{
    [Parameter, EditorRequired]
    public ImmutableArray<WhyBranch> Branches { get; set; }

    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;
}
