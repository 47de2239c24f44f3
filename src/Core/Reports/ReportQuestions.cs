using System.Globalization;
using Muster.Core.Majors;

namespace Muster.Core.Reports;

/// <summary>What a report needs and no fact says, as questions to people (R1).</summary>
internal static class ReportQuestions
{
    public static IEnumerable<OpenQuestion> Of(IncidentReport report) =>
    [
        .. OfHead(report), .. OfImpact(report), .. OfCauses(report), .. OfLessons(report), .. OfActions(report),
        .. OfMetrics(report),
    ];

    private static IEnumerable<OpenQuestion> OfHead(IncidentReport report)
    {
        if (string.IsNullOrWhiteSpace(report.Ticket.Title))
            yield return new(ReportPart.Summary, "title", "What is it called?");
        if (report.Severity is null)
            yield return new(ReportPart.Summary, "severity", "How severe was it?");
        if (report.Summary is null)
            yield return new(ReportPart.Summary, "summary", "What happened, in two or three sentences?");
    }

    private static IEnumerable<OpenQuestion> OfImpact(IncidentReport report)
    {
        if (report.Said("affectedUsers") is null)
            yield return new(ReportPart.Impact, "affectedUsers", "How many users were affected?");
        if (report.Said("affectedShare") is null)
            yield return new(ReportPart.Impact, "affectedShare", "Which share of all users is that?");
        if (report.Major.At(Milestone.Started) is null)
            yield return new(ReportPart.Impact, "started", "When did it begin?");
        if (report.Major.At(Milestone.Resolved) is null)
            yield return new(ReportPart.Impact, "resolved", "When could users work again?");
        if (report.Said("revenue") is null && report.Said("tickets") is null && report.Said("business") is null)
            yield return new(ReportPart.Impact, "business", "What did it mean for the business?");
        if (report.Said("dataLoss") is null)
            yield return new(ReportPart.Impact, "dataLoss", "Was data lost?");
    }

    private static IEnumerable<OpenQuestion> OfCauses(IncidentReport report)
    {
        if (report.Cause is null)
            yield return new(ReportPart.RootCause, "cause", "What was the root cause?");
        if (report.Whys.IsEmpty)
            yield return new(ReportPart.Whys, "whys", "Why did it happen, and why that?");
        foreach (var why in report.Whys)
        {
            if (why.Claim.Length == 0)
                yield return new(ReportPart.Whys, Number(why.Number), why.Question!);
        }
    }

    private static IEnumerable<OpenQuestion> OfLessons(IncidentReport report)
    {
        if (report.Lessons.All(lesson => !lesson.Value.WentWell))
            yield return new(ReportPart.Lessons, "well", "What went well?");
        if (report.Lessons.All(lesson => lesson.Value.WentWell))
            yield return new(ReportPart.Lessons, "improve", "What could be improved?");
    }

    private static IEnumerable<OpenQuestion> OfActions(IncidentReport report)
    {
        if (!report.Actions.Any(action => action.IsTask))
            yield return new(ReportPart.Actions, "actions", "What is to be done, by whom, until when?");
        foreach (var action in report.Actions)
        {
            if (!action.IsTask || action.Item.Status == ActionStatus.Cancelled)
                continue;
            string?[] missing =
            [
                action.Item.To is null ? "who does it" : null,
                action.Item.Until is null ? "until when" : null,
                action.Item.Priority is null ? "how urgent is it" : null,
            ];
            if (missing.Any(part => part is not null))
                yield return new(ReportPart.Actions, Number(action.Item.Number),
                    $"Action {action.Item.Number}: {string.Join(", ", missing.OfType<string>())}?");
        }
        if (report.Actions.All(action => action.Item.Horizon is null))
            yield return new(ReportPart.Prevention, "prevention", "What prevents that it happens again?");
    }

    private static IEnumerable<OpenQuestion> OfMetrics(IncidentReport report)
    {
        if (!report.Major.WasDeclared)
            yield break;
        if (report.Major.At(Milestone.Assembled) is null)
            yield return new(ReportPart.Metrics, "assembled", "When was the team together?");
        if (report.Major.At(Milestone.Diagnosed) is null)
            yield return new(ReportPart.Metrics, "diagnosed", "When was the cause known?");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
