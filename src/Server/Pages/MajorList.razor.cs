using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Major incidents in the order given, each with what is due in it.</summary>
public partial class MajorList
{
    [Parameter, EditorRequired]
    public IReadOnlyList<MajorLook> Majors { get; set; } = [];

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    /// <summary>What is said where there are none.</summary>
    [Parameter, EditorRequired]
    public string Empty { get; set; } = "";
}
