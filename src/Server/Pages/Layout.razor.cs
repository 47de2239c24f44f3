using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>What stands around every page: its head, the way to the others, who is signed in.</summary>
public partial class Layout
{
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    /// <summary>The route of the page, as the way to it is marked.</summary>
    [Parameter]
    public string? Here { get; set; }

    /// <summary>The browser asks for the page again at once.</summary>
    [Parameter]
    public bool Again { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private static string Asset(string path) => $"{path}?v={PageAssets.Version}";

    private string? Current(string route) => Here == route ? "page" : null;
}
