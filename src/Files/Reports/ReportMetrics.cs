using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Files.Templates;
using NodaTime;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Muster.Files.Reports;

/// <summary>What a major incident is measured by (M8), in the original's words.</summary>
internal static class ReportMetrics
{
    public static IReadOnlyList<Row> Rows(IncidentReport report)
    {
        var metrics = report.Metrics;
        return
        [
            Metric("Time to detection", metrics.ToDetect, Milestone.Started, Milestone.Detected),
            Metric("Time to acknowledge", metrics.ToAcknowledge, Milestone.Detected),
            Metric("Time to war room", metrics.ToWarRoom, Milestone.Declared, Milestone.Assembled),
            Metric("Time to diagnosis", metrics.ToDiagnose, Milestone.Declared, Milestone.Diagnosed),
            Metric("Time to mitigation", metrics.ToMitigate, Milestone.Started, Milestone.Mitigated),
            Metric("Time to resolution", metrics.ToResolve, Milestone.Started, Milestone.Resolved),
            ReportValues.Row(("name", "Total impact"), ("value", metrics.Downtime is { } downtime
                ? new ReportText($"{ReportValues.Spell(downtime)} of downtime", Facts(Milestone.Resolved))
                : "not known")),
        ];

        Row Metric(string name, Duration? value, params Milestone[] between) => ReportValues.Row(
            ("name", name),
            ("value", value is { } known
                ? new ReportText(ReportValues.Spell(known), Facts(between))
                : Question(between) is { } question ? ReportText.Asked(question) : "not known"));

        System.Collections.Immutable.ImmutableArray<long> Facts(params Milestone[] between) =>
            [.. between.SelectMany(milestone => report.FactsOf(milestone))];

        string? Question(Milestone[] between) => between
            .Select(milestone => report.QuestionOf(ReportPart.Metrics, milestone.Name()))
            .FirstOrDefault(question => question is not null);
    }
}
