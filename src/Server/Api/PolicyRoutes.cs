using System.Text.Json;
using Muster.Engine.Policies;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Server.Access;

namespace Muster.Server.Api;

/// <summary>The policy in force, those before it, and the next one.</summary>
internal static class PolicyRoutes
{
    public static void Map(Routes routes)
    {
        routes.Map("GET", Permissions.Policies, Read);
        routes.Map("PUT", Permissions.Policies, Put);
        routes.Map("POST", Permissions.Rebase, RebaseRoute.Rebase);
    }

    private static async Task Read(Call call)
    {
        var asked = new Asked(call, "version");
        var wanted = asked.Text("version");
        var versions = call.House.Policies.Versions;
        var found = wanted is null
            ? versions[^1]
            : versions.LastOrDefault(version => version.Policy.Version == wanted);
        var problem = asked.Problem ?? (found is null
            ? new Problem(404, "not-found", "There is no such policy", $"No policy {wanted} was ever in force here.")
            : null);
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        call.Http.Response.Headers.ETag = $"\"{found!.Policy.Version}\"";
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", found.Policy.Version);
            json.WriteString("text", found.Text);
            json.WriteStartArray("versions");
            foreach (var version in versions)
                Write(json, version);
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, AdoptedPolicy version)
    {
        json.WriteStartObject();
        json.WriteString("version", version.Policy.Version);
        json.WriteSome("at", version.At);
        json.WriteSome("by", version.Actor);
        json.WriteEndObject();
    }

    private static async Task Put(Call call)
    {
        var asked = new Asked(call, "dry");
        var isDry = asked.Flag("dry");
        var (said, bytes, problem) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        var (sources, wrong) = problem is null ? PolicyOrder.Read(said) : (null, null);
        if ((problem ?? asked.Problem ?? wrong) is { } refusal)
        {
            await call.Refuse(refusal).ConfigureAwait(false);
            return;
        }
        var before = call.House.Policies.Current.Version;
        await PolicyChanges.Make(
            call, "policy.push", (bytes, null), isDry,
            _ => PolicyReader.Read(sources!, mayReadFiles: false, call.House.Policies.Zones),
            after => call.Answer(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("version", after.Policy.Version);
                json.WriteString("before", before);
                json.WriteBoolean("changed", after.Policy.Version != before);
                json.WriteSome("dry", isDry);
                json.WriteEndObject();
            })).ConfigureAwait(false);
    }
}
