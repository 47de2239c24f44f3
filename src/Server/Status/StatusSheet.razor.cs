using Microsoft.AspNetCore.Components;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>How readers ask to be told of updates.</summary>
/// <param name="Action">Absolute: the page may be served from elsewhere.</param>
public sealed record SubscribeForm(string Action, bool ByMail);

/// <summary>The status page: whole in one file, without a script.</summary>
public partial class StatusSheet
{
    [Parameter, EditorRequired]
    public StatusView View { get; set; } = null!;

    /// <summary>Null where readers cannot subscribe.</summary>
    [Parameter, EditorRequired]
    public SubscribeForm? Subscribe { get; set; }

    internal static string Look(Health health) => health switch
    {
        Health.Operational => "good",
        Health.Degraded => "minor",
        Health.PartialOutage => "partial",
        _ => "major",
    };

    internal static string Moment(Instant at) => Rfc3339.Format(at);

    /// <summary>Says the same as the colour, for those who see none.</summary>
    internal static MarkupString Mark(Health health) => new(health == Health.Operational
        ? "<svg viewBox=\"0 0 20 20\" width=\"22\" height=\"22\" aria-hidden=\"true\">"
            + "<path d=\"M3 11l5 5L17 5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"3\"/></svg>"
        : "<svg viewBox=\"0 0 20 20\" width=\"22\" height=\"22\" aria-hidden=\"true\">"
            + "<path d=\"M10 2v10M10 15v3\" stroke=\"currentColor\" stroke-width=\"3\"/></svg>");
}
