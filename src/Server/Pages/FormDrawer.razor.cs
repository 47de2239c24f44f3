using Microsoft.AspNetCore.Components;
using Muster.Core.Policies;

namespace Muster.Server.Pages;

/// <summary>A form behind its name, opened by a click, by its letter or by the palette.</summary>
public partial class FormDrawer
{
    [Parameter, EditorRequired]
    public VerbChoice Choice { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    [Parameter, EditorRequired]
    public Policy Policy { get; set; } = null!;

    [Parameter]
    public string? Proof { get; set; }

    [Parameter]
    public Refused? Refused { get; set; }

    /// <summary>As <see cref="VerbForm.Page"/>.</summary>
    [Parameter]
    public string? Page { get; set; }
}
