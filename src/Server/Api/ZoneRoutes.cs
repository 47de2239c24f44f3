using System.Text.Json;
using Muster.Core.Calendars;
using Muster.Engine.Policies;
using Muster.Engine.Zones;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;

namespace Muster.Server.Api;

/// <summary>The zone data that clocks are counted by, what it moved, and what other data would move.</summary>
internal static class ZoneRoutes
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Zones, Read);
        routes.Map("POST", Permissions.ZonesForeseen, Foresee);
    }

    private static async Task Read(Call call)
    {
        var asked = new Asked(call, "version");
        var (wanted, versions) = (asked.Text("version"), call.House.Zones.Versions);
        var found = wanted is null
            ? versions[^1]
            : versions.LastOrDefault(version => version.Name == wanted || version.Version == wanted);
        var problem = asked.Problem ?? (found is null
            ? new Problem(
                404, "not-found", "There is no such zone data", $"No zone data {wanted} was ever in use here.")
            : null);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", found!.Version);
            json.WriteString("name", found.Name);
            json.WriteSome("at", found.At);
            json.WriteString("builtIn", ZoneData.BuiltIn.Version);
            json.WritePropertyName("moved");
            found.Moved.WriteTo(json);
            json.WriteStartArray("versions");
            foreach (var version in versions)
                Write(json, version);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, AdoptedZones version)
    {
        json.WriteStartObject();
        json.WriteString("version", version.Version);
        json.WriteString("name", version.Name);
        json.WriteSome("at", version.At);
        json.WriteNumber("tickets", version.Tickets);
        json.WriteNumber("shifts", version.Shifts);
        json.WriteEndObject();
    }

    /// <summary>Changes nothing: other data comes in use at a start, where a configuration names it.</summary>
    private static async Task Foresee(Call call)
    {
        var asked = new Asked(call);
        var (said, _, problem) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        var (zones, fault) = problem is null && asked.Problem is null ? Given(said) : (null, null);
        if ((problem ?? asked.Problem ?? fault) is { } refusal)
        {
            await call.Refuse(refusal).ConfigureAwait(false);
            return;
        }
        var house = call.House;
        try
        {
            var after = await PolicyBook.Load(house.Store, zones!.Zones).ConfigureAwait(false);
            var moves = await new ZoneChange(house.Store, house.Policies, after, house.Now).Foreseen()
                .ConfigureAwait(false);
            await call.Answer(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("version", zones.Zones.Version);
                json.WriteString("name", zones.Zones.Name);
                json.WriteBoolean("older", zones.Zones.IsOlderThan(house.Policies.Zones));
                json.WritePropertyName("moved");
                moves.Write(json);
                json.WriteEndObject();
            }).ConfigureAwait(false);
        }
        catch (InvalidDataException unreadable) // it lacks a zone that a policy names
        {
            await call.Refuse(Problem.Invalid(new BodyFault("data", unreadable.Message))).ConfigureAwait(false);
        }
    }

    private static (LoadedZones? Zones, Problem? Problem) Given(JsonElement said)
    {
        if (said.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => name != "data") is { } unknown)
            return (null, Problem.Invalid(new BodyFault(unknown, $"{unknown} is not known here; data is")));
        if (!said.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.String
            || !data.TryGetBytesFromBase64(out var bytes))
            return (null, Problem.Invalid(new BodyFault("data", "data must be the bytes of a tzdb*.nzd, in base64")));
        try
        {
            return (ZoneFile.Of(bytes, "data"), null);
        }
        catch (ZoneFileException fault)
        {
            return (null, Problem.Invalid(new BodyFault("data", fault.Message)));
        }
    }
}
