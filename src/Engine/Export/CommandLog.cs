using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Core.Escalation;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Engine.Export;

/// <summary>
/// The accepted commands that changed something, as a replay log: replayed under the same policy they bring about the
/// same facts at the same instants.
/// </summary>
public static class CommandLog
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one line a command, in order; returns how many.</summary>
    public static int Write(Stream output, IEnumerable<ToldFact> history)
    {
        var (lines, merged) = (0, (TicketId?)null);
        foreach (var told in history)
        {
            if (told is { Verb: "merge", Fact: TicketLinked { Auto: false } linked })
                merged = linked.To;
            if (!IsCommand(told))
                continue;
            using (var json = new Utf8JsonWriter(output, Plain))
                Line(json, told, merged);
            merged = null;
            output.WriteByte((byte)'\n');
            lines++;
        }
        return lines;
    }

    /// <summary>A command's own fact is the one that nobody derived; a merge's is the close.</summary>
    private static bool IsCommand(ToldFact told) =>
        !told.ByTime && told.Fact is { Auto: false, IsSilent: false }
        && !(told.Verb == "merge" && told.Fact is TicketLinked);

    /// <param name="merged">
    /// The ticket into which this one was merged; a merge into one that it was linked with already is told as a close.
    /// </param>
    private static void Line(Utf8JsonWriter json, ToldFact told, TicketId? merged)
    {
        json.WriteStartObject();
        json.WriteString("at", Rfc3339.Format(told.At));
        json.WriteString("do", told.Verb == "merge" && merged is null ? "close" : told.Verb);
        json.WriteString("ticket", told.Ticket.Value);
        if (merged is { } into)
            Text(json, "to", into.Value);
        Fields(json, told.Fact, isMerge: merged is not null);
        if (told.Fact.By is { } by)
            json.WriteString("by", by);
        if (told.Fact.Forced)
            json.WriteBoolean("imported", true);
        json.WriteEndObject();
    }

    private static void Fields(Utf8JsonWriter json, TicketEvent fact, bool isMerge)
    {
        switch (fact)
        {
            case TicketOpened opened: Opened(json, opened); break;
            case TicketTriaged triaged:
                Text(json, "category", triaged.Category);
                Text(json, "service", triaged.Service);
                Text(json, "priority", triaged.Priority?.ToString());
                Text(json, "team", triaged.Team);
                break;
            case TicketAssigned assigned:
                Text(json, "team", assigned.Team);
                Text(json, "to", assigned.To);
                break;
            case TicketUpdated updated:
                Flag(json, "public", updated.Public);
                Flag(json, "auto", updated.Machine);
                Text(json, "text", updated.Text);
                break;
            case RequesterAsked asked: Text(json, "text", asked.Text); break;
            case ReplyReceived reply:
                Flag(json, "auto", reply.Machine);
                Text(json, "text", reply.Text);
                break;
            case TicketHeld held:
                Text(json, "reason", held.Reason);
                Moment(json, "until", held.Until);
                break;
            case TicketResolved resolved:
                Text(json, "code", resolved.Code);
                Text(json, "text", resolved.Text);
                break;
            case TicketClosed closed:
                Text(json, "code", isMerge ? null : closed.Code);
                Text(json, "text", closed.Text);
                break;
            case PriorityChanged changed:
                Text(json, "priority", changed.To.ToString());
                Text(json, "reason", changed.Reason);
                break;
            default: MoreFields(json, fact); break;
        }
    }

    private static void MoreFields(Utf8JsonWriter json, TicketEvent fact)
    {
        switch (fact)
        {
            case TicketLinked linked: Link(json, linked.To, linked.Kind); break;
            case TicketUnlinked unlinked: Link(json, unlinked.To, unlinked.Kind); break;
            case TicketTagged tagged: Tags(json, tagged.Tags); break;
            case TicketSnoozed snoozed:
                Moment(json, "until", snoozed.Until);
                Text(json, "reason", snoozed.Reason);
                break;
            case TicketEscalated escalated:
                Text(json, "to", escalated.To.Name());
                Text(json, "reason", escalated.Reason);
                break;
            case ImpactStated stated:
                foreach (var said in stated.Facts)
                {
                    json.WritePropertyName(said.Name);
                    json.WriteRawValue(said.Json);
                }
                break;
            case MajorDeclared declared: Text(json, "severity", declared.Severity); break;
        }
    }

    private static void Opened(Utf8JsonWriter json, TicketOpened opened)
    {
        Text(json, "priority", opened.Priority?.ToString());
        Text(json, "title", opened.Title);
        Text(json, "description", opened.Description);
        Text(json, "text", opened.Text);
        Text(json, "service", opened.Service);
        Text(json, "category", opened.Category);
        if (opened.Requester is { } requester)
        {
            json.WriteStartObject("requester");
            Text(json, "name", requester.Name);
            if (requester.Vip is { } vip)
                json.WriteBoolean("vip", vip);
            json.WriteEndObject();
        }
        Text(json, "source", opened.Source);
        Text(json, "state", opened.Status?.ToString());
        Text(json, "reason", opened.HoldReason);
        if (opened.AffectedUsers is { } users)
            json.WriteNumber("affectedUsers", users);
        if (!opened.Tags.IsEmpty)
            Tags(json, opened.Tags);
        if (opened.Aliases.IsEmpty)
            return;
        json.WriteStartArray("aliases");
        foreach (var alias in opened.Aliases)
            json.WriteStringValue(alias);
        json.WriteEndArray();
    }

    private static void Link(Utf8JsonWriter json, TicketId to, LinkKind kind)
    {
        json.WriteString("to", to.Value);
        json.WriteString("kind", kind.Name());
    }

    private static void Tags(Utf8JsonWriter json, ImmutableArray<Tag> tags)
    {
        json.WriteStartObject("tags");
        foreach (var tag in tags)
            json.WriteString(tag.Name, tag.Value);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void Flag(Utf8JsonWriter json, string name, bool flag)
    {
        if (flag)
            json.WriteBoolean(name, true);
    }

    private static void Moment(Utf8JsonWriter json, string name, Instant? at)
    {
        if (at is { } moment)
            json.WriteString(name, Rfc3339.Format(moment));
    }
}
