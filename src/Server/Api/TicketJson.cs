using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Escalation;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using Muster.Engine.Tickets;
using Muster.Files;
using Muster.Files.Eval;
using Muster.Files.Reports;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>Tickets as answers show them; what is not there is left out.</summary>
internal static class TicketJson
{
    /// <summary>Of the alerts of a ticket, an answer shows this many.</summary>
    private const int MostAlerts = 1_000;

    public static void Write(
        Utf8JsonWriter json, TicketAt found, IReadOnlyList<StoredLink> links, Instant now, TicketAlerts? alerts = null,
        StatedTimes? stated = null)
    {
        var ticket = found.State;
        json.WriteStartObject();
        json.WriteString("id", ticket.Id.Value);
        json.WriteSome("title", ticket.Title);
        json.WriteString("state", $"{ticket.Status}");
        json.WriteString("priority", $"{ticket.Priority}");
        json.WriteSome("provisional", ticket.IsProvisional);
        json.WriteString("tier", ticket.Tier.Name());
        json.WriteSome("team", ticket.Team);
        json.WriteSome("to", ticket.Person);
        json.WriteSome("service", ticket.Service);
        json.WriteSome("category", ticket.Category);
        json.WriteSome("description", ticket.Description);
        json.WriteSome("requester", ticket.Requester);
        json.WriteSome("source", ticket.Source);
        json.WriteSome("tags", ticket.Tags.Tags);
        json.WriteSome("aliases", ticket.Aliases);
        json.WriteSome("major", ticket.IsMajor);
        json.WriteSome("severity", ticket.Severity);
        WriteWaiting(json, ticket, now);
        json.WriteSome("code", ticket.IsOpen ? null : ticket.Code);
        json.WriteSome("openedAt", ticket.OpenedAt);
        json.WriteSome("lastActivityAt", ticket.LastActivityAt);
        WriteClocks(json, ticket, now, stated);
        WriteLinks(json, links);
        json.WriteSome("blockedBy", BlockersOf(links));
        json.WriteSome("openChildren", OpenChildrenOf(links));
        WriteAlerts(json, alerts, ticket.Title);
        json.WriteNumber("version", found.Version);
        json.WriteEndObject();
    }

    /// <param name="stated">The figures by the stated times; null where nobody stated one.</param>
    public static void WriteClocks(Utf8JsonWriter json, TicketState ticket, Instant now, StatedTimes? stated)
    {
        json.WriteStartObject("clocks");
        foreach (var clock in ticket.Clocks)
            WriteClock(json, clock, ticket, now, stated);
        json.WriteEndObject();
    }

    public static void WriteRow(Utf8JsonWriter json, TicketRow row, Instant now)
    {
        json.WriteStartObject();
        json.WriteString("id", row.Stream.Id);
        json.WriteSome("title", row.Title);
        json.WriteString("state", $"{row.State}");
        json.WriteString("priority", $"{row.Priority}");
        json.WriteString("tier", row.Tier.Name());
        json.WriteSome("team", row.Team);
        json.WriteSome("to", row.Person);
        json.WriteSome("service", row.Service);
        if (row.Requester is { } requester)
            json.WriteSome("requester", new Requester(requester, null));
        json.WriteBoolean("atRisk", row.AtRiskFrom <= now);
        json.WriteSome("major", row.IsMajor);
        json.WriteSome("openedAt", row.OpenedAt);
        json.WriteSome("lastActivityAt", row.LastActivityAt);
        json.WriteSome("nextDueAt", row.NextDueAt);
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
            json.WriteSome("holdReason", ticket.HoldReason);
            json.WriteSome("holdUntil", ticket.HoldUntil);
        }
        if (ticket.IsSnoozed(now))
            json.WriteSome("snoozedUntil", ticket.SnoozedUntil);
        if (ticket.IsOpen)
            json.WriteSome("acknowledgedBy", ticket.AcknowledgedBy);
    }

    /// <summary>As eval sla shows it, with what remains of the target: less than nothing when it was missed.</summary>
    private static void WriteClock(
        Utf8JsonWriter json, ClockName name, TicketState ticket, Instant now, StatedTimes? stated)
    {
        var counted = ticket.Clock(name)!;
        var clock = ClockReading.Of(counted, now);
        json.WriteStartObject($"{name}");
        json.WriteString("state", ClockNames.Of(clock.State));
        json.WriteSome("due", clock.Due);
        json.WriteString("elapsed", Durations.Iso(clock.Elapsed));
        if (clock.State is not (ClockState.Met or ClockState.Cancelled))
            json.WriteString("remaining", Durations.Iso(counted.Target - clock.Elapsed));
        if (clock.Cycle > 1)
            json.WriteNumber("cycle", clock.Cycle);
        if (stated?.Of(name) is { } told)
            ExplanationJson.WriteStated(json, told);
        json.WriteEndObject();
    }

    private static void WriteDue(Utf8JsonWriter json, string name, Instant? due, bool breached)
    {
        json.WriteStartObject(name);
        json.WriteSome("due", due);
        json.WriteBoolean("breached", breached);
        json.WriteEndObject();
    }

    /// <summary>
    /// How often its alerts were told, and how each stands by its sender's word. A sender of single alerts gives none
    /// an id of its own within the ticket: it goes by key and title.
    /// </summary>
    private static void WriteAlerts(Utf8JsonWriter json, TicketAlerts? alerts, string? title)
    {
        if (alerts is null)
            return;
        json.WriteNumber("count", alerts.Count);
        json.WriteString("dedupKey", alerts.Key);
        json.WriteStartArray("alerts");
        foreach (var member in alerts.Members.Take(MostAlerts))
        {
            json.WriteStartObject();
            var isOnly = member.Id.Length == 0;
            json.WriteString("id", isOnly ? alerts.Key : member.Id);
            json.WriteString("state", member.IsFiring ? "firing" : "resolved");
            json.WriteSome("startsAt", member.StartsAt);
            json.WriteSome("name", member.Name ?? (isOnly ? title : null));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (alerts.Members.Count > MostAlerts)
            json.WriteNumber("moreAlerts", alerts.Members.Count - MostAlerts);
    }

    /// <summary>The open tickets that block it (L9).</summary>
    public static ImmutableArray<string> BlockersOf(IReadOnlyList<StoredLink> links) =>
        [.. links.Where(link => link is { Kind: LinkKind.BlockedBy, ToIsOpen: true }).Select(link => link.To.Id)];

    /// <summary>The children that are still open: a parent that is resolved offers to resolve them, too (L8).</summary>
    public static ImmutableArray<string> OpenChildrenOf(IReadOnlyList<StoredLink> links) =>
        [.. links.Where(link => link is { Kind: LinkKind.Child, ToIsOpen: true }).Select(link => link.To.Id)];

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
}
