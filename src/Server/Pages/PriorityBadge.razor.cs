using Microsoft.AspNetCore.Components;
using Muster.Core.Tickets;

namespace Muster.Server.Pages;

/// <summary>A priority by its name; the fuller its ground, the more urgent it is.</summary>
public partial class PriorityBadge
{
    [Parameter, EditorRequired]
    public Priority Priority { get; set; }
}
