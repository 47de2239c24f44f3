using System.Text.Json;
using Muster.Core.Majors;
using Muster.Core.Reports;
using Muster.Files;
using Muster.Files.Journals;
using Muster.Files.Pages;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>A major incident's room as an answer shows it; what is not there is left out.</summary>
internal static class MajorJson
{
    public static void WriteRow(Utf8JsonWriter json, TicketRow row)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Stream.Id);
        json.WriteSome("title", row.Title);
        json.WriteSome("state", row.Major);
        json.WriteString("ticketState", $"{row.State}");
        json.WriteString("priority", $"{row.Priority}");
        json.WriteSome("service", row.Service);
        json.WriteSome("team", row.Team);
        json.WriteSome("openedAt", row.OpenedAt);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, MajorAccount account, long version, Instant now)
    {
        var (ticket, major) = (account.Ticket, account.Major);
        json.WriteStartObject();
        json.WriteString("id", ticket.Id.Value);
        json.WriteSome("title", ticket.Title);
        json.WriteString("state", major.Phase.Name());
        json.WriteSome("severity", ticket.Major is null ? null : major.Severity);
        json.WriteSome("reason", major.Reason);
        json.WriteString("ticketState", $"{ticket.Status}");
        json.WriteString("priority", $"{ticket.Priority}");
        json.WriteSome("service", ticket.Service);
        json.WriteSome("declaredAt", major.DeclaredAt);
        WriteRoles(json, major);
        if (major.BridgeLink is not null || major.BridgeChannel is not null)
        {
            json.WriteStartObject("bridge");
            json.WriteSome("link", major.BridgeLink);
            json.WriteSome("channel", major.BridgeChannel);
            json.WriteEndObject();
        }
        if (major.BoxUntil is not null || major.BoxAnswerBy is not null)
        {
            json.WriteStartObject("box");
            json.WriteSome("until", major.BoxUntil);
            json.WriteSome("answerBy", major.BoxAnswerBy);
            json.WriteEndObject();
        }
        WriteUpdates(json, account, now);
        json.WriteSome("watchUntil", major.WatchUntil);
        json.WriteSome("confirmedBy", major.ConfirmedBy);
        json.WriteSome("reviewAt", major.ReviewAt);
        WriteImpact(json, account);
        WriteTimeline(json, account);
        WriteWork(json, account);
        WriteReport(json, account);
        WriteMilestones(json, major);
        WriteMetrics(json, account.Metrics);
        json.WriteNumber("version", version);
        json.WriteEndObject();
    }

    private static void WriteRoles(Utf8JsonWriter json, MajorState major)
    {
        json.WriteStartArray("roles");
        foreach (var role in major.Roles)
        {
            json.WriteStartObject();
            json.WriteString("role", role.Role);
            json.WriteSome("to", role.Holder);
            json.WriteSome("offered", role.Offered);
            json.WriteSome("offeredAt", role.OfferedAt);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteUpdates(Utf8JsonWriter json, MajorAccount account, Instant now)
    {
        var major = account.Major;
        json.WriteStartObject("update");
        json.WriteSome("next", major.NextUpdateAt);
        if (major.NextUpdateAt is { } next)
            json.WriteBoolean("overdue", next <= now);
        json.WriteSome("draft", MajorNews.Draft(major));
        json.WriteEndObject();
        json.WriteStartArray("updates");
        foreach (var (post, entry) in account.Updates)
        {
            json.WriteStartObject();
            json.WriteSome("at", entry.At);
            json.WriteString("phase", post.Phase);
            json.WriteString("text", post.Text);
            json.WriteSome("next", post.Next);
            json.WriteSome("by", post.By);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteImpact(Utf8JsonWriter json, MajorAccount account)
    {
        if (account.Ticket.Impact.IsEmpty)
            return;
        json.WriteStartObject("impact");
        foreach (var fact in account.Ticket.Impact)
        {
            json.WritePropertyName(fact.Name);
            json.WriteRawValue(fact.Json);
        }
        json.WriteEndObject();
    }

    private static void WriteTimeline(Utf8JsonWriter json, MajorAccount account)
    {
        json.WriteStartArray("timeline");
        foreach (var entry in account.Timeline)
        {
            json.WriteStartObject();
            json.WriteSome("at", entry.At);
            if (entry.RecordedAt != entry.At)
                json.WriteSome("recordedAt", entry.RecordedAt);
            json.WriteNumber("number", entry.Number);
            json.WriteSome("event", JournalWriter.NameOf(entry.Fact));
            json.WriteSome("text", EventWords.Of(entry.Fact));
            json.WriteSome("by", EventWords.Who(entry.Fact) is { Length: > 0 } who ? who : null);
            json.WriteSome("auto", entry.Fact.Auto);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteWork(Utf8JsonWriter json, MajorAccount account)
    {
        json.WriteStartArray("decisions");
        foreach (var (decision, entry) in account.Decisions)
        {
            json.WriteStartObject();
            json.WriteNumber("decision", decision.Number);
            json.WriteString("text", decision.Text);
            json.WriteSome("options", decision.Options);
            json.WriteSome("reason", decision.Reason);
            json.WriteSome("effect", decision.Effect);
            json.WriteSome("until", decision.Until);
            json.WriteSome("by", decision.By);
            json.WriteSome("at", entry.At);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("tasks");
        foreach (var task in account.Major.Tasks)
        {
            json.WriteStartObject();
            json.WriteNumber("task", task.Number);
            json.WriteString("text", task.Text);
            json.WriteSome("to", task.To);
            json.WriteSome("until", task.Until);
            json.WriteString("state", task.EndedAt is null ? "open" : task.Cancelled ? "cancelled" : "done");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteReport(Utf8JsonWriter json, MajorAccount account)
    {
        json.WriteStartArray("actions");
        foreach (var action in account.Major.Actions)
        {
            json.WriteStartObject();
            json.WriteNumber("action", action.Number);
            json.WriteString("text", action.Text);
            json.WriteSome("to", action.To);
            json.WriteSome("until", action.Until);
            json.WriteSome("priority", action.Priority?.ToString());
            json.WriteSome("class", action.Class);
            json.WriteSome("horizon", action.Horizon?.ToString().ToLowerInvariant());
            json.WriteString("state", action.Status.ToString().ToLowerInvariant());
            json.WriteSome("verification", action.Verification);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("whys");
        foreach (var why in account.Whys)
            WriteWhy(json, why);
        json.WriteEndArray();
        json.WriteStartArray("lessons");
        foreach (var (lesson, _) in account.Lessons)
        {
            json.WriteStartObject();
            json.WriteString("kind", lesson.WentWell ? "well" : "improve");
            json.WriteString("text", lesson.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteWhy(Utf8JsonWriter json, WhyBranch branch)
    {
        json.WriteStartObject();
        json.WriteNumber("why", branch.Why.Number);
        json.WriteString("text", branch.Why.Text);
        json.WriteSome("evidence", branch.Why.Evidence);
        json.WriteSome("confidence", branch.Why.Confidence?.ToString().ToLowerInvariant());
        json.WriteStartArray("whys");
        foreach (var answer in branch.Answers)
            WriteWhy(json, answer);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMilestones(Utf8JsonWriter json, MajorState major)
    {
        json.WriteStartObject("milestones");
        foreach (var milestone in Enum.GetValues<Milestone>())
            json.WriteSome(milestone.Name(), major.At(milestone));
        json.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter json, MajorMetrics metrics)
    {
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
}
