using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>Asks whether the session is to end.</summary>
public partial class SignOutPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;
}
