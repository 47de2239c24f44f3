using Microsoft.AspNetCore.Components;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>How long until an instant, kept true by the script.</summary>
public partial class Countdown
{
    [Parameter, EditorRequired]
    public Instant Due { get; set; }

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    /// <summary>What stands before the time since, once it has passed.</summary>
    [Parameter, EditorRequired]
    public string Past { get; set; } = "";

    private string Machine => Rfc3339.Format(Due);

    private string Text => Due > Now ? $"in {Spans.Short(Due - Now)}" : $"{Past} {Spans.Short(Now - Due)}";
}
