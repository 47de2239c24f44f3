using System.Text.Json;
using Muster.Engine.Policies;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Server.Access;

namespace Muster.Server.Api;

/// <summary>People and teams: they stand in the policy, so each change of one is a new version of it.</summary>
internal static class DirectoryRoutes
{
    private const int LongestName = 100;

    public static void Map(Routes routes)
    {
        Map(routes, "people", "person", Permissions.People, Permissions.Person);
        Map(routes, "teams", "team", Permissions.Teams, Permissions.Team);
    }

    private static void Map(Routes routes, string section, string noun, string all, string one)
    {
        routes.Map("GET", all, call => List(call, section));
        routes.Map("GET", one, call => Read(call, section, noun));
        routes.Map("PUT", one, call => Set(call, section, noun));
        routes.Map("DELETE", one, call => Remove(call, section, noun));
    }

    private static async Task List(Call call, string section)
    {
        if (new Asked(call).Problem is { } problem)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        var part = PolicyEdit.Part(call.House.Policies.CurrentText, section);
        Tag(call);
        await call.Answer(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            if (part is { ValueKind: JsonValueKind.Object } named)
            {
                foreach (var entry in named.EnumerateObject().OrderBy(entry => entry.Name, StringComparer.Ordinal))
                    PolicyChanges.WriteNamed(json, entry.Name, entry.Value);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task Read(Call call, string section, string noun)
    {
        var name = call.Part("id");
        if (PolicyEdit.Part(call.House.Policies.CurrentText, section, name) is not { } part)
        {
            await call.Refuse(Unknown(noun, name)).ConfigureAwait(false);
            return;
        }
        Tag(call);
        await call.Answer(200, json => PolicyChanges.WriteNamed(json, name, part)).ConfigureAwait(false);
    }

    private static async Task Set(Call call, string section, string noun)
    {
        var name = call.Part("id");
        var (said, bytes, problem) = await Bodies.ReadObject(call.Http).ConfigureAwait(false);
        if (name.Length > LongestName || string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl))
            problem = Problem.Invalid(new BodyFault("id", $"a {noun} is named by 1 to {LongestName} characters"));
        if (problem is not null)
        {
            await call.Refuse(problem).ConfigureAwait(false);
            return;
        }
        await PolicyChanges.Make(
            call, $"{noun}.set", (bytes, null), isDry: false,
            before => PolicyEdit.Put(
                PolicyText.NameOf(before.Policy.Version), before.Text, [section, name], said,
                before.Policy.Zones),
            after => call.Answer(200, json => PolicyChanges.WriteNamed(
                json, name, PolicyEdit.Part(after.Text, section, name) ?? said)))
            .ConfigureAwait(false);
    }

    private static async Task Remove(Call call, string section, string noun)
    {
        var name = call.Part("id");
        if (PolicyEdit.Part(call.House.Policies.CurrentText, section, name) is null)
        {
            await call.Refuse(Unknown(noun, name)).ConfigureAwait(false);
            return;
        }
        var policy = call.House.Policies.Current;
        var named = (noun == "team"
            ? StillNamed.Team(policy, name, call.House.Now)
            : StillNamed.Person(policy, name, call.House.Now)).Order(StringComparer.Ordinal).ToList();
        if (named.Count > 0)
        {
            await call.Refuse(new Problem(409, "still-named", "Something counts on it still",
                $"{name} stands in {string.Join(", ", named.Take(10))}; change that first.")).ConfigureAwait(false);
            return;
        }
        await PolicyChanges.Make(
            call, $"{noun}.remove", ([], null), isDry: false,
            before => PolicyEdit.Put(
                PolicyText.NameOf(before.Policy.Version), before.Text, [section, name], null,
                before.Policy.Zones),
            _ =>
            {
                call.Http.Response.StatusCode = 204;
                return Task.CompletedTask;
            }).ConfigureAwait(false);
    }

    private static void Tag(Call call) =>
        call.Http.Response.Headers.ETag = $"\"{call.House.Policies.Current.Version}\"";

    private static Problem Unknown(string noun, string name) =>
        new(404, $"unknown-{noun}", $"There is no such {noun}", $"The policy in force has no {noun} {name}.");
}
