using System.Collections.Immutable;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>The numbers of section 12, each beside the original's target.</summary>
internal static class SelfFigures
{
    public static ImmutableArray<SelfFigure> Of(DeskMetrics desk, Tally whole)
    {
        var kept = new Outcomes();
        kept.Add(whole.Of(Sla.ClockKind.Response));
        kept.Add(whole.Of(Sla.ClockKind.Resolution));
        return
        [
            Share("slaCompliance", "SLA compliance", kept.Judged, kept.Compliance, 0.95, "> 95 %",
                "both clocks, all cycles"),
            Share("escalationAccuracy", "Escalation accuracy", whole.Judged, whole.Accuracy, 0.9, "> 90 %",
                "useful of what was judged"),
            Span("detection", "Detection of major incidents", desk.Detection, Duration.FromMinutes(2), "< 2 min",
                "from the record of the fact to that of the candidate"),
            Span("coordinationTime", "Coordination time per ticket", desk.Coordination, Duration.FromMinutes(5),
                "< 5 min", "between what was asked of somebody and the act that answered it"),
            Span("reportTime", "Stand-down to accepted report", desk.Report, Duration.FromMinutes(45),
                "30 to 45 min", "the draft itself is there at once"),
            new("costPerCoordination", "Cost per coordination", MetricUnit.Money, 0, null, null, "0.10 to 0.25 USD",
                null, "no agent was asked"),
            Span("messageDelay", "Message delay", desk.MessageDelay, null, null,
                "from when it could go to its delivery"),
            Span("deadlineLag", "Deadline lag", desk.DeadlineLag, null, null,
                "from when something fell due to its record"),
        ];
    }

    private static SelfFigure Share(
        string name, string title, int count, double? value, double target, string words, string note) => new(
        name, title, MetricUnit.Share, count, value, null, words,
        count >= SelfFigure.Enough ? value > target : null, note);

    /// <param name="most">Exclusive where the words begin with &lt;, else inclusive.</param>
    private static SelfFigure Span(
        string name, string title, Spread spread, Duration? most, string? words, string note) => new(
        name, title, MetricUnit.Span, spread.Count, spread.Mean, spread.Within(95), words,
        spread.Count < SelfFigure.Enough || most is not { } target ? null
            : words!.StartsWith('<') ? spread.Mean < target.TotalSeconds : spread.Mean <= target.TotalSeconds,
        note);
}
