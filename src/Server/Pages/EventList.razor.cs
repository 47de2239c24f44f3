using Microsoft.AspNetCore.Components;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What happened, in the order given.</summary>
public partial class EventList
{
    [Parameter, EditorRequired]
    public IReadOnlyList<Happened> Events { get; set; } = [];

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    /// <summary>Each line names its ticket.</summary>
    [Parameter]
    public bool WithTicket { get; set; } = true;

    /// <summary>To the second.</summary>
    [Parameter]
    public bool Exact { get; set; }

    /// <summary>Where the number of an entry leads whose time may be corrected; null where none may be.</summary>
    [Parameter]
    public Func<long, string>? CorrectingPath { get; set; }
}
