using Microsoft.AspNetCore.Components;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using Muster.Files.Pages;

namespace Muster.Server.Pages;

/// <summary>
/// The room of a major incident: where the team talks, who does what, what is promised, what happened, and all that can
/// be said to it.
/// </summary>
public partial class RoomPage
{
    [Parameter, EditorRequired]
    public Frame Frame { get; set; } = null!;

    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    private TicketState Ticket => View.Ticket;

    private MajorState Major => View.Major;

    private string Title =>
        $"{(Major.IsActive ? $"{Major.Severity} " : "")}{Ticket.Id} {PageWords.Short(Ticket.Title, 60)}";

    private IEnumerable<VerbChoice> Opened =>
        ((VerbChoice?[])[View.Forms.Task, View.Forms.Decision]).OfType<VerbChoice>().Concat(View.Forms.Further);
}
