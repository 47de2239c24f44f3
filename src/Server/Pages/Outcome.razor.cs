using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>What became of the form that was sent.</summary>
public partial class Outcome
{
    [Parameter]
    public Refused? Refused { get; set; }

    [Parameter]
    public string? Done { get; set; }
}
