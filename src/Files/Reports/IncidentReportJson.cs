using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using NodaTime;
using NodaTime.Text;

namespace Muster.Files.Reports;

/// <summary>
/// A report as JSON: each thing said with the numbers of the facts that hold it, each thing missing as a question.
/// </summary>
internal static class IncidentReportJson
{
    public static void Write(Utf8JsonWriter json, IncidentReport report)
    {
        json.WriteStartObject();
        json.WriteString("id", report.Ticket.Id.Value);
        json.WriteSome("title", report.Ticket.Title);
        json.WriteSome("severity", report.Severity);
        json.WriteString("status", report.Status);
        json.WriteString("date", LocalDatePattern.Iso.Format(report.On));
        json.WriteBoolean("draft", report.IsDraft);
        json.WriteSome("draftedAt", report.DraftedAt);
        if (report.Acceptance is { } acceptance)
        {
            json.WriteStartObject("accepted");
            json.WriteSome("at", acceptance.At);
            json.WriteSome("by", acceptance.Fact.By);
            WriteFacts(json, [acceptance.Number]);
            json.WriteEndObject();
        }
        WriteQuestions(json, report);
        Write(json, "summary", report.Summary);
        WriteImpact(json, report);
        WriteTimeline(json, report);
        Write(json, "rootCause", report.Cause);
        WriteWhys(json, report);
        WriteLessons(json, "wentWell", report.Lessons.Where(lesson => lesson.Value.WentWell));
        WriteLessons(json, "couldImprove", report.Lessons.Where(lesson => !lesson.Value.WentWell));
        WriteActions(json, report);
        WriteMetrics(json, report);
        json.WriteEndObject();
    }

    private static void WriteQuestions(Utf8JsonWriter json, IncidentReport report)
    {
        json.WriteStartArray("questions");
        foreach (var question in report.Questions)
        {
            json.WriteStartObject();
            json.WriteString("part", Name(question.Part));
            json.WriteString("about", question.About);
            json.WriteString("text", question.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteImpact(Utf8JsonWriter json, IncidentReport report)
    {
        json.WriteStartObject("impact");
        foreach (var said in report.Impact.Where(said => said.Value.Name is not ("summary" or "cause")))
        {
            json.WriteStartObject(said.Value.Name);
            json.WritePropertyName("value");
            json.WriteRawValue(said.Value.Json);
            WriteFacts(json, said.Facts);
            json.WriteEndObject();
        }
        if (report.Metrics.Downtime is { } downtime)
        {
            json.WriteStartObject("duration");
            json.WriteString("value", Durations.Iso(downtime));
            WriteFacts(json, [.. report.FactsOf(Milestone.Started), .. report.FactsOf(Milestone.Resolved)]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteTimeline(Utf8JsonWriter json, IncidentReport report)
    {
        json.WriteStartArray("timeline");
        foreach (var row in report.Timeline)
        {
            json.WriteStartObject();
            json.WriteSome("at", row.At);
            json.WriteString("text", row.Text);
            WriteFacts(json, [row.Fact]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (report.LeftOut > 0)
            json.WriteNumber("leftOut", report.LeftOut);
    }

    private static void WriteWhys(Utf8JsonWriter json, IncidentReport report)
    {
        json.WriteStartArray("whys");
        foreach (var why in report.Whys.Where(why => !why.IsClosing))
        {
            json.WriteStartObject();
            json.WriteNumber("why", why.Number);
            if (why.Explains is { } explains)
                json.WriteNumber("explains", explains);
            json.WriteSome("question", why.Question);
            json.WriteSome("claim", why.Claim.Length == 0 ? null : why.Claim);
            json.WriteSome("evidence", why.Evidence);
            json.WriteSome("confidence", why.Confidence?.ToString().ToLowerInvariant());
            WriteFacts(json, [why.Fact]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rootCauses");
        foreach (var root in report.RootCauses)
            WriteCited(json, root.Claim, [root.Fact]);
        json.WriteEndArray();
    }

    private static void WriteLessons(Utf8JsonWriter json, string name, IEnumerable<Cited<LessonAdded>> lessons)
    {
        json.WriteStartArray(name);
        foreach (var lesson in lessons)
            WriteCited(json, lesson.Value.Text, lesson.Facts);
        json.WriteEndArray();
    }

    private static void WriteActions(Utf8JsonWriter json, IncidentReport report)
    {
        json.WriteStartArray("actions");
        foreach (var (item, facts) in report.Actions)
        {
            json.WriteStartObject();
            json.WriteNumber("action", item.Number);
            json.WriteString("text", item.Text);
            json.WriteSome("owner", item.To);
            json.WriteSome("deadline", item.Until);
            json.WriteSome("priority", item.Priority?.ToString());
            json.WriteSome("class", item.Class);
            json.WriteSome("horizon", item.Horizon?.ToString().ToLowerInvariant());
            json.WriteString("state", item.Status.ToString().ToLowerInvariant());
            json.WriteSome("changedAt", item.ChangedAt);
            json.WriteSome("verification", item.Verification);
            WriteFacts(json, facts);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMetrics(Utf8JsonWriter json, IncidentReport report)
    {
        var metrics = report.Metrics;
        json.WriteStartObject("metrics");
        Write("timeToDetect", metrics.ToDetect);
        Write("timeToAcknowledge", metrics.ToAcknowledge);
        Write("timeToWarRoom", metrics.ToWarRoom);
        Write("timeToDiagnose", metrics.ToDiagnose);
        Write("timeToMitigate", metrics.ToMitigate);
        Write("timeToResolve", metrics.ToResolve);
        Write("downtime", metrics.Downtime);
        json.WriteEndObject();

        void Write(string name, Duration? value)
        {
            if (value is { } known)
                json.WriteString(name, Durations.Iso(known));
        }
    }

    private static void Write(Utf8JsonWriter json, string name, Cited<string>? said)
    {
        if (said is not { } known)
            return;
        json.WritePropertyName(name);
        WriteCited(json, known.Value, known.Facts);
    }

    private static void WriteCited(Utf8JsonWriter json, string text, ImmutableArray<long> facts)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        WriteFacts(json, facts);
        json.WriteEndObject();
    }

    private static void WriteFacts(Utf8JsonWriter json, ImmutableArray<long> facts)
    {
        json.WriteStartArray("facts");
        foreach (var fact in facts)
            json.WriteNumberValue(fact);
        json.WriteEndArray();
    }

    private static string Name(ReportPart part) =>
        char.ToLowerInvariant($"{part}"[0]) + $"{part}"[1..];
}
