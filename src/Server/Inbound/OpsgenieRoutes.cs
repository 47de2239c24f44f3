using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using Muster.Engine.Hosting;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Inbound;

/// <summary>Opsgenie's alert API as its clients know it: a sender moves by changing its address and its key.</summary>
internal static class OpsgenieRoutes
{
    private const string Scheme = "GenieKey ";
    private const string NotProcessable = "Request body is not processable. Please check the errors.";

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public static void Map(Routes routes, AlertDoor door)
    {
        routes.MapKeyed("POST", Permissions.Opsgenie, http => Create(new Asked(http, routes.House, door)));
        routes.MapKeyed("POST", Permissions.OpsgenieAcknowledge,
            http => Do(new Asked(http, routes.House, door), OpsgenieAction.Acknowledge));
        routes.MapKeyed("POST", Permissions.OpsgenieClose,
            http => Do(new Asked(http, routes.House, door), OpsgenieAction.Close));
        routes.MapKeyed("POST", Permissions.OpsgenieNotes,
            http => Do(new Asked(http, routes.House, door), OpsgenieAction.AddNote, "note"));
        routes.MapKeyed("PUT", Permissions.OpsgenieMessage,
            http => Do(new Asked(http, routes.House, door), OpsgenieAction.UpdateMessage, "message"));
        routes.MapKeyed("PUT", Permissions.OpsgenieDescription,
            http => Do(new Asked(http, routes.House, door), OpsgenieAction.UpdateDescription, "description"));
        routes.MapKeyed("GET", Permissions.OpsgenieRequest, http => Status(new Asked(http, routes.House, door)));
    }

    private static async Task Create(Asked asked)
    {
        if (await asked.Body("message").ConfigureAwait(false) is not { } said)
            return;
        var delivery = InboundBody.Delivery(asked.Http);
        // without an alias each request is an alert of its own, and its id is the alias
        var alias = said.Text("alias") ?? (delivery is null ? Guid.NewGuid().ToString() : $"delivery {delivery}");
        var signal = OpsgenieAlert.Create(said, alias, asked.House.Policies.Current, delivery);
        await Hear(asked, signal, OpsgenieAction.Create).ConfigureAwait(false);
    }

    private static async Task Do(Asked asked, OpsgenieAction action, params string[] needed)
    {
        if (await asked.Body(needed).ConfigureAwait(false) is not { } said)
            return;
        var type = asked.Http.Request.Query["identifierType"].ToString();
        if (type is not ("" or "id" or "tiny" or "alias"))
        {
            await asked.Refuse(422, NotProcessable, ("identifierType", "should be one of [ id, tiny, alias ]"))
                .ConfigureAwait(false);
            return;
        }
        var identifier = asked.Part("id");
        var alias = type == "alias" ? identifier : await AliasOf(asked, identifier).ConfigureAwait(false);
        if (alias is null)
            await asked.Accept(new OpsgenieRequest(asked.House.Now, action, null)).ConfigureAwait(false);
        else
        {
            var signal = action is OpsgenieAction.UpdateMessage or OpsgenieAction.UpdateDescription
                ? OpsgenieAlert.Retell(action, said, alias)
                : OpsgenieAlert.Do(action, said, alias, InboundBody.Delivery(asked.Http));
            await Hear(asked, signal, action).ConfigureAwait(false);
        }
    }

    /// <summary>An alert's id is the number of its ticket, its tiny id the same without year and kind.</summary>
    private static async Task<string?> AliasOf(Asked asked, string identifier) =>
        await asked.House.Desk.Find(identifier).ConfigureAwait(false) is { } ticket
            ? await asked.House.Alerts.KeyOf(asked.From!.Source, ticket.State.Id).ConfigureAwait(false)
            : null;

    private static async Task Hear(Asked asked, AlertSignal signal, OpsgenieAction action)
    {
        if (await asked.Door.Hear(asked.From!.Source, [signal]).ConfigureAwait(false) is not [var answer])
            await asked.Refuse(429, "You are making too many requests!").ConfigureAwait(false);
        else
            await asked.Accept(new OpsgenieRequest(asked.House.Now, action, answer.Ticket)).ConfigureAwait(false);
    }

    private static async Task Status(Asked asked)
    {
        if (!await asked.IsKnown().ConfigureAwait(false))
            return;
        var from = asked.From!;
        if (OpsgenieRequest.Read(asked.Part("id"), from) is not { } request)
        {
            await asked.Refuse(404, "Request not found. It might not be processed, yet.").ConfigureAwait(false);
            return;
        }
        var alias = request.Ticket is { } ticket
            ? await asked.House.Alerts.KeyOf(from.Source, new TicketId(ticket)).ConfigureAwait(false)
            : null;
        await asked.Answer(200, json =>
        {
            json.WriteStartObject("data");
            json.WriteBoolean("success", request.Ticket is not null);
            json.WriteString("action", $"{request.Action}");
            json.WriteString("processedAt", Rfc3339.Format(request.At));
            json.WriteString("integrationId", from.Id);
            json.WriteBoolean("isSuccess", request.Ticket is not null);
            json.WriteString("status", request.Ticket is null ? "Alert does not exist" : Done(request.Action));
            json.WriteString("alertId", request.Ticket ?? "");
            json.WriteString("alias", alias ?? "");
            json.WriteEndObject();
            json.WriteString("requestId", asked.Part("id"));
        }).ConfigureAwait(false);
    }

    private static string Done(OpsgenieAction action) => action switch
    {
        OpsgenieAction.Create => "Created alert",
        OpsgenieAction.Acknowledge => "Alert acknowledged",
        OpsgenieAction.Close => "Alert closed",
        OpsgenieAction.UpdateMessage => "Message updated",
        OpsgenieAction.UpdateDescription => "Description updated",
        _ => "Note added",
    };

    /// <summary>One request, answered in the vendor's manner.</summary>
    private sealed record Asked(HttpContext Http, House House, AlertDoor Door)
    {
        private readonly long began = House.Time.GetTimestamp();
        private HeardOnce? once;

        public Integration? From { get; } = Recognise(Http, House);

        public string Part(string name) =>
            ((string?)Http.Request.RouteValues[name] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

        public async Task<bool> IsKnown()
        {
            if (From is null)
                await Refuse(401, "Could not authenticate").ConfigureAwait(false);
            return From is not null;
        }

        /// <summary>The body; null where the request was refused for it, or answered as before.</summary>
        public async Task<JsonElement?> Body(params string[] needed)
        {
            if (!await IsKnown().ConfigureAwait(false))
                return null;
            if (await InboundBody.Read(Http).ConfigureAwait(false) is not { } bytes)
                return await Refused(413, "Request body is too large.").ConfigureAwait(false);
            using var json = bytes.Length == 0 ? null : InboundBody.Parse(bytes);
            if (bytes.Length > 0 && json is not { RootElement.ValueKind: JsonValueKind.Object })
                return await Refused(400, "Could not parse request body.").ConfigureAwait(false);
            var said = json?.RootElement.Clone() ?? Nothing;
            if (OpsgenieAlert.Faults(said, needed) is { Count: > 0 } faults)
                return await Refused(422, NotProcessable, [.. faults]).ConfigureAwait(false);
            once = new HeardOnce(Http, House, From!, bytes, 202, _ =>
                Refuse(422, NotProcessable, ("Idempotency-Key", "was used for another request")));
            return await once.Earlier().ConfigureAwait(false) ? null : said;
        }

        public Task Accept(OpsgenieRequest request) => once!.Answer(Timed(json =>
        {
            json.WriteString("result", "Request will be processed");
            json.WriteString("requestId", request.IdFor(From!));
        }));

        public Task Refuse(int status, string message, params (string Field, string Text)[] errors)
        {
            if (From is not null && (status is 400 or 413 or 422))
                Measures.CountAlert(From.Kind, InboundRoutes.Refused);
            if (status is 413 or 429)
                Http.Response.Headers.RetryAfter = InboundBody.RetryAfter;
            return Answer(status, json =>
            {
                json.WriteString("message", message);
                if (errors.Length > 0)
                {
                    json.WriteStartObject("errors");
                    foreach (var (field, text) in errors)
                        json.WriteString(field, text);
                    json.WriteEndObject();
                }
                json.WriteString("requestId", Guid.NewGuid().ToString());
            });
        }

        public Task Answer(int status, Action<Utf8JsonWriter> write) => Answers.Write(Http, status, Timed(write));

        private Action<Utf8JsonWriter> Timed(Action<Utf8JsonWriter> write) => json =>
        {
            json.WriteStartObject();
            write(json);
            json.WriteNumber("took", Math.Round(House.Time.GetElapsedTime(began).TotalSeconds, 3));
            json.WriteEndObject();
        };

        private async Task<JsonElement?> Refused(
            int status, string message, params (string Field, string Text)[] errors)
        {
            await Refuse(status, message, errors).ConfigureAwait(false);
            return null;
        }

        private static Integration? Recognise(HttpContext http, House house)
        {
            var header = http.Request.Headers.Authorization.ToString();
            return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? house.Integrations.Recognise(IntegrationKinds.Opsgenie, header[Scheme.Length..].Trim())
                : null;
        }
    }
}
