using System.Text.Json;
using Muster.Core.Escalation;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files;
using Muster.Files.Eval;
using Muster.Files.Logs;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>Tickets as answers show them; what is not there is left out.</summary>
internal static class TicketJson
{
    public static void Write(Utf8JsonWriter json, TicketAt found, IReadOnlyList<StoredLink> links, Instant now)
    {
        var ticket = found.State;
        json.WriteStartObject();
        json.WriteString("id", ticket.Id.Value);
        Text(json, "title", ticket.Title);
        json.WriteString("state", $"{ticket.Status}");
        json.WriteString("priority", $"{ticket.Priority}");
        if (ticket.IsProvisional)
            json.WriteBoolean("provisional", true);
        json.WriteString("tier", ticket.Tier.Name());
        Text(json, "team", ticket.Team);
        Text(json, "to", ticket.Person);
        Text(json, "service", ticket.Service);
        Text(json, "category", ticket.Category);
        Text(json, "description", ticket.Description);
        WriteRequester(json, ticket.Requester);
        Text(json, "source", ticket.Source);
        WriteTags(json, ticket.Tags);
        WriteTexts(json, "aliases", ticket.Aliases);
        if (ticket.IsMajor)
            json.WriteBoolean("major", true);
        Text(json, "severity", ticket.Severity);
        WriteWaiting(json, ticket, now);
        Text(json, "code", ticket.IsOpen ? null : ticket.Code);
        Moment(json, "openedAt", ticket.OpenedAt);
        Moment(json, "lastActivityAt", ticket.LastActivityAt);
        json.WriteStartObject("clocks");
        WriteClock(json, "response", ticket, ClockKind.Response, now);
        WriteClock(json, "resolution", ticket, ClockKind.Resolution, now);
        json.WriteEndObject();
        WriteLinks(json, links);
        json.WriteNumber("version", found.Version);
        json.WriteEndObject();
    }

    public static void WriteRow(Utf8JsonWriter json, TicketRow row, Instant now)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Stream.Id);
        Text(json, "title", row.Title);
        json.WriteString("state", $"{row.State}");
        json.WriteString("priority", $"{row.Priority}");
        json.WriteString("tier", row.Tier.Name());
        Text(json, "team", row.Team);
        Text(json, "to", row.Person);
        Text(json, "service", row.Service);
        if (row.Requester is { } requester)
            WriteRequester(json, new Requester(requester, null));
        json.WriteBoolean("atRisk", row.AtRiskFrom <= now);
        if (row.IsMajor)
            json.WriteBoolean("major", true);
        Moment(json, "openedAt", row.OpenedAt);
        Moment(json, "lastActivityAt", row.LastActivityAt);
        Moment(json, "nextDueAt", row.NextDueAt);
        json.WriteStartObject("clocks");
        WriteDue(json, "response", row.ResponseDueAt, row.ResponseBreached);
        WriteDue(json, "resolution", row.ResolutionDueAt, row.ResolutionBreached);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWaiting(Utf8JsonWriter json, TicketState ticket, Instant now)
    {
        if (ticket.Status == TicketStatus.Pending)
        {
            Text(json, "holdReason", ticket.HoldReason);
            Moment(json, "holdUntil", ticket.HoldUntil);
        }
        if (ticket.IsSnoozed(now))
            Moment(json, "snoozedUntil", ticket.SnoozedUntil);
        if (ticket.IsOpen)
            WriteTexts(json, "acknowledgedBy", ticket.AcknowledgedBy);
    }

    /// <summary>As eval sla shows it, with what remains of the target: less than nothing when it was missed.</summary>
    private static void WriteClock(Utf8JsonWriter json, string name, TicketState ticket, ClockKind kind, Instant now)
    {
        var clock = ClockReading.Of(ticket, kind, now);
        json.WriteStartObject(name);
        json.WriteString("state", ClockNames.Of(clock.State));
        Moment(json, "due", clock.Due);
        json.WriteString("elapsed", Durations.Iso(clock.Elapsed));
        if (clock.State is not (ClockState.Met or ClockState.Cancelled))
            json.WriteString("remaining", Durations.Iso(ticket.Clock(kind).Target - clock.Elapsed));
        if (clock.Cycle > 1)
            json.WriteNumber("cycle", clock.Cycle);
        json.WriteEndObject();
    }

    private static void WriteDue(Utf8JsonWriter json, string name, Instant? due, bool breached)
    {
        json.WriteStartObject(name);
        Moment(json, "due", due);
        json.WriteBoolean("breached", breached);
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<StoredLink> links)
    {
        json.WriteStartArray("links");
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("kind", link.Kind.Name());
            json.WriteString("to", link.Kind.PointsAtTicket() ? link.To.Id : link.To.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRequester(Utf8JsonWriter json, Requester? requester)
    {
        if (requester is null)
            return;
        json.WriteStartObject("requester");
        Text(json, "name", requester.Name);
        if (requester.Vip is { } vip)
            json.WriteBoolean("vip", vip);
        json.WriteEndObject();
    }

    private static void WriteTags(Utf8JsonWriter json, TagSet tags)
    {
        if (tags.Tags.IsEmpty)
            return;
        json.WriteStartObject("tags");
        foreach (var tag in tags.Tags)
            json.WriteString(tag.Name, tag.Value);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyCollection<string> texts)
    {
        if (texts.Count == 0)
            return;
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private static void Moment(Utf8JsonWriter json, string name, Instant? moment)
    {
        if (moment is { } known)
            json.WriteString(name, Rfc3339.Format(known));
    }
}
