using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;

namespace Muster.Server.Pages;

/// <summary>How severe a major incident is, in its words and in a colour.</summary>
public partial class SeverityBadge
{
    [Parameter, EditorRequired]
    public MajorState Major { get; set; } = null!;
}
