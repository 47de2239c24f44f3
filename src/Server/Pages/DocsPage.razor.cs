using Microsoft.AspNetCore.Components;
using Muster.Server.Description;

namespace Muster.Server.Pages;

/// <summary>The interface for programs, told to people; it needs no script.</summary>
public partial class DocsPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    private static IReadOnlyList<Section> Sections => RouteDescriptions.Sections;
}
