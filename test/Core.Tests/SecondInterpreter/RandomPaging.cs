using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>People, teams, services, schedules and paging laid over a policy: some cannot be told, some teams have no
/// plan, hand-overs and overrides stand near the instants of the logs.</summary>
internal sealed class RandomPaging
{
    private static readonly string[] Names = ["bo", "cy", "dee", "ana", "eli", "mute", "zed"];
    private static readonly string[] Priorities = ["P1", "P2", "P3", "P4"];
    private static readonly string[] Plans = ["night", "plain", "wide"];

    private static readonly (string Team, string Tier)[] Teams =
    [
        ("network", "tier-2"), ("desk", "tier-1"), ("tier-1", "tier-1"), ("tier-2", "tier-2"), ("tier-3", "tier-3"),
        ("other", "tier-2"), ("ops", "tier-3"), ("oracle", "vendor"), ("vendor", "vendor"), ("boss", "management"),
        ("management", "management"),
    ];

    private readonly Random random;

    private RandomPaging(Random random) => this.random = random;

    /// <summary>The same random numbers lay the same parts; what the policy says of teams already stays.</summary>
    public static void Lay(JsonObject policy, Random random)
    {
        var it = new RandomPaging(random);
        if (it.Chance(90)) policy["people"] = it.People(); // else names are taken as they stand
        policy["schedules"] = new JsonObject { ["primary"] = it.Schedule(), ["second"] = it.Schedule() };
        policy["paging"] = new JsonObject(Plans.Select(name => KeyValuePair.Create(name, (JsonNode?)it.Plan())));
        policy["teams"] = it.LaidTeams(policy["teams"] as JsonObject);
        policy["services"] = new JsonObject(((string[])["vpn", "mail", "erp"]).Where(_ => it.Chance(60)).Select(
            name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["owner"] = it.Owner(policy) })));
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private JsonArray Some(int most, params string[] from) =>
        new([.. Enumerable.Range(0, 1 + random.Next(most)).Select(_ => (JsonNode)Pick(from))]);

    private JsonObject People()
    {
        var people = new JsonObject();
        foreach (var name in Names[..^1]) // zed is on call and in no list
        {
            var person = new JsonObject();
            if (name != "mute" && Chance(70)) person["mail"] = name + "@example.org";
            if (name != "mute" && Chance(40)) person["phone"] = "+4911" + name.Length;
            if (Chance(25)) person["contact"] = Some(2, "mail", "phone", "slack");
            if (Chance(30)) person["roles"] = Some(2, "duty", "night");
            if (name == "ana" && Chance(50)) person["vip"] = Chance(80);
            people[name] = person;
        }
        return people;
    }

    private JsonObject LaidTeams(JsonObject? before)
    {
        var teams = new JsonObject();
        for (var i = 0; i < Teams.Length; i++)
        {
            var (name, tier) = Teams[i];
            if (before?.ContainsKey(name) != true && !Chance(name == "tier-1" ? 85 : 50)) continue;
            var team = before?[name]?.DeepClone() as JsonObject ?? [];
            if (name != tier && name != "other" || Chance(50)) team["tier"] = tier;
            if (Chance(70)) team["paging"] = Pick(Plans);
            if (Chance(40)) team["schedule"] = Pick(["primary", "second"]);
            if (Chance(50)) team["lead"] = Pick(Names);
            if (Chance(60)) team["members"] = Some(3, Names);
            team["escalatesTo"] = Chance(40) ? Above(tier) : null;
            if (team["escalatesTo"] is null) team.Remove("escalatesTo");
            teams[name] = team;
        }
        foreach (var team in teams.Where(t => t.Value!["escalatesTo"] is not null).ToList())
        {
            var next = (string)team.Value!["escalatesTo"]!;
            if (!teams.ContainsKey(next) && Array.IndexOf(ModelPolicy.Tiers, next) < 0)
                ((JsonObject)team.Value).Remove("escalatesTo");
        }
        return teams;
    }

    // always of a higher tier, so that no ring is drawn
    private string Above(string tier)
    {
        var higher = Teams.Where(t => Array.IndexOf(ModelPolicy.Tiers, t.Tier) > Array.IndexOf(ModelPolicy.Tiers, tier))
            .Select(t => t.Team).ToList();
        return higher.Count == 0 ? "" : Pick(higher);
    }

    private string Owner(JsonObject policy)
    {
        var teams = ((JsonObject)policy["teams"]!).Select(t => t.Key).ToList();
        return teams.Count == 0 || Chance(20) ? Pick(ModelPolicy.Tiers) : Pick(teams);
    }

    private JsonObject Plan()
    {
        var plan = new JsonObject
        {
            ["steps"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => (JsonNode)Step())]),
            ["lastResort"] = Targets(),
        };
        if (Chance(60)) plan["repeat"] = random.Next(3);
        if (Chance(30)) plan["repeatAfter"] = Pick(["1m", "15m", "PT30S", "2h"]);
        if (Chance(40)) plan["priorities"] = Some(3, Priorities);
        if (Chance(40)) plan["ackTimeout"] = Pick(["15m", "10m", "1h", "4h"]);
        return plan;
    }

    private JsonObject Step()
    {
        var step = new JsonObject { ["notify"] = Targets() };
        if (Chance(60)) step["after"] = Pick(["0m", "5m", "15m", "30m", "1h", "PT1M30S"]);
        if (Chance(20)) step["priorities"] = Some(2, Priorities);
        return step;
    }

    private JsonArray Targets() => Some(2, "schedule:primary", "schedule:second", "person:" + Pick(Names),
        "person:mute", "person:" + Pick(Names), "team:tier-1", "team:management", "role:duty", "role:nobody");

    private JsonObject Schedule()
    {
        var schedule = new JsonObject { ["zone"] = Pick(["UTC", "Europe/Berlin", "America/New_York"]) };
        if (Chance(90))
            schedule["layers"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(2)).Select(
                _ => (JsonNode)Layer())]);
        if (Chance(40))
            schedule["overrides"] = new JsonArray([.. Enumerable.Range(0, 1 + random.Next(2)).Select(
                _ => (JsonNode)Override())]);
        return schedule;
    }

    private JsonObject Layer()
    {
        var layer = new JsonObject { ["rotation"] = Pick(["hourly", "daily", "weekly", "custom"]) };
        if ((string)layer["rotation"]! == "custom") layer["shift"] = Pick(["1h30m", "45m", "36h"]);
        else if (Chance(30)) layer["every"] = 1 + random.Next(3);
        layer["start"] = Pick(
        [
            "2025-03-27T02:30", "2025-10-19T09:00", "2025-10-20T11:00", "2025-10-20T09:15Z", "2025-10-21T00:00",
            "2025-10-20T00:00+02:00",
        ]);
        if (((string)layer["start"]!).Length > 16) layer["start"] = ((string)layer["start"]!).Insert(16, ":00");
        layer["people"] = Some(3, Names);
        if (Chance(25))
            layer["only"] = JsonNode.Parse(Pick(
                ["""{"mon-fri":["08:00-18:00"]}""", """{"mon-sun":["21:00-09:30"]}""", "{}"]));
        return layer;
    }

    private JsonObject Override()
    {
        var (day, hour, length) = (20 + random.Next(6), random.Next(20), 1 + random.Next(4));
        return new JsonObject
        {
            ["from"] = $"2025-10-{day}T{hour:00}:00",
            ["to"] = Chance(50) ? $"2025-10-{day}T{hour + length:00}:00" : $"2025-10-{day + length}T{hour:00}:30",
            ["person"] = Pick(Names),
        };
    }
}
