using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Core.Policies;
using Muster.Engine.Alerts;
using Muster.Engine.Hosting;
using Muster.Files;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;

namespace Muster.Server.Inbound;

/// <summary>How one kind of sender writes.</summary>
/// <param name="Count">How many alerts a body holds, before they are read.</param>
/// <param name="Read">What it says; null where the body is none of that sender's.</param>
internal sealed record Wire(
    string Kind,
    Func<JsonElement, Integration, int> Count,
    Func<JsonElement, Integration, Policy, string?, IReadOnlyList<AlertSignal>?> Read);

/// <summary>Where other programs send their alerts; the key in the path is the whole credential.</summary>
internal static class InboundRoutes
{
    /// <summary>Of what became of its alerts, an answer tells this many.</summary>
    private const int MostTold = 100;

    /// <summary>The outcome of an alert that never was one.</summary>
    public const string Refused = "refused";

    public static void Map(Routes routes)
    {
        var door = new AlertDoor(routes.House);
        MapKind(routes, door, new Wire(IntegrationKinds.Alertmanager, GroupedAlerts.Count, GroupedAlerts.Read));
        MapKind(routes, door, new Wire(IntegrationKinds.Grafana, GroupedAlerts.Count, GroupedAlerts.Read));
        MapKind(routes, door, new Wire(IntegrationKinds.Json, GenericJson.Count, GenericJson.Read));
        PagerDutyRoute.Map(routes, door);
        OpsgenieRoutes.Map(routes, door);
        routes.MapKeyed("POST", Permissions.Heartbeat, http => Beat(http, routes.House));
        foreach (var path in Permissions.LaterSenders)
            routes.MapKeyed("POST", path, NotBuilt);
    }

    private static void MapKind(Routes routes, AlertDoor door, Wire wire) =>
        routes.MapKeyed("POST", Permissions.InboundOf(wire.Kind), http => Take(http, routes.House, door, wire));

    private static async Task Take(HttpContext http, House house, AlertDoor door, Wire wire)
    {
        var kind = wire.Kind;
        if (house.Integrations.Recognise(kind, KeyOf(http)) is not { } from)
        {
            await ProblemWriter.Write(http, UnknownKey(kind)).ConfigureAwait(false);
            return;
        }
        if (await InboundBody.Read(http).ConfigureAwait(false) is not { } bytes)
        {
            await Refuse(http, kind, Problem.OfStatus(413) with { RetryAfter = 1 }).ConfigureAwait(false);
            return;
        }
        using var said = InboundBody.Parse(bytes);
        if (said is not null && wire.Count(said.RootElement, from) > AlertSignal.MostAlerts)
        {
            await Refuse(http, kind, TooMany).ConfigureAwait(false);
            return;
        }
        if (said is null
            || wire.Read(said.RootElement, from, house.Policies.Current, InboundBody.Delivery(http)) is not { } signals)
        {
            await Refuse(http, kind, Problem.Unreadable($"none that {kind} sends") with
            {
                Detail = $"The body is none that {kind} sends; look at the sender's documentation.",
            }).ConfigureAwait(false);
            return;
        }
        if (kind == IntegrationKinds.Json && IsDry(http))
        {
            await DryRun.Answer(http, house, from, signals).ConfigureAwait(false);
            return;
        }
        var once = new HeardOnce(
            http, house, from, bytes, 200, delivery => Refuse(http, kind, Problem.KeyReused(delivery)));
        if (await once.Earlier().ConfigureAwait(false))
            return;
        if (await door.Hear(from.Source, signals).ConfigureAwait(false) is { } answers)
            await once.Answer(json => Tell(json, signals, answers)).ConfigureAwait(false);
        else
            await ProblemWriter.Write(http, Problem.Overloaded()).ConfigureAwait(false);
    }

    /// <summary>Refuses a body of somebody whose key is good.</summary>
    private static Task Refuse(HttpContext http, string kind, Problem problem)
    {
        Measures.CountAlert(kind, Refused);
        return ProblemWriter.Write(http, problem);
    }

    private static async Task Beat(HttpContext http, House house)
    {
        if (house.Integrations.Recognise(IntegrationKinds.Heartbeat, KeyOf(http)) is not { } from)
            await ProblemWriter.Write(http, UnknownKey(IntegrationKinds.Heartbeat)).ConfigureAwait(false);
        else if (await house.Alerts.Beat(from.Source).ConfigureAwait(false)
            is { Outcome: not AlertOutcome.Overloaded } answer)
        {
            if (answer.Outcome != AlertOutcome.Nothing)
                house.Tail.Written.Beat();
            await Answers.Write(http, 200, json =>
                Tell(json, [new AlertSignal(IntegrationKinds.Heartbeat)], [answer])).ConfigureAwait(false);
        }
        else
            await ProblemWriter.Write(http, Problem.Overloaded()).ConfigureAwait(false);
    }

    private static string? KeyOf(HttpContext http) => (string?)http.Request.RouteValues["key"];

    private static bool IsDry(HttpContext http) => http.Request.Query["dry"].ToString() is "1" or "true";

    private static void Tell(
        Utf8JsonWriter json, IReadOnlyList<AlertSignal> signals, IReadOnlyList<AlertAnswer> answers)
    {
        json.WriteStartObject();
        json.WriteNumber("accepted", answers.Count);
        json.WriteStartArray("items");
        foreach (var (signal, answer) in signals.Zip(answers).Take(MostTold))
        {
            json.WriteStartObject();
            json.WriteString("dedupKey", signal.Key);
            json.WriteSome("ticket", answer.Ticket);
            json.WriteString("outcome", answer.Outcome.Name());
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Problem UnknownKey(string kind) => new(
        404, "unknown-integration", "There is no such integration",
        $"No integration of kind {kind} has this key; muster integration create --kind {kind} makes one.");

    private static readonly Problem TooMany = new(
        413, "too-large", "There are too many alerts in it", $"A body may hold {AlertSignal.MostAlerts} alerts.")
    {
        RetryAfter = 1,
    };

    private static Task NotBuilt(HttpContext http) => ProblemWriter.Write(http, new Problem(
        501, "not-built", "This sender is not built yet",
        $"{http.Request.Path.Value!.Split('/')[2]} comes later; "
            + $"built are {string.Join(' ', IntegrationKinds.Built)}."));
}
