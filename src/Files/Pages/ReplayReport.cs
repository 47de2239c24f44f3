using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;

namespace Muster.Files.Pages;

/// <summary>What the page of a replay is made of.</summary>
/// <param name="Log">What the log is called, without its folder.</param>
/// <param name="Stories">Of the worst tickets, the worst first.</param>
/// <param name="Against">The same log under another policy; null where none was asked for.</param>
public sealed record ReplayReport(
    string Log,
    Policy Policy,
    ReplaySummary Summary,
    DeskFigures Figures,
    IReadOnlyList<TicketStory> Stories,
    OtherPolicy? Against = null)
{
    /// <summary>How many tickets the page tells in full.</summary>
    public const int Worst = 20;
}
