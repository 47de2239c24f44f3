using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Reports;

/// <summary>
/// One <c>--assume FIELD=VALUE@INSTANT</c> (S10): a line that somebody might have said to a ticket, or a holiday.
/// </summary>
/// <param name="Text">As it was written.</param>
/// <param name="At">Null means the instant that is explained.</param>
public sealed record Assumption(string Text, string Field, string Value, Instant? At)
{
    private static readonly string[] Fields = ["priority", "service", "category", "team", "to", "tags.NAME", "holiday"];

    /// <summary>The name of a calendar, or null for all, where it is a holiday.</summary>
    public string? Calendar =>
        Field.StartsWith("holiday.", StringComparison.Ordinal) ? Field["holiday.".Length..] : null;

    public bool IsHoliday => Field == "holiday" || Calendar is not null;

    /// <summary>Null and what is wrong where it cannot be read.</summary>
    public static Assumption? Parse(string text, out string? fault)
    {
        fault = null;
        var equals = text.IndexOf('=');
        if (equals <= 0)
        {
            fault = $"{text}: FIELD=VALUE@INSTANT is needed, such as priority=P1@2025-10-20T13:00:00Z";
            return null;
        }
        var (field, value, at) = (text[..equals], text[(equals + 1)..], (Instant?)null);
        var sign = value.LastIndexOf('@');
        if (sign >= 0)
        {
            if (!Rfc3339.TryParse(value[(sign + 1)..], out var instant))
                fault = $"{text}: {value[(sign + 1)..]} is no instant such as 2025-10-20T09:00:00Z";
            (value, at) = (value[..sign], instant);
        }
        var assumption = new Assumption(text, field, value, at);
        if (!assumption.IsHoliday && VerbOf(field) is null)
            fault = $"{text}: {field} cannot be assumed; any of {string.Join(", ", Fields)}, or a verb of a replay log";
        else if (assumption.IsHoliday && (at is not null || !Moments.TryDate(value, out _)))
            fault = $"{text}: a holiday is a date alone, such as holiday=2025-10-21";
        return fault is null ? assumption : null;
    }

    /// <summary>The policy with the assumed holiday; null where the calendar is not known.</summary>
    public Policy? Over(Policy policy) =>
        Moments.TryDate(Value, out var day) ? AssumedHoliday.In(policy, day, Calendar) : null;

    /// <summary>
    /// The line as a log would have it, so that it is read and refused as any other; a fault stands in it.
    /// </summary>
    public LogLine Line(string ticket, Instant otherwise, Policy policy) =>
        new LineParser(policy).Parse(Encoding.UTF8.GetBytes(Json(ticket, otherwise)));

    /// <param name="otherwise">The instant where none was named.</param>
    public string Json(string ticket, Instant otherwise)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", Rfc3339.Format(At ?? otherwise));
            json.WriteString("do", VerbOf(Field));
            json.WriteString("ticket", ticket);
            if (Field.StartsWith("tags.", StringComparison.Ordinal))
            {
                json.WriteStartObject("tags");
                json.WriteString(Field["tags.".Length..], Value);
                json.WriteEndObject();
            }
            else if (Value.Length > 0)
                json.WriteString(ValueName(Field), Value);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string? VerbOf(string field) => field switch
    {
        "priority" => "prioritise",
        "service" or "category" => "triage",
        "team" or "to" => "assign",
        "open" or "link" or "unlink" or "impact" or "assign" or "triage" or "tag" => null, // need more than one value
        _ when field.StartsWith("tags.", StringComparison.Ordinal) && field.Length > "tags.".Length => "tag",
        _ => Verbs.All.Contains(field) ? field : null,
    };

    /// <summary>The field of the line in which the value stands.</summary>
    private static string ValueName(string field) => field switch
    {
        "hold" or "reopen" => "reason",
        "resolve" or "close" => "code",
        "prioritise" => "priority",
        "snooze" => "until",
        "escalate" or "merge" => "to",
        "declare" => "severity",
        "priority" or "service" or "category" or "team" or "to" => field,
        _ => "text", // of update, ask and reply; of any other said beside the verb, as any line may
    };
}
