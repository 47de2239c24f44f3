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
        foreach (var clock in Before.Clocks.Concat(After.Clocks).Distinct())
            Write(json, $"{clock}", Before.Clock(clock), After.Clock(clock));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Null where the agreement asks for no such clock.</summary>
    private static string? TargetOf(SlaClock? clock) =>
        clock is null or { End: ClockEnd.Closed } ? null : Durations.Iso(clock.Target);

    private static void Write(Utf8JsonWriter json, string name, SlaClock? before, SlaClock? after)
    {
        json.WriteStartObject(name);
        json.WriteSome("target", TargetOf(before));
        json.WriteSome("newTarget", TargetOf(after));
        json.WriteSome("due", before?.Due);
        json.WriteSome("newDue", after?.Due);
        json.WriteEndObject();
    }
}
