using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;
using Muster.Files;
using Muster.Files.Reports;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>How open tickets stand against their promises: age, what remains, what was done last, and why.</summary>
internal static class SlaRoute
{
    /// <summary>Shown at once; an answer says how many more there are.</summary>
    private const int MostShown = 200;

    /// <summary>How far back in a ticket's events the latest act is looked for.</summary>
    private const int LookBack = 200;

    private static readonly ImmutableArray<TicketStatus> Open =
        [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())];

    public static async Task Read(Call call)
    {
        var now = call.House.Now;
        var (filter, problem) = new TicketQuery(call.Http.Request.Query, now).Read();
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        filter = filter! with
        {
            SeenBy = call.Caller.Scope,
            States = filter.States.IsEmpty ? Open : filter.States,
            Limit = Math.Min(filter.Limit, MostShown),
        };
        var page = await call.House.Store.ListTickets(filter).ConfigureAwait(false);
        var items = new List<(TicketRow Row, TicketState State, DatedFact? Act, StatedTimes? Stated)>();
        foreach (var row in page.Items)
        {
            if (await call.House.Desk.Find(row.Stream.Id).ConfigureAwait(false) is { } ticket)
                items.Add((row, ticket.State, await LatestAct(call, row.Stream, ticket).ConfigureAwait(false),
                    await call.House.Desk.StatedTimesOf(ticket).ConfigureAwait(false)));
        }
        var more = page.Next is { } rest
            ? await call.House.Store.CountTickets(filter with { Cursor = rest }).ConfigureAwait(false)
            : 0;
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteSome("at", now);
            json.WriteStartArray("items");
            foreach (var (row, state, act, stated) in items)
                Write(json, row, state, act, stated, now);
            json.WriteEndArray();
            if (page.Next is { } next)
            {
                json.WriteString("next", $"{next}");
                json.WriteNumber("more", more);
            }
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(
        Utf8JsonWriter json, TicketRow row, TicketState ticket, DatedFact? act, StatedTimes? stated, Instant now)
    {
        json.WriteStartObject();
        json.WriteString("id", ticket.Id.Value);
        json.WriteSome("title", ticket.Title);
        json.WriteString("state", $"{ticket.Status}");
        json.WriteString("priority", $"{ticket.Priority}");
        json.WriteString("tier", Core.Escalation.TierNames.Name(ticket.Tier));
        json.WriteSome("team", ticket.Team);
        json.WriteSome("to", ticket.Person);
        json.WriteSome("service", ticket.Service);
        json.WriteBoolean("atRisk", row.AtRiskFrom <= now);
        json.WriteSome("openedAt", ticket.OpenedAt);
        json.WriteString("age", Durations.Iso(Duration.Max(now - ticket.OpenedAt, Duration.Zero)));
        json.WriteSome("lastActivityAt", ticket.LastActivityAt);
        TicketJson.WriteClocks(json, ticket, now, stated);
        if (act is { } done)
        {
            json.WritePropertyName("done");
            json.WriteRawValue(ExplanationJson.Line(ticket.Id, done));
            json.WriteSome("why", Why(done.Fact));
        }
        json.WriteEndObject();
    }

    /// <summary>The latest escalation or warning; null where there was none of late.</summary>
    private static async Task<DatedFact?> LatestAct(Call call, StreamId stream, TicketAt ticket)
    {
        var after = Math.Max(0, ticket.Version - LookBack);
        var events = await call.House.Store.ReadStream(stream, after, LookBack).ConfigureAwait(false);
        foreach (var stored in events.Reverse())
        {
            var fact = TicketEventFormat.Read(stored);
            if (fact is TicketEscalated or WarningGiven or ClockWarned or ClockBreached or EscalationWithheld)
                return new DatedFact(stored.HappenedAt, fact);
        }
        return null;
    }

    private static string? Why(TicketEvent fact) => fact switch
    {
        TicketEscalated escalated => escalated.Reason,
        WarningGiven warned => warned.Reason,
        EscalationWithheld withheld => withheld.Reason,
        ClockWarned warned => $"{warned.Level} % of the {warned.Clock} target was used".ToLowerInvariant(),
        ClockBreached breached => $"the {breached.Clock} target was missed".ToLowerInvariant(),
        _ => null,
    };
}
