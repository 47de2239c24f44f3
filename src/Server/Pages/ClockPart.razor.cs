using Microsoft.AspNetCore.Components;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Eval;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A clock drawn over its life, and why it stands where it stands.</summary>
public partial class ClockPart
{
    /// <summary>Intervals that are shown; of more, the latest.</summary>
    private const int Most = 60;

    [Parameter, EditorRequired]
    public ClockAccount Account { get; set; } = null!;

    /// <summary>By the stated times; null where nobody stated one.</summary>
    [Parameter]
    public StatedClock? Stated { get; set; }

    [Parameter, EditorRequired]
    public TicketState Ticket { get; set; } = null!;

    [Parameter, EditorRequired]
    public Instant Now { get; set; }

    private ClockLook Look => ClockLook.Of(Ticket, Account.Name, Now);

    private IEnumerable<ClockInterval> Shown => Account.Intervals.TakeLast(Most);

    private string Sentence => $"{Spans.Even(Account.Reading.Elapsed)} of {Spans.Even(Account.Target)} used.";

    private string Drawing => ClockDrawing.Draw(Account, Ticket, Now,
        $"{Look.Name} clock: {Look.Words(Now)}. {Sentence}");

    private static string StatedWords(StatedClock stated) =>
        $"{ClockNames.Of(stated.Reading.State)}, {Spans.Even(stated.Reading.Elapsed)} used";

    private static string Why(ClockInterval interval) => interval.Reason switch
    {
        IntervalReason.Counted => "counted",
        IntervalReason.OutOfHours => $"out of hours ({interval.Calendar})",
        IntervalReason.Holiday => $"holiday ({interval.Calendar})",
        IntervalReason.Paused => $"paused: {interval.Detail}",
        IntervalReason.Met => "met",
        IntervalReason.Resolved => "resolved",
        IntervalReason.Closed => "closed",
        IntervalReason.NotAsked => "not asked of it then",
        IntervalReason.EarlierCycle => $"cycle {interval.Detail}, before this one",
        _ => "in part: too many intervals to tell",
    };
}
