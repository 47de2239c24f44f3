using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Files.Pages;

namespace Muster.Server.Pages;

/// <summary>What the report of a major incident says that no clock and no log knows: whys, lessons, actions.</summary>
public partial class ReportPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    private TicketState Ticket => View.Ticket;

    private MajorState Major => View.Major;

    private string Title => $"Report {Ticket.Id} {PageWords.Short(Ticket.Title, 60)}";
}
