using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Engine.Alerts;
using Muster.Engine.Hosting;
using Muster.Server.Access;
using Muster.Server.Api;

namespace Muster.Server.Inbound;

/// <summary>PagerDuty's Events API v2 as its clients know it: a sender moves by changing its address and its key.
/// </summary>
internal static class PagerDutyRoute
{
    public static void Map(Routes routes, AlertDoor door) =>
        routes.MapKeyed("POST", Permissions.PagerDuty, http => Enqueue(http, routes.House, door));

    private static async Task Enqueue(HttpContext http, Composition.House house, AlertDoor door)
    {
        var body = await InboundBody.Read(http, PagerDutyEvent.Largest).ConfigureAwait(false);
        if (body is null)
        {
            await Refuse(http, 413, $"the event is larger than {PagerDutyEvent.Largest / 1024} KB")
                .ConfigureAwait(false);
            return;
        }
        using var json = InboundBody.Parse(body);
        if (json is not { RootElement: { ValueKind: JsonValueKind.Object } said })
        {
            await Refuse(http, 400, "the event is no JSON object").ConfigureAwait(false);
            return;
        }
        if (house.Integrations.Recognise(IntegrationKinds.PagerDuty, said.Text("routing_key")) is not { } from)
        {
            await Refuse(http, 400, said.Text("routing_key") is null
                ? "'routing_key' is missing or blank"
                : "'routing_key' is unknown").ConfigureAwait(false);
            return;
        }
        if (PagerDutyEvent.Faults(said) is { IsEmpty: false } faults)
        {
            Measures.CountAlert(from.Kind, InboundRoutes.Refused);
            await Refuse(http, 400, [.. faults]).ConfigureAwait(false);
            return;
        }
        var once = new HeardOnce(http, house, from, body, 202, delivery =>
        {
            Measures.CountAlert(from.Kind, InboundRoutes.Refused);
            return Refuse(http, 422, $"the Idempotency-Key {delivery} was used for another event");
        });
        if (await once.Earlier().ConfigureAwait(false))
            return;
        var delivery = InboundBody.Delivery(http);
        var key = said.Text("dedup_key") ?? NewKey(from, delivery);
        var signal = PagerDutyEvent.Read(said, key, house.Policies.Current, delivery);
        if (await door.Hear(from.Source, [signal]).ConfigureAwait(false) is null)
            await Refuse(http, 429).ConfigureAwait(false);
        else
            await once.Answer(json =>
            {
                json.WriteStartObject();
                json.WriteString("status", "success");
                json.WriteString("message", "Event processed");
                json.WriteString("dedup_key", key);
                json.WriteEndObject();
            }).ConfigureAwait(false);
    }

    /// <summary>An alert of its own; a delivery that comes again gets the key that it got first.</summary>
    private static string NewKey(Integration from, string? delivery) => delivery is null
        ? Guid.NewGuid().ToString("N")
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{from.Id} {delivery}")).AsSpan(0, 16));

    private static Task Refuse(HttpContext http, int status, params string[] errors)
    {
        if (status is 413 or 429)
            http.Response.Headers.RetryAfter = InboundBody.RetryAfter;
        return Answers.Write(http, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", status == 429 ? "throttle exceeded" : "invalid event");
            json.WriteString("message", status == 429
                ? "Requests are arriving too quickly. Please retry later."
                : "Event object is invalid");
            json.WriteStartArray("errors");
            foreach (var error in errors)
                json.WriteStringValue(error);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
