using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>The keys that lead to a form, as they are pressed.</summary>
public partial class KeyMark
{
    [Parameter]
    public string? Key { get; set; }
}
