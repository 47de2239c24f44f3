using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>Further clocks laid over a policy: several at once, with limits that fall on those of other clocks and
/// rules, own hours, matches that lines change, and further agreements that inherit, bend or add some.</summary>
internal sealed class RandomClocks
{
    private static readonly string[] Priorities = ["P1", "P2", "P3", "P4"];
    private static readonly string[] Lengths = ["15m", "30m", "1h", "1h", "2h", "2h", "4h", "6h", "8h", "1d", "3d"];
    private static readonly string[] Duties = ["1h", "4h", "1d", "3d", "8d"];

    private static readonly (string Name, string Kind)[] Clocks =
    [
        ("next-update", "next-update"), ("word", "next-update"), ("network", "team"), ("desk-time", "team"),
        ("vendor", "vendor"), ("supplier", "vendor"), ("authority", "regulatory"), ("privacy", "regulatory"),
    ];

    private static readonly string[] Calendars =
    [
        """{"zone":"Europe/Berlin","week":{"mon-fri":["09:00-12:00","13:00-17:00"]},"holidays":["2025-10-22"]}""",
        """{"zone":"America/New_York","week":{"sat-tue":["22:00-06:00"],"thu":["00:00-24:00"]}}""",
    ];

    private readonly Random random;
    private readonly string[] teams;

    private RandomClocks(Random random, string[] teams) => (this.random, this.teams) = (random, teams);

    /// <summary>The teams that the policy lists must be there already.</summary>
    public static void Lay(JsonObject policy, Random random)
    {
        string[] named = [.. (policy["teams"] as JsonObject ?? []).Select(team => team.Key)];
        if (named.Length == 0) named = ["network", "desk", "ops", "other", "oracle"];
        var it = new RandomClocks(random, [.. named, "tier-1", "tier-2", "vendor"]);
        policy["calendars"] ??= new JsonObject();
        policy["calendars"]!["day"] = JsonNode.Parse(Calendars[0]);
        policy["calendars"]!["dark"] = JsonNode.Parse(Calendars[1]);
        policy["sla"] ??= new JsonArray(new JsonObject { ["name"] = "default" });
        JsonObject? first = null;
        foreach (var entry in (JsonArray)policy["sla"]!)
        {
            if (first is null || it.Chance(60)) entry!["clocks"] = it.OfEntry(first);
            first ??= (JsonObject)entry!["clocks"]!;
        }
    }

    /// <summary>More words to tag with: those that end a duty, and some that do not.</summary>
    public static void Tag(JsonObject tags, Random random)
    {
        if (random.Next(2) == 0) tags["authority"] = random.Next(3) == 0 ? "pending" : "notified";
        if (random.Next(5) == 0) tags["regulator"] = random.Next(2) == 0 ? "told" : "unsure";
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private string Pick(string[] list) => list[random.Next(list.Length)];

    private JsonArray Some(IEnumerable<string> from, int percent) =>
        new([.. from.Where(_ => Chance(percent)).Select(x => (JsonNode)x)]);

    private JsonObject OfEntry(JsonObject? first)
    {
        var clocks = new JsonObject();
        foreach (var (name, kind) in Clocks.OrderBy(_ => random.Next()).Take(1 + random.Next(4)))
            clocks[name] = first?[name] is null ? Whole(kind) : Bent(kind);
        return clocks;
    }

    /// <summary>One that the first agreement gives: what is not said here is as there.</summary>
    private JsonObject Bent(string kind)
    {
        var clock = new JsonObject();
        if (Chance(60)) clock["targets"] = Targets(Lengths);
        if (Chance(40)) clock["calendar"] = Pick(["day", "dark", "always"]);
        if (Chance(30)) clock["warnAt"] = Some(["20%", "50%"], 70);
        if (Chance(20)) clock["match"] = Match();
        if (kind == "team" && Chance(40)) clock["teams"] = new JsonArray(Pick(teams), Pick(teams));
        if (kind == "regulatory" && Chance(40)) clock["metBy"] = JsonNode.Parse("""{"regulator":["told"]}""");
        return clock;
    }

    private JsonObject Whole(string kind)
    {
        var isDuty = kind == "regulatory";
        var clock = new JsonObject { ["kind"] = kind };
        if (Chance(isDuty ? 60 : 25)) clock["match"] = Match();
        clock["targets"] = Targets(isDuty ? Duties : Lengths);
        if (isDuty || Chance(40)) clock["calendar"] = Pick(["day", "dark", "always", "always"]);
        if (Chance(30)) clock["pauseOn"] = Some(["user", "vendor", "approval", "change"], 50);
        if (Chance(30)) clock["warnAt"] = Some(["10%", "50%", "75%", "90%", "99%"], 40);
        if (kind == "team") clock["teams"] = new JsonArray(Pick(teams), Pick(teams), Pick(teams));
        if (isDuty)
            clock["metBy"] = JsonNode.Parse(Pick(
            [
                """{"authority":["notified"]}""", """{"authority":["notified","waived"],"regulator":["told"]}""",
            ]));
        return clock;
    }

    private JsonObject Targets(string[] lengths)
    {
        var targets = new JsonObject();
        foreach (var priority in Priorities.Where(_ => Chance(65))) targets[priority] = Pick(lengths);
        if (targets.Count == 0) targets[Pick(Priorities)] = Pick(lengths);
        return targets;
    }

    private JsonNode Match() => JsonNode.Parse(Pick(
    [
        """{"service":["vpn","mail"]}""", """{"category":["network","access"]}""", """{"tag":{"os":["macOS","mac"]}}""",
        """{"customer":["acme"]}""", """{"service":[]}""", """{"tag":{"authority":["pending","notified"]}}""",
    ]))!;
}
