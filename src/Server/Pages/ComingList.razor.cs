using Microsoft.AspNetCore.Components;
using Muster.Files.Logs;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What time brings next, in its order.</summary>
public partial class ComingList
{
    [Parameter, EditorRequired]
    public IReadOnlyList<ComingUp> Coming { get; set; } = [];

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    private static string Machine(Instant at) => Rfc3339.Format(at);

    private static string Short(string? title) => PageWords.Short(title, 60);
}
