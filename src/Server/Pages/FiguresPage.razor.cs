using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>The figures of a period, and what Muster keeps about itself (R3, section 12).</summary>
public partial class FiguresPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public FiguresView View { get; set; } = null!;
}
