using Microsoft.AspNetCore.Components;
using Muster.Files.Logs;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Those who are to answer and have not, the longest wait first.</summary>
public partial class WaitingList
{
    [Parameter, EditorRequired]
    public IReadOnlyList<WaitingPage> Pages { get; set; } = [];

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    private static string Machine(Instant at) => Rfc3339.Format(at);

    private static string Short(string? title) => PageWords.Short(title, 80);
}
