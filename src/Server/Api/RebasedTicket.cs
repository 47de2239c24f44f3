using System.Text.Json;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files;

namespace Muster.Server.Api;

/// <summary>What a ticket's clocks show under another agreement from an instant on (S4, S9).</summary>
internal sealed record RebasedTicket(TicketState Before, TicketState After)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Before.Id.Value);
        json.WriteString("entry", Before.Agreement.Name);
        json.WriteString("newEntry", After.Agreement.Name);
        json.WriteStartObject("clocks");
        Write(json, "response", Before.Response, After.Response);
        Write(json, "resolution", Before.Resolution, After.Resolution);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, SlaClock before, SlaClock after)
    {
        json.WriteStartObject(name);
        json.WriteString("target", Durations.Iso(before.Target));
        json.WriteString("newTarget", Durations.Iso(after.Target));
        json.WriteSome("due", before.Due);
        json.WriteSome("newDue", after.Due);
        json.WriteEndObject();
    }
}
