using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>Nasty replay logs and policies from a seed: many things at one instant and exactly at limits, every verb
/// with every field, and lines that are wrong in every way. The same seed gives the same text.</summary>
internal sealed class RandomLogs
{
    private static readonly string[] Priorities = ["P1", "P2", "P3", "P4"];
    private static readonly string[] People = ["bo", "Bo", "cy", "dee", "ana"];
    private static readonly string[] Teams =
        ["tier-1", "tier-2", "tier-3", "vendor", "management", "network", "desk", "oracle"];
    private static readonly string[] Services = ["vpn", "mail", "erp"];
    private static readonly string[] Categories = ["network", "access", "software"];

    private static readonly string[] Texts =
    [
        "please escalate this", "do not escalate", "I don’t want to escalate", "No need to Escalate yet",
        "no, I really do think you should escalate", "Escalate!", "can I speak to a manager?",
        "bitte ESKALIEREN", "never ever once again escalate", "de-escalate", "deescalation", "without escalation",
        "thanks", "Thank you!", "Vielen Dank :-)", "thank you, but it still fails", "here you go", "still broken",
        "naïve \"quotes\" \\ and 日本 🚑", "",
    ];

    private static readonly string[] Kinds =
    [
        "relates", "duplicate", "follows", "parent", "child", "parent", "child", "blocks", "blocked-by",
        "caused-by", "in-problem", "by-change",
    ];

    private static readonly long[] Limits =
    [
        15 * Iso.Minute, 30 * Iso.Minute, Iso.Hour, 2 * Iso.Hour, 3 * Iso.Hour, 4 * Iso.Hour, 6 * Iso.Hour,
        7 * Iso.Hour + 12 * Iso.Minute, 8 * Iso.Hour, 12 * Iso.Hour, 18 * Iso.Hour, 20 * Iso.Hour,
        21 * Iso.Hour + 36 * Iso.Minute, 24 * Iso.Hour, 36 * Iso.Hour, 60 * Iso.Hour, 72 * Iso.Hour,
        5 * Iso.Day, 7 * Iso.Day, 30 * Iso.Day,
    ];

    private static readonly long[] PagingLimits =
    [
        Iso.Minute, 90 * Iso.Second, 5 * Iso.Minute, 5 * Iso.Minute, 10 * Iso.Minute, 15 * Iso.Minute, 20 * Iso.Minute,
        30 * Iso.Minute, 35 * Iso.Minute, Iso.Hour,
    ];

    private readonly Random random;
    private readonly List<string> lines = [];
    private readonly List<string> open = [];
    private readonly List<long> instants = [];
    private readonly List<JsonObject> keyed = [];
    private readonly List<string> holdReasons = ["user", "vendor", "approval", "change"];
    private readonly bool faults;
    private readonly bool imports;
    private readonly bool pages;
    private readonly bool clocks;
    private long now;

    private RandomLogs(int seed)
    {
        random = new Random(seed);
        faults = Chance(60);
        imports = Chance(25);
        pages = Chance(45);
        clocks = Chance(33);
    }

    /// <summary>A log and a policy; `until` is null three times in four.</summary>
    public static (string Log, string Policy, string? Until) Of(int seed)
    {
        var it = new RandomLogs(seed);
        var policy = it.Chance(50) ? [] : it.Policy();
        if (it.pages) RandomPaging.Lay(policy, it.random);
        if (it.clocks) RandomClocks.Lay(policy, it.random);
        var log = it.Log();
        var until = it.Chance(75) ? null : Iso.Instant(it.now + it.Pick(Limits) - it.random.Next(2));
        return (log, policy.ToJsonString(), until);
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    // ---- the log ----

    private string Log()
    {
        // a Monday; sometimes the week of a change to or from summer time in Europe
        now = Iso.Instant(Pick(["2025-10-20T09:00:00Z", "2025-10-24T14:00:00Z", "2025-03-28T15:00:00Z"]))!.Value;
        instants.Add(now);
        int tickets = 1 + random.Next(6), count = 5 + random.Next(56);
        for (var i = 0; i < count; i++)
        {
            if (i > 0) now = NextAt();
            if (faults && Chance(8)) lines.Add(Wrong());
            else if (open.Count == 0 || (open.Count < tickets && Chance(35))) Open("T" + (open.Count + 1));
            else Add(Line());
        }
        return string.Join('\n', lines) + "\n";
    }

    private long NextAt()
    {
        var roll = random.Next(100);
        var at = now;
        if (roll < 35) return now;
        if (pages && Chance(40)) // the delays of pages, and the time-out of an acknowledgement
        {
            at = instants[Math.Max(0, instants.Count - 1 - random.Next(3))] + Pick(PagingLimits);
            if (at < now) return now;
            instants.Add(at);
            return at;
        }
        if (roll < 60) at = now + (1 + random.Next(8)) * Pick([15 * Iso.Minute, 30 * Iso.Minute, Iso.Hour]);
        else if (roll < 90)
        {
            at = instants[Math.Max(0, instants.Count - 1 - random.Next(4))] + Pick(Limits);
            if (Chance(25)) at += Chance(50) ? 1 : -1;
        }
        else if (roll < 97) at = now + random.Next(1, 20 * 3600 * 1000);
        else at = now + (29 + random.Next(4)) * Iso.Day;
        if (at < now) return now;
        instants.Add(at);
        return at;
    }

    private string At(long at) => Chance(3)
        ? Iso.Instant(at).TrimEnd('Z').Split('.')[0] + "." + (at % 1000).ToString("000") + "9Z" // finer is cut off
        : Iso.Instant(at);

    private string Some(string key) => Chance(10) ? key.ToLowerInvariant() : key;

    private string Ticket() => Chance(4) ? Pick(open) + "/2" : Some(Pick(open));

    private JsonObject Start(string verb, string ticket) =>
        new() { ["at"] = At(now), ["do"] = verb, ["ticket"] = ticket };

    private void Add(JsonObject line)
    {
        if (Chance(50)) line["by"] = Chance(4) ? "coordinator" : Pick(People);
        if (imports && Chance(30)) line["imported"] = true;
        if (Chance(8))
        {
            line["key"] = Chance(85) ? "k" + random.Next(1000) : "k1";
            keyed.Add((JsonObject)line.DeepClone());
        }
        else if (keyed.Count > 0 && Chance(8))
        {
            line = (JsonObject)Pick(keyed).DeepClone();
            line["at"] = At(now);
            if (Chance(20)) line["by"] = "someone-else";
        }
        lines.Add(line.ToJsonString());
    }

    private void Open(string key)
    {
        var line = Start("open", key);
        open.Add(key);
        if (Chance(80)) line["priority"] = pages && Chance(50) ? "P1" : Pick(Priorities);
        if (Chance(60)) line["title"] = Pick(Texts);
        if (Chance(20)) line["description"] = Pick(Texts);
        if (Chance(20)) line["text"] = Pick(Texts);
        if (Chance(60)) line["service"] = Pick(Services);
        if (Chance(30)) line["category"] = Pick(Categories);
        if (Chance(30)) line["source"] = Pick(["mail", "portal", "chat", "phone", "sms", "walk-in", "monitoring"]);
        if (Chance(20)) line["affectedUsers"] = random.Next(200);
        if (Chance(50))
        {
            line["requester"] = new JsonObject { ["name"] = Pick(["ana", "Eve"]) };
            if (Chance(70)) line["requester"]!["vip"] = Chance(30);
        }
        if (Chance(30)) line["tags"] = Tags();
        if (imports && Chance(50))
        {
            line["imported"] = true;
            line["state"] = Pick(Enum.GetNames<S>());
            if ((string)line["state"]! == "Pending" && Chance(60)) line["reason"] = Pick(holdReasons);
        }
        Add(line);
    }

    private JsonObject Tags()
    {
        var tags = new JsonObject();
        if (Chance(60)) tags["os"] = Pick(["macOS", "linux"]);
        if (Chance(60)) tags["customer"] = Pick(["acme", "globex"]);
        if (clocks) RandomClocks.Tag(tags, random);
        if (tags.Count == 0) tags["site"] = "berlin";
        return tags;
    }

    private string Later() => Iso.Instant(now + (Chance(60) ? Pick(Limits) : (1 + random.Next(8)) * 15 * Iso.Minute));

    private JsonObject Line()
    {
        var key = Ticket();
        if (pages && Chance(12)) return Start("acknowledge", key);
        if (clocks && Chance(18)) return MoveClocks(key);
        switch (random.Next(34))
        {
            case 0 or 1: return Triage(key);
            case 2 or 3 or 4 or 5: return Assign(key);
            case 6 or 7 or 8: return Start("start", key);
            case 9 or 10:
                var update = Worded(Start("update", key));
                if (Chance(50)) update["public"] = Chance(90);
                if (Chance(15)) update["auto"] = Chance(90);
                return update;
            case 11 or 12: return Worded(Start("ask", key));
            case 13 or 14 or 15 or 16:
                var reply = Worded(Start("reply", key));
                if (Chance(12)) reply["auto"] = true;
                return reply;
            case 17 or 18:
                var hold = Start("hold", key);
                hold["reason"] = Pick(holdReasons);
                if (Chance(40)) hold["until"] = Later();
                return hold;
            case 19: return Start("resume", key);
            case 20 or 21:
                var resolve = Worded(Start("resolve", key));
                resolve["code"] = Pick(["fixed", "fixed", "workaround"]);
                return resolve;
            case 22:
                var close = Start("close", key);
                if (Chance(70)) close["code"] = Pick(["cancelled", "duplicate", "done"]);
                return close;
            case 23: return Reasoned(Start("reopen", key));
            case 24: return Start("acknowledge", key);
            case 25 or 26:
                var prioritise = Reasoned(Start("prioritise", key));
                prioritise["priority"] = Pick(Priorities);
                return prioritise;
            case 27:
                var link = Start(Chance(75) ? "link" : "unlink", key);
                link["to"] = Some(Pick(open));
                if (Chance(90)) link["kind"] = Pick(Kinds);
                return link;
            case 28:
                if (Chance(50)) return Impact(key);
                var merge = Worded(Start("merge", key));
                merge["to"] = Pick(open);
                return merge;
            case 29:
                var tag = Start("tag", key);
                tag["tags"] = Tags();
                return tag;
            case 30 or 31:
                var snooze = Reasoned(Start("snooze", key));
                snooze["until"] = Chance(75) ? Later() : Iso.Instant(now - random.Next(2) * Iso.Hour);
                return snooze;
            case 32:
                var escalate = Reasoned(Start("escalate", key));
                if (Chance(40)) escalate["to"] = Pick(ModelPolicy.Tiers);
                if (Chance(20)) escalate["reference"] = Pick(["CASE-1", "CASE-2"]);
                if (Chance(25)) escalate["asOf"] = Iso.Instant(Pick(instants));
                return escalate;
            default:
                var major = Start(Chance(60) ? "declare" : "stand-down", key);
                if ((string)major["do"]! == "declare") major["severity"] = Pick(["SEV-1", "SEV-2", "SEV-3"]);
                return major;
        }
    }

    /// <summary>What begins, meets and renews further clocks.</summary>
    private JsonObject MoveClocks(string key)
    {
        var line = Start(Pick(["tag", "tag", "hold", "update", "assign"]), key);
        switch ((string)line["do"]!)
        {
            case "tag": line["tags"] = Tags(); break;
            case "hold": line["reason"] = "vendor"; break;
            case "update": line["public"] = true; break;
            default: line["team"] = Pick(Teams); break;
        }
        return line;
    }

    private JsonObject Worded(JsonObject line)
    {
        if (Chance(75)) line["text"] = Pick(Texts);
        return line;
    }

    private JsonObject Reasoned(JsonObject line)
    {
        if (Chance(30)) line["reason"] = "because";
        return line;
    }

    private JsonObject Triage(string key)
    {
        var line = Start("triage", key);
        if (Chance(40)) line["category"] = Pick(Categories);
        if (Chance(40)) line["service"] = Pick(Services);
        if (Chance(50)) line["priority"] = Pick(Priorities);
        if (Chance(50)) line["team"] = Pick(Teams);
        return line;
    }

    private JsonObject Assign(string key)
    {
        var line = Start("assign", key);
        if (Chance(65)) line["team"] = Pick(Teams);
        if (!line.ContainsKey("team") || Chance(50)) line["to"] = Pick(People);
        return line;
    }

    private JsonObject Impact(string key)
    {
        var line = Start("impact", key);
        if (Chance(60)) line["affectedUsers"] = random.Next(3) * 100;
        if (Chance(30)) line["affectedShare"] = 0.25;
        if (Chance(30)) line["revenue"] = 15000;
        if (Chance(30)) line["tickets"] = 45;
        if (Chance(30)) line["dataLoss"] = Chance(50);
        if (Chance(30)) line["systems"] = new JsonArray("db", "web");
        return line;
    }

    // ---- lines that are refused ----

    private string Wrong()
    {
        var key = open.Count > 0 ? Pick(open) : "T1";
        string Plain(string verb, string more = "", string? at = null) =>
            $$"""{"at":"{{at ?? Iso.Instant(now)}}","do":"{{verb}}","ticket":"{{key}}"{{more}}}""";
        return random.Next(24) switch
        {
            0 => "{not json",
            1 => "[1,2]",
            2 => "\"text\"",
            3 => Plain("start") + " trailing",
            4 => Plain("start", ",\"colour\":\"red\""),
            5 => Plain("dance"),
            6 => Plain("resolve"),
            7 => Plain("hold"),
            8 => Plain("hold", ",\"reason\":\"lunch\""),
            9 => Plain("hold", $",\"reason\":\"user\",\"until\":\"{Iso.Instant(now - random.Next(2))}\""),
            10 => Plain("update", ",\"public\":\"yes\""),
            11 => Plain("update", at: Iso.Instant(now - 1)),
            12 => Plain("update", at: "yesterday"),
            13 => $$"""{"at":"{{Iso.Instant(now)}}","do":"start","ticket":"nobody"}""",
            14 => $$"""{"at":"{{Iso.Instant(now)}}","do":"start"}""",
            15 => $$"""{"do":"start","ticket":"{{key}}"}""",
            16 => Plain("prioritise", ",\"priority\":\"p1\""),
            17 => Plain("assign"),
            18 => Plain("link", $",\"to\":\"{key}\""),
            19 => Plain("link", ",\"to\":\"nobody\",\"kind\":\"blocks\""),
            20 => Plain("tag", ",\"tags\":[\"a\"]"),
            21 => Plain("open"),
            22 => "   ",
            _ => Plain("escalate", ",\"to\":\"tier-9\""),
        };
    }

    // ---- policies ----

    private JsonObject Policy()
    {
        var policy = new JsonObject();
        var calendars = new JsonObject
        {
            ["office"] = JsonNode.Parse("""
                {"zone":"Europe/Berlin","week":{"mon-fri":["09:00-12:00","13:00-17:00"]},
                 "holidays":["2025-10-22","2025-12-25"]}
                """),
            ["nights"] = JsonNode.Parse("""
                {"zone":"America/New_York","week":{"sat-tue":["22:00-06:00"],"thu":["00:00-24:00"]}}
                """),
        };
        policy["calendars"] = calendars;
        if (Chance(75)) policy["sla"] = Sla();
        if (Chance(50)) policy["teams"] = TeamsWithGaps();
        if (Chance(60)) policy["escalation"] = Escalation();
        if (Chance(60)) policy["lifecycle"] = Lifecycle();
        return policy;
    }

    private JsonObject Figures()
    {
        var entry = new JsonObject();
        if (Chance(60)) entry["calendar"] = Pick(["office", "office", "nights", "always"]);
        if (Chance(30)) entry["pauseOn"] = new JsonArray(holdReasons.Where(_ => Chance(50)).Select(
            x => (JsonNode)x).ToArray());
        if (Chance(20)) entry["warnAt"] = new JsonArray(Pick([(string[])["50%"], ["33%", "80%"], []]).Select(
            x => (JsonNode)x).ToArray());
        if (Chance(25)) entry["defaultPriority"] = Pick(Priorities);
        if (Chance(60))
        {
            var targets = new JsonObject();
            foreach (var p in Priorities.Where(_ => Chance(50)))
            {
                var target = new JsonObject();
                if (Chance(60)) target["response"] = Pick(["10m", "15m", "30m", "2h"]);
                if (Chance(60)) target["resolution"] = Pick(["2h", "4h", "PT6H30M", "1d"]);
                if (Chance(60)) target["escalateAt"] = Pick(["1h", "2h", "3h30m", "8h"]);
                if (Chance(30)) target["whenActive"] = Pick(["warn", "escalate"]);
                targets[p] = target;
            }
            entry["targets"] = targets;
        }
        return entry;
    }

    private JsonArray Sla()
    {
        var entries = new JsonArray();
        var matching = random.Next(4);
        for (var i = 0; i < matching; i++)
        {
            var entry = Figures();
            entry["name"] = "m" + i;
            entry["match"] = JsonNode.Parse(Pick(
            [
                """{"service":["vpn","mail"]}""", """{"category":["network"]}""", """{"customer":["acme"]}""",
                """{"tag":{"os":["macOS"]}}""", """{"service":["erp"],"category":["access","software"]}""",
            ]));
            entries.Add((JsonNode)entry);
        }
        var rest = Figures();
        rest["name"] = "rest";
        entries.Add((JsonNode)rest);
        return entries;
    }

    private JsonObject TeamsWithGaps()
    {
        var teams = new JsonObject();
        foreach (var (team, tier) in ((string, string)[])[("network", "tier-2"), ("desk", "tier-1"),
            ("oracle", "vendor"), ("tier-1", "tier-1"), ("tier-3", "tier-3")])
            if (Chance(50)) teams[team] = new JsonObject { ["tier"] = tier };
        return teams;
    }

    private JsonObject Escalation()
    {
        var e = new JsonObject();
        if (Chance(50))
            e["stagnation"] = JsonNode.Parse("""{"P1":{"inProgress":"1h"},"P3":{"inProgress":"4h","assigned":"6h"}}""");
        if (Chance(50)) e["activeWithin"] = new JsonObject { ["P2"] = "1h", ["P3"] = "30m" };
        if (Chance(30)) e["activeEscalatesAt"] = Pick(["80%", "100%"]);
        if (Chance(30)) e["afterEscalation"] = Pick(["100%", "33%"]);
        if (Chance(40)) e["bouncedMoreThan"] = random.Next(1, 3);
        if (Chance(20)) e["keywords"] = new JsonArray("still broken", "manager");
        if (Chance(20)) e["negations"] = new JsonArray("no need", "not");
        return e;
    }

    private JsonObject Lifecycle()
    {
        var l = new JsonObject();
        if (Chance(40)) l["autoClose"] = Pick(["1d", "3d"]);
        if (Chance(40)) l["autoCloseNotice"] = Pick(["1d", "12h"]);
        if (Chance(40)) l["autoPending"] = Pick(["2h", "8h"]);
        if (Chance(40)) l["reopenWithin"] = Pick(["2d", "8d"]);
        if (Chance(40)) l["sameCycleWithin"] = Pick(["1h", "12h"]);
        if (Chance(50))
        {
            l["holdReasons"] = new JsonArray("parts");
            holdReasons.Add("parts");
        }
        if (Chance(20)) l["thanks"] = new JsonArray("thanks", "here you go");
        return l;
    }
}
