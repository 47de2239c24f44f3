using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>Parameters, or the fields of a body.</summary>
public partial class DocsFields
{
    [Parameter, EditorRequired]
    public string Of { get; set; } = "";

    [Parameter, EditorRequired]
    public IReadOnlyList<DocsLine> Lines { get; set; } = [];
}
