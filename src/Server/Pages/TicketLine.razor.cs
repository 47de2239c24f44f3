using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A ticket in a list: what it is, with whom, and its two clocks.</summary>
public partial class TicketLine
{
    [Parameter, EditorRequired]
    public TicketLook Ticket { get; set; } = null!;

    [Parameter, EditorRequired]
    public Instant Now { get; set; }
}
