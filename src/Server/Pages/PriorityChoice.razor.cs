using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Muster.Core.Tickets;

namespace Muster.Server.Pages;

/// <summary>Boxes for the priorities that are shown; none ticked is all.</summary>
public partial class PriorityChoice
{
    [Parameter, EditorRequired]
    public ImmutableArray<Priority> Chosen { get; set; }
}
