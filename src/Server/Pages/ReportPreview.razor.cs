using Microsoft.AspNetCore.Components;
using Muster.Core.Reports;

namespace Muster.Server.Pages;

/// <summary>
/// Where the report itself is read, what it still asks for, and the button that accepts it. The one place of the editor
/// that knows where it comes from.
/// </summary>
public partial class ReportPreview
{
    [Parameter, EditorRequired]
    public RoomView View { get; set; } = null!;

    [Parameter]
    public string? Proof { get; set; }

    private IncidentReport Report { get; set; } = null!;

    protected override void OnParametersSet() => Report = IncidentReport.Of(View.Account, View.Now);

    private string Of(string format) => ReportLook.PathOf(View.Ticket.Id.Value, format);
}
