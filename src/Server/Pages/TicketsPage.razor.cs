using Microsoft.AspNetCore.Components;
using Muster.Core.Tickets;

namespace Muster.Server.Pages;

/// <summary>Tickets by filter and words, newest first.</summary>
public partial class TicketsPage
{
    private static readonly string[] States = ["open", .. Enum.GetNames<TicketStatus>()];

    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public TicketsView View { get; set; } = null!;
}
