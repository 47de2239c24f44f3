using Microsoft.AspNetCore.Components;

namespace Muster.Server.Pages;

/// <summary>Where the report itself is seen. The one place of the editor that knows where it comes from.</summary>
public partial class ReportPreview
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    private string Of(string format) =>
        $"/api/v1/tickets/{Uri.EscapeDataString(View.Ticket.Id.Value)}/report?format={format}";
}
