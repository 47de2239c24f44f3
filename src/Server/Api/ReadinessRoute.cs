using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.OnCall;
using Muster.Files;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>
/// Whether a page would reach somebody: shifts with a hole, and people whom nobody can tell anything.
/// </summary>
internal static class ReadinessRoute
{
    private static readonly Duration Ahead = Duration.FromDays(30);

    private sealed record Found(string Schedule, ImmutableArray<Gap> Gaps, ImmutableArray<Unreachable> Unreachable);

    public static async Task Read(Call call)
    {
        if (new Asked(call).Problem is { } problem)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var (from, policy) = (call.House.Now, call.House.Policies.Current);
        List<Found> schedules =
        [
            .. policy.Schedules.OrderBy(known => known.Key, StringComparer.Ordinal).Select(known =>
            {
                var rota = new Rota(known.Value);
                return new Found(
                    known.Key, rota.Gaps(from, from + Ahead), rota.Unreachable(from, from + Ahead, policy.People));
            }),
        ];
        var silent = policy.People.Where(person => !person.Value.CanBeTold)
            .Select(person => person.Key).Order(StringComparer.Ordinal).ToList();
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean(
                "ready", silent.Count == 0 && schedules.All(found => found is { Gaps: [], Unreachable: [] }));
            json.WriteSome("from", from);
            json.WriteSome("to", from + Ahead);
            json.WriteStartArray("withoutContact");
            foreach (var person in silent)
                json.WriteStringValue(person);
            json.WriteEndArray();
            json.WriteStartArray("schedules");
            foreach (var found in schedules)
                Write(json, found);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, Found found)
    {
        json.WriteStartObject();
        json.WriteString("schedule", found.Schedule);
        json.WriteStartArray("gaps");
        foreach (var gap in found.Gaps)
        {
            json.WriteStartObject();
            json.WriteSome("from", gap.From);
            json.WriteSome("to", gap.To);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("unreachable");
        foreach (var missing in found.Unreachable)
        {
            json.WriteStartObject();
            json.WriteString("person", missing.Person);
            json.WriteBoolean("known", missing.Known);
            json.WriteSome("from", missing.First.From);
            json.WriteSome("to", missing.First.To);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
