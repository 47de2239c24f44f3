using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>What a ticket's clocks would show under another agreement from now on (S4, S9).</summary>
internal static class RebasedTicket
{
    /// <summary>Writes nothing where nothing would change.</summary>
    public static void Write(Utf8JsonWriter json, TicketState ticket, SlaEntry agreement, Instant now)
    {
        var target = agreement.TargetOf(ticket.Priority);
        (string Name, SlaClock Before, SlaClock After)[] clocks =
        [
            ("response", ticket.Response, After(ticket.Response, target.Response, agreement, now)),
            ("resolution", ticket.Resolution, After(ticket.Resolution, target.Resolution, agreement, now)),
        ];
        if (clocks.All(clock => clock.Before.Target == clock.After.Target && clock.Before.Due == clock.After.Due))
            return;
        json.WriteStartObject();
        json.WriteString("id", ticket.Id.Value);
        json.WriteString("entry", ticket.Agreement.Name);
        json.WriteString("newEntry", agreement.Name);
        json.WriteStartObject("clocks");
        foreach (var (name, before, after) in clocks)
        {
            json.WriteStartObject(name);
            json.WriteString("target", Durations.Iso(before.Target));
            json.WriteString("newTarget", Durations.Iso(after.Target));
            json.WriteSome("due", before.Due);
            json.WriteSome("newDue", after.Due);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static SlaClock After(SlaClock clock, Duration target, SlaEntry agreement, Instant now) =>
        clock.HasEnded ? clock : clock.Retarget(now, target, agreement.Calendar);
}
