using System.Collections.Immutable;
using Muster.Core.Sla;

namespace Muster.Core.Reports.Metrics;

/// <summary>The tables of R3: which columns each has, and by what its rows go.</summary>
public static class MetricTables
{
    private static readonly ImmutableArray<string> Kinds =
        ["all", "priority", "team", "service", "person", "rule", "clock", "week"];

    private static readonly ImmutableArray<Shape> Shapes =
    [
        Promises("response", ClockKind.Response), Promises("resolution", ClockKind.Resolution), Further, Times, Ageing,
        Escalations, Workload, Noise,
    ];

    /// <summary>In the order in which they are told.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Shapes.Select(shape => shape.Name)];

    /// <summary>What rows of any table go by.</summary>
    public static ImmutableArray<string> GroupNames => Kinds;

    /// <exception cref="InvalidOperationException">There is no such table.</exception>
    public static ImmutableArray<MetricColumn> ColumnsOf(string table) =>
        [.. Shapes.Single(shape => shape.Name == table).Columns.Select(column => column.Column)];

    internal static IComparer<(string By, string Name)> Order { get; } =
        Comparer<(string By, string Name)>.Create((one, other) =>
            Kinds.IndexOf(one.By).CompareTo(Kinds.IndexOf(other.By)) is not 0 and var order ? order
                : string.CompareOrdinal(one.Name, other.Name));

    internal static ImmutableArray<MetricTable> Of(IReadOnlyDictionary<(string By, string Name), Tally> groups) =>
    [
        .. Shapes.Select(shape => new MetricTable(
            shape.Name, shape.Title, [.. shape.Columns.Select(column => column.Column)],
            [
                .. groups.Where(group => shape.By.Contains(group.Key.By) && shape.HasSome(group.Value))
                    .Select(group => new MetricRow(
                        group.Key.By, group.Key.Name, [.. shape.Columns.Select(column => column.Of(group.Value))])),
            ])),
    ];

    // S6
    private static Shape Promises(string name, ClockKind clock) => new(
        name, $"{clock} promises kept and missed", ["all", "priority", "team", "service", "week"],
        tally => tally.Of(clock).Judged > 0,
        [
            Count("met", "Kept", tally => tally.Of(clock).Met),
            Count("breached", "Missed", tally => tally.Of(clock).Breached),
            Share("compliance", "Share kept", tally => tally.Of(clock).Compliance),
            Share("firstCycle", "Share kept, first cycles", tally => tally.FirstOf(clock).Compliance),
            Count("corrected", "Kept by corrected times", tally => tally.CorrectedOf(clock)),
        ]);

    // S1; each cycle once, by its last outcome
    private static Shape Further => new(
        "clocks", "Further clocks of the policy: kept and missed", ["clock"],
        tally => tally.Count(CountedKind.FurtherKept) + tally.Count(CountedKind.FurtherMissed) > 0,
        [
            Count("met", "Kept", tally => tally.Count(CountedKind.FurtherKept)),
            Count("breached", "Missed", tally => tally.Count(CountedKind.FurtherMissed)),
            Share("compliance", "Share kept", tally => (double)tally.Count(CountedKind.FurtherKept)
                / (tally.Count(CountedKind.FurtherKept) + tally.Count(CountedKind.FurtherMissed))),
        ]);

    private static Shape Times => new(
        "times", "Time to acknowledge and to resolve", ["all", "priority", "team", "service", "week"],
        tally => tally.Answered.Count + tally.Resolved.Count > 0,
        [
            Count("acknowledged", "Acknowledged", tally => tally.Answered.Count),
            Span("timeToAcknowledge", "Mean time to acknowledge", tally => tally.Answered.Mean),
            Span("timeToAcknowledge50", "Half within", tally => tally.Answered.Within(50)),
            Span("timeToAcknowledge95", "95 % within", tally => tally.Answered.Within(95)),
            Count("resolved", "Resolved", tally => tally.Resolved.Count),
            Span("timeToResolve", "Mean time to resolve", tally => tally.Resolved.Mean),
            Span("timeToResolve50", "Half within", tally => tally.Resolved.Within(50)),
            Span("timeToResolve95", "95 % within", tally => tally.Resolved.Within(95)),
        ]);

    private static Shape Ageing => new(
        "ageing", "Age of the open tickets", ["all", "priority", "team", "service"], tally => tally.Ages.Count > 0,
        [
            Count("open", "Open", tally => tally.Ages.Count),
            .. AgeSteps.All.Select((step, index) => Count(step.Name, step.Title, tally => tally.OpenByAge[index])),
            Span("half", "Half are younger than", tally => tally.Ages.Within(50)),
            Span("oldest", "Oldest", tally => tally.Ages.Within(100)),
        ]);

    // E14
    private static Shape Escalations => new(
        "escalations", "Escalations, and what became of what rules did", ["all", "rule", "team", "service", "week"],
        tally => tally.Count(CountedKind.Escalated) + tally.Count(CountedKind.Act) > 0,
        [
            Count("escalations", "Escalations", tally => tally.Count(CountedKind.Escalated)),
            Count("acts", "Acts of rules", tally => tally.Count(CountedKind.Act)),
            Count("useful", "Useful", tally => tally.Count(Verdict.Useful)),
            Count("noise", "Noise", tally => tally.Count(Verdict.Noise)),
            Count("late", "Late", tally => tally.Count(Verdict.Late)),
            Count("unjudged", "Unjudged", tally => tally.Count(CountedKind.Act) - tally.Judged),
            Share("accuracy", "Accuracy", tally => tally.Accuracy),
        ]);

    private static Shape Workload => new(
        "workload", "Workload", ["all", "team", "service", "person", "week"],
        tally => tally.Count(CountedKind.AssignedToTeam) + tally.Count(CountedKind.AssignedToPerson)
            + tally.Count(CountedKind.Solved) + tally.Ages.Count > 0,
        [
            Count("assignedToTeam", "Given to a team", tally => tally.Count(CountedKind.AssignedToTeam)),
            Count("assignedToPerson", "Given to a person", tally => tally.Count(CountedKind.AssignedToPerson)),
            Count("resolved", "Resolved", tally => tally.Count(CountedKind.Solved)),
            Count("open", "Open now", tally => tally.Ages.Count),
            Count("openUrgent", "Of these P1 and P2", tally => tally.OpenUrgent),
        ]);

    private static Shape Noise => new(
        "noise", "How loud it was", ["all", "team", "service", "week"],
        tally => tally.Count(CountedKind.Opened) + tally.Count(CountedKind.EndedAlone)
            + tally.Count(CountedKind.Paged) + tally.Count(CountedKind.Warned) + tally.Count(CountedKind.Withheld) > 0,
        [
            Count("opened", "Opened", tally => tally.Count(CountedKind.Opened)),
            Count("endedAlone", "Ended before anybody began", tally => tally.Count(CountedKind.EndedAlone)),
            Count("pages", "People paged", tally => tally.Count(CountedKind.Paged)),
            Count("warnings", "Warnings", tally => tally.Count(CountedKind.Warned)),
            Count("withheld", "Escalations held back", tally => tally.Count(CountedKind.Withheld)),
        ]);

    private static (MetricColumn, Func<Tally, double?>) Count(string name, string title, Func<Tally, int> of) =>
        (new MetricColumn(name, title, MetricUnit.Count), tally => of(tally));

    private static (MetricColumn, Func<Tally, double?>) Share(string name, string title, Func<Tally, double?> of) =>
        (new MetricColumn(name, title, MetricUnit.Share), of);

    private static (MetricColumn, Func<Tally, double?>) Span(string name, string title, Func<Tally, double?> of) =>
        (new MetricColumn(name, title, MetricUnit.Span), of);

    /// <param name="HasSome">Whether a part of the desk has anything to say in it; else it has no row.</param>
    private sealed record Shape(
        string Name, string Title, string[] By, Func<Tally, bool> HasSome,
        (MetricColumn Column, Func<Tally, double?> Of)[] Columns);
}
