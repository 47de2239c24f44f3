using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

internal sealed record ModelStep(List<string> Notify, long After, HashSet<string>? Priorities);

internal sealed record ModelPlan(string Name, List<ModelStep> Steps, int Repeat, long RepeatAfter,
    HashSet<string> Priorities, long AckTimeout, List<string> LastResort);

internal sealed record ModelTeam(string Name, string? Tier, string? Lead, List<string> Members, string? Schedule,
    string? Paging, string? EscalatesTo);

/// <summary>CONTRACT's people, teams, services, schedules and paging: whom a ticket pages, and whom a target means.
/// </summary>
internal sealed class ModelPaging
{
    private readonly Dictionary<string, JsonObject> people;
    private readonly Dictionary<string, ModelTeam> teams;
    private readonly Dictionary<string, ModelPlan> plans;
    private readonly Dictionary<string, ModelRota> rotas;
    private readonly Dictionary<string, string?> owners;

    public ModelPaging(JsonObject policy, Func<string, string?> tierOf)
    {
        people = Named(policy, "people", (_, p) => p);
        teams = Named(policy, "teams", (name, t) => new ModelTeam(name, tierOf(name), (string?)t["lead"],
            Texts(t["members"]), (string?)t["schedule"], (string?)t["paging"], (string?)t["escalatesTo"]));
        plans = Named(policy, "paging", Plan);
        rotas = Named(policy, "schedules", (_, s) => new ModelRota(s));
        owners = Named(policy, "services", (_, s) => (string?)s["owner"]);
    }

    private static Dictionary<string, T> Named<T>(JsonObject policy, string part, Func<string, JsonObject, T> read) =>
        (policy[part] as JsonObject ?? []).ToDictionary(x => x.Key, x => read(x.Key, (JsonObject)x.Value!));

    private static List<string> Texts(JsonNode? list) => ((JsonArray?)list ?? []).Select(x => (string)x!).ToList();

    private static ModelPlan Plan(string name, JsonObject p) => new(name,
        ((JsonArray)p["steps"]!).Select(s => new ModelStep(Texts(s!["notify"]), Span(s["after"], "0m"),
            s["priorities"] is { } some ? Texts(some).ToHashSet() : null)).ToList(),
        (int?)p["repeat"] ?? 0, Span(p["repeatAfter"], "5m"),
        (p["priorities"] is { } those ? Texts(those) : ["P1"]).ToHashSet(), Span(p["ackTimeout"], "30m"),
        Texts(p["lastResort"]));

    private static long Span(JsonNode? text, string otherwise) => Iso.Duration((string?)text ?? otherwise);

    /// <summary>E4: the VIP mark of a person of that name.</summary>
    public bool IsVip(string? name) =>
        name is not null && people.TryGetValue(name, out var person) && (bool?)person["vip"] == true;

    /// <summary>The plan that pages a ticket as it stands now; null when there is none.</summary>
    public ModelPlan? For(ModelTicket k, bool escalated)
    {
        var ways = TeamsFor(k, escalated).Where(t => t.Paging is not null);
        return ways.Select(t => plans[t.Paging!]).FirstOrDefault();
    }

    private IEnumerable<ModelTeam> TeamsFor(ModelTicket k, bool escalated)
    {
        var name = k.Team ?? (k.Service is null ? null : owners.GetValueOrDefault(k.Service));
        ModelTeam? own = null;
        if (name is not null && teams.TryGetValue(name, out own))
        {
            // ADR 4: one without a tier stands in any; E8: an escalation alerts the next tier first
            if (own.Tier == k.Tier || (own.Tier is null && !escalated)) yield return own;
            if (own.EscalatesTo is { } next && teams.TryGetValue(next, out var above) && above.Tier == k.Tier)
                yield return above;
        }
        if (teams.TryGetValue(k.Tier, out var called)) yield return called;
        foreach (var team in teams.Values.OrderBy(t => t.Name, StringComparer.Ordinal))
            if (team.Tier == k.Tier) yield return team;
        if (own is not null && own.Tier is null) yield return own;
    }

    /// <summary>Who of these can be told at this instant, in the order of the targets, each once.</summary>
    public List<string> Reached(List<string> targets, long t) =>
        targets.SelectMany(target => Meant(target, t)).Distinct().Where(CanBeTold).ToList();

    private bool CanBeTold(string name)
    {
        if (people.Count == 0) return true; // ADR 4: where nobody is listed, names are taken as they stand
        if (!people.TryGetValue(name, out var person)) return false;
        string[] all = ["mail", "slack", "phone", "webhook"];
        var ways = person["contact"] is { } some ? Texts(some) : [.. all];
        return ways.Any(way => person[way] is not null);
    }

    private IEnumerable<string> Meant(string target, long t)
    {
        var kind = target[..target.IndexOf(':')];
        var name = target[(kind.Length + 1)..];
        return kind switch
        {
            "person" => [name],
            "schedule" => rotas[name].OnCall(t),
            "role" => people.Where(p => Texts(p.Value["roles"]).Contains(name)).Select(p => p.Key)
                .OrderBy(p => p, StringComparer.Ordinal),
            "team" when teams.TryGetValue(name, out var team) => OfTeam(team, t),
            _ => [],
        };
    }

    // E8: on-call and lead; without a schedule all members and the lead
    private IEnumerable<string> OfTeam(ModelTeam team, long t) =>
        (team.Schedule is { } schedule ? rotas[schedule].OnCall(t) : team.Members)
            .Concat(team.Lead is { } lead ? [lead] : []);
}
