using Microsoft.AspNetCore.Components;
using Muster.Files.Logs;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Pages;

/// <summary>An instant in UTC, with its date where that is another day.</summary>
public partial class At
{
    private static readonly InstantPattern Minutes = InstantPattern.CreateWithInvariantCulture("HH:mm");
    private static readonly InstantPattern WithSeconds = InstantPattern.CreateWithInvariantCulture("HH:mm:ss");
    private static readonly InstantPattern Day = InstantPattern.CreateWithInvariantCulture("d MMM");
    private static readonly InstantPattern DayOfYear = InstantPattern.CreateWithInvariantCulture("d MMM uuuu");
    private static readonly InstantPattern Whole = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");

    [Parameter, EditorRequired]
    public Instant Value { get; set; }

    /// <summary>By which today is known.</summary>
    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    [Parameter]
    public bool Seconds { get; set; }

    private string Machine => Rfc3339.Format(Value);

    private string Exact => $"{Whole.Format(Value)} UTC";

    private string Text
    {
        get
        {
            var (at, now) = (Value.InUtc().Date, Now.InUtc().Date);
            var time = (Seconds ? WithSeconds : Minutes).Format(Value);
            return at == now ? time : $"{(at.Year == now.Year ? Day : DayOfYear).Format(Value)}, {time}";
        }
    }
}
