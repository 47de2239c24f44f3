using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>Why a page is not shown.</summary>
public partial class ProblemPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public ProblemWords Problem { get; set; } = null!;
}

/// <summary>A refusal in words.</summary>
public sealed record ProblemWords(string Title, string Detail);
