using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>The form that takes a token, and what is said to whoever is not let in.</summary>
public partial class SignInPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter]
    public string Title { get; set; } = "Sign in";

    [Parameter]
    public string? Words { get; set; }

    /// <summary>What the form carries; null shows none.</summary>
    [Parameter]
    public string? Form { get; set; }

    /// <summary>Where it leads afterwards.</summary>
    [Parameter]
    public string To { get; set; } = "/";

    /// <summary>
    /// Ask again at once: a browser that comes from another site keeps its session back, and shows it when asked from
    /// here.
    /// </summary>
    [Parameter]
    public bool Again { get; set; }
}
