using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using Muster.Files;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Inbound;

/// <summary>The ticket that a payload would make, shown and not made.</summary>
internal static class DryRun
{
    private const int MostShown = 100;

    public static async Task Answer(
        HttpContext http, House house, Integration from, IReadOnlyList<AlertSignal> signals)
    {
        var foreseen = new List<(AlertSignal Signal, AlertForesight Sight)>();
        foreach (var signal in signals.Take(MostShown))
            foreseen.Add((signal, await house.Alerts.Foresee(from.Source, signal).ConfigureAwait(false)));
        await Answers.Write(http, 200, json =>
        {
            if (foreseen is [var only])
            {
                Write(json, only.Signal, only.Sight);
                return;
            }
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var (signal, sight) in foreseen)
                Write(json, signal, sight);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, AlertSignal signal, AlertForesight sight)
    {
        var ticket = sight.Opening;
        json.WriteStartObject();
        json.WriteBoolean("dry", true);
        json.WriteString("would", $"{sight.Verdict}".ToLowerInvariant());
        json.WriteString("dedupKey", signal.Key);
        json.WriteSome("ticket", sight.Ticket);
        json.WriteSome("title", ticket.Title);
        json.WriteString("state", $"{ticket.Status}");
        json.WriteString("priority", $"{ticket.Priority}");
        json.WriteSome("provisional", ticket.IsProvisional);
        json.WriteString("tier", Core.Escalation.TierNames.Name(ticket.Tier));
        json.WriteSome("service", ticket.Service);
        json.WriteSome("description", ticket.Description);
        json.WriteSome("source", ticket.Source);
        json.WriteSome("tags", ticket.Tags.Tags);
        json.WriteEndObject();
    }
}
