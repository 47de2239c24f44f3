using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Storage;

namespace Muster.Server.Inbound;

/// <summary>Integrations: created, listed, removed. A key is said once, to whoever asked for it.</summary>
internal static class IntegrationRoutes
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Integrations, List);
        routes.Map("POST", Permissions.Integrations, Create);
        routes.Map("DELETE", Permissions.Integration, Remove);
    }

    private static Task List(Call call) => call.Answer(200, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var integration in call.House.Integrations.All)
            Write(json, integration, null);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static async Task Create(Call call)
    {
        var (body, unread) = await Bodies.Read(call.Http).ConfigureAwait(false);
        var (order, wrong) = unread is null ? IntegrationOrder.Read(body, call.House.Policies.Current) : (null, unread);
        var (key, wrongKey) = order is null ? (null, null) : Bodies.Key(call.Http, order.Key);
        if ((wrong ?? wrongKey) is { } problem)
            await call.Refuse(problem).ConfigureAwait(false);
        else if (key is not null && await Earlier(call, key).ConfigureAwait(false) is { } earlier)
            await Repeat(call, key, SHA256.HashData(body), earlier).ConfigureAwait(false);
        else if (call.House.Integrations.Count >= IntegrationBook.Most)
            await call.Refuse(new Problem(409, "not-allowed", "There are too many integrations",
                $"There are {IntegrationBook.Most} integrations; remove those that nobody uses."))
                .ConfigureAwait(false);
        else
            await Create(call, order!, key, SHA256.HashData(body)).ConfigureAwait(false);
    }

    private static async Task Create(Call call, IntegrationOrder order, string? key, byte[] digest)
    {
        var id = IntegrationBook.NewId();
        var secret = key is null ? IntegrationKey.New() : IntegrationKey.For(Gate.SecretOf(call.Http), id);
        var made = order.Make(id, Secret.HashOf(secret), call.House.Now);
        var record = Record(call, "integration.create") with
        {
            Key = call.Scoped(key),
            BodyDigest = digest,
            Answer = Encoding.UTF8.GetBytes(id),
        };
        switch (await call.House.Integrations.Create(made, call.Caller.Actor, record).ConfigureAwait(false))
        {
            case AppendResult.Appended:
                if (made.Interval is { } interval)
                    call.House.Alerts.Expect(made.CreatedAt + interval);
                await Tell(call, made, secret).ConfigureAwait(false);
                break;
            case AppendResult.KeyUsed used:
                await Repeat(call, key!, digest, used.Earlier).ConfigureAwait(false);
                break;
            default:
                await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
                break;
        }
    }

    private static async Task Repeat(Call call, string key, byte[] digest, CommandRecord earlier)
    {
        var id = Encoding.UTF8.GetString(earlier.Answer.Span);
        if (!earlier.BodyDigest.Span.SequenceEqual(digest))
            await call.Refuse(Problem.KeyReused(key)).ConfigureAwait(false);
        else if (call.House.Integrations.Find(id) is { } made)
            await Tell(call, made, IntegrationKey.For(Gate.SecretOf(call.Http), id)).ConfigureAwait(false);
        else
            await call.Refuse(Unknown(id)).ConfigureAwait(false);
    }

    private static async Task Remove(Call call)
    {
        if (call.House.Integrations.Find(call.Part("id")) is not { } gone)
            await call.Refuse(Unknown(call.Part("id"))).ConfigureAwait(false);
        else if (await call.House.Integrations.Remove(gone, call.Caller.Actor, Record(call, "integration.remove"))
            .ConfigureAwait(false) is AppendResult.Appended)
            call.Http.Response.StatusCode = 204;
        else
            await call.Refuse(Problem.Overloaded()).ConfigureAwait(false);
    }

    private static Task Tell(Call call, Integration made, string key)
    {
        call.Http.Response.Headers.Location = $"{Permissions.Integrations}/{made.Id}";
        return call.Answer(201, json => Write(json, made, key));
    }

    private static void Write(Utf8JsonWriter json, Integration made, string? key)
    {
        json.WriteStartObject();
        json.WriteString("id", made.Id);
        json.WriteString("kind", made.Kind);
        json.WriteString("name", made.Name);
        json.WriteString("ticketPer", made.TicketPer == TicketPer.Alert ? "alert" : "group");
        json.WriteSome("service", made.Service);
        if (made.Interval is { } interval)
            json.WriteString("interval", Durations.Iso(interval));
        if (made.Mapping is { } mapping)
        {
            json.WritePropertyName("mapping");
            json.WriteRawValue(mapping.Text);
        }
        json.WriteString("createdAt", Rfc3339.Format(made.CreatedAt));
        if (key is not null)
        {
            json.WriteString("key", key);
            json.WriteString("path", IntegrationKinds.PathOf(made.Kind, key));
        }
        json.WriteEndObject();
    }

    private static Problem Unknown(string id) => new(
        404, "unknown-integration", "There is no such integration", $"No integration goes by {id}, or it was removed.");

    private static Task<CommandRecord?> Earlier(Call call, string key) =>
        call.House.Store.FindCommand(call.Scoped(key)!, call.House.Now);

    private static CommandRecord Record(Call call, string verb) => new()
    {
        At = call.House.Now,
        Actor = call.Caller.Actor,
        Verb = verb,
        Stream = new StreamId("access/integrations"),
        Accepted = true,
    };
}
