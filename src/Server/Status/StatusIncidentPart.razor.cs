using Microsoft.AspNetCore.Components;

namespace Muster.Server.Status;

/// <summary>An incident and its updates, the newest first.</summary>
public partial class StatusIncidentPart
{
    [Parameter, EditorRequired]
    public StatusIncident Incident { get; set; } = null!;
}
