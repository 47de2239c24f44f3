using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>Seeded logs in which as much as possible happens at one instant and exactly at a limit.</summary>
internal static class CrowdedLogs
{
    private static readonly string[] Policies =
    [
        "{}", "{}", "{}",
        """
        {"calendars":{"office":{
          "zone":"Europe/Berlin","week":{"mon-fri":["09:00-17:00"]},"holidays":["2025-10-22","2025-12-25"]}},
         "sla":[{"name":"default","calendar":"office"}]}
        """,
        """
        {"calendars":{"night":{
          "zone":"America/New_York","week":{"mon-sun":["20:00-04:00"]},"holidays":["2025-11-04"]}},
         "sla":[
          {"name":"vpn","match":{"service":["vpn"]},"targets":{
            "P2":{"response":"30m","resolution":"3h","escalateAt":"2h"},"P3":{"resolution":"6h","escalateAt":"4h"}}},
          {"name":"os","match":{"tag":{"os":["mac","win"]}},"calendar":"night","pauseOn":["user"]},
          {"name":"rest","defaultPriority":"P2"}]}
        """,
        """
        {"teams":{"desk":{"tier":"tier-1"},"ops":{"tier":"tier-3"},"boss":{"tier":"management"},"other":{}},
         "escalation":{
          "stagnation":{"P1":{"inProgress":"1h"},"P3":{"inProgress":"5h","assigned":"2h"}},
          "bouncedMoreThan":1,"afterEscalation":"25%"}}
        """,
        """
        {"lifecycle":{
          "holdReasons":["problem"],"autoClose":"1d","autoCloseNotice":"12h","autoPending":"2h","reopenWithin":"3d",
          "sameCycleWithin":"2h"},
         "sla":[{"name":"default","pauseOn":["user","problem"],"warnAt":["50%"],"targets":{
          "P1":{"response":"15m","resolution":"2h","escalateAt":"1h","whenActive":"warn"}}}]}
        """,
    ];

    private static readonly string[] People = ["bo", "Bo", "ana", "cy", "coordinator"];
    private static readonly string[] Teams = ["tier-1", "tier-2", "ops", "desk", "other", "vendor", "management"];
    private static readonly string[] Words =
    [
        "hello", "please escalate", "do not escalate this", "no, I want escalation now", "Thank you!", "thanks",
        "speak to a manager!", "never mind ok fine escalate",
    ];

    public static (string Log, string Policy) Make(int seed)
    {
        var random = new Random(seed);
        var policy = Policies[random.Next(Policies.Length)];
        var pages = random.Next(2) == 0;
        if (pages)
        {
            var laid = (JsonObject)JsonNode.Parse(policy)!;
            RandomPaging.Lay(laid, random);
            policy = laid.ToJsonString();
        }
        if (random.Next(3) == 0)
        {
            var laid = (JsonObject)JsonNode.Parse(policy)!;
            RandomClocks.Lay(laid, random);
            policy = laid.ToJsonString();
        }
        var at = DateTime.Parse("2025-10-20T09:00:00Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)
            .AddHours(random.Next(0, 300));
        var tickets = new List<string>();
        var log = new StringBuilder();
        var lines = random.Next(4, 40);
        for (var n = 0; n < lines; n++)
        {
            at += pages && random.Next(3) == 0 ? TimeSpan.FromMinutes(5 * random.Next(7)) : Step(random);
            if (tickets.Count == 0 || (tickets.Count < 5 && random.Next(6) == 0))
                Opening(random, tickets, log, at);
            else
                Saying(random, tickets, log, at);
            log.Append("}\n");
        }
        var end = Iso(at.AddHours(random.Next(0, 900)));
        log.Append($"{{\"at\":\"{end}\",\"do\":\"open\",\"ticket\":\"END\",\"priority\":\"P4\"}}\n");
        return (log.ToString(), policy);
    }

    private static TimeSpan Step(Random random) => random.Next(14) switch
    {
        < 4 => TimeSpan.Zero,
        4 or 5 => TimeSpan.FromMinutes(15),
        6 => TimeSpan.FromMinutes(30),
        7 => TimeSpan.FromHours(1),
        8 => TimeSpan.FromHours(2),
        9 => TimeSpan.FromHours(random.Next(1, 9)),
        10 => TimeSpan.FromHours(4),
        11 => TimeSpan.FromDays(1),
        12 => random.Next(5) switch
        {
            0 => TimeSpan.FromDays(5),
            1 => TimeSpan.FromDays(7),
            2 => TimeSpan.FromDays(30),
            3 => TimeSpan.FromMilliseconds(1),
            _ => TimeSpan.FromDays(2),
        },
        _ => TimeSpan.FromMinutes(random.Next(1, 200)),
    };

    private static void Opening(Random random, List<string> tickets, StringBuilder log, DateTime at)
    {
        var key = $"T{tickets.Count + 1}";
        tickets.Add(key);
        log.Append($"{{\"at\":\"{Iso(at)}\",\"do\":\"open\",\"ticket\":\"{key}\"");
        if (random.Next(5) != 0)
            log.Append($",\"priority\":\"P{random.Next(1, 5)}\"");
        if (random.Next(3) == 0)
            log.Append($",\"title\":\"{Pick(random, Words)}\"");
        if (random.Next(3) == 0)
            log.Append($",\"service\":\"{Pick(random, "vpn", "mail")}\"");
        if (random.Next(3) == 0)
        {
            log.Append($",\"requester\":{{\"name\":\"{Pick(random, People)}\",")
                .Append($"\"vip\":{Pick(random, "true", "false", "false")}}}");
        }
        if (random.Next(4) == 0)
            log.Append($",\"source\":\"{Pick(random, "mail", "monitoring", "phone")}\"");
        if (random.Next(4) == 0)
            log.Append($",\"tags\":{{\"os\":\"{Pick(random, "mac", "linux")}\"}}");
        if (random.Next(6) == 0)
        {
            var state = Pick(
                random, "New", "Triaged", "Assigned", "InProgress", "Pending", "Resolved", "Closed", "Reopened");
            log.Append($",\"state\":\"{state}\",\"imported\":true");
            if (state == "Pending" && random.Next(2) == 0)
                log.Append($",\"reason\":\"{Pick(random, "user", "vendor", "change")}\"");
        }
    }

    private static void Saying(Random random, List<string> tickets, StringBuilder log, DateTime at)
    {
        var key = tickets[random.Next(tickets.Count)];
        if (random.Next(12) == 0)
            key = key.ToLowerInvariant();
        var (verb, fields) = Verb(random, tickets, at);
        log.Append($"{{\"at\":\"{Iso(at)}\",\"do\":\"{verb}\",\"ticket\":\"{key}\"{fields}");
        if (random.Next(3) != 0)
            log.Append($",\"by\":\"{Pick(random, People)}\"");
        if (random.Next(15) == 0)
            log.Append($",\"key\":\"k{random.Next(3)}\"");
        if (random.Next(12) == 0)
            log.Append(",\"imported\":true");
    }

    private static (string Verb, string Fields) Verb(Random random, List<string> tickets, DateTime at)
    {
        return random.Next(42) switch
        {
            0 => ("triage", $",\"priority\":\"P{random.Next(1, 5)}\",\"team\":\"{Pick(random, Teams)}\""),
            1 => ("triage", $",\"service\":\"{Pick(random, "vpn", "mail")}\""),
            2 or 3 => ("assign", $",\"team\":\"{Pick(random, Teams)}\""),
            4 or 5 => ("assign", $",\"to\":\"{Pick(random, People)}\""),
            6 => ("assign", $",\"team\":\"{Pick(random, Teams)}\",\"to\":\"{Pick(random, People)}\""),
            7 or 8 or 9 => ("start", ""),
            10 => ("update", ""),
            11 => ("update", ",\"public\":true,\"text\":\"x\""),
            12 => ("update", ",\"auto\":true"),
            13 or 14 => ("ask", ""),
            15 or 16 => ("reply", $",\"text\":\"{Pick(random, Words)}\""),
            17 => ("reply", $",\"text\":\"{Pick(random, Words)}\",\"auto\":true"),
            18 or 19 => ("hold", $",\"reason\":\"{Pick(random, "user", "vendor", "approval", "change")}\""),
            20 => ("hold", $",\"reason\":\"{Pick(random, "user", "change")}\",\"until\":\"{Iso(at + Ahead(random))}\""),
            21 => ("resume", ""),
            22 or 23 => ("resolve", ",\"code\":\"fixed\""),
            24 => ("close", Pick(random, "", ",\"code\":\"cancelled\"", ",\"code\":\"duplicate\"")),
            25 => ("reopen", ""),
            26 or 40 or 41 => ("acknowledge", ""),
            27 or 28 => ("prioritise", $",\"priority\":\"P{random.Next(1, 5)}\""),
            29 => ("link", Other() + $",\"kind\":\"{Pick(random, "child", "parent", "blocks", "relates")}\""),
            30 => ("unlink", Other() + $",\"kind\":\"{Pick(random, "child", "parent", "relates")}\""),
            31 => ("merge", Other()),
            32 => ("tag", $",\"tags\":{Tags(random)}"),
            33 or 34 => ("snooze", $",\"until\":\"{Iso(at + Ahead(random))}\""),
            35 => ("escalate", Pick(
                random, "", ",\"to\":\"tier-3\"", ",\"to\":\"vendor\",\"reference\":\"CASE-1\"",
                ",\"to\":\"management\"", $",\"asOf\":\"{Iso(at.AddHours(-1))}\"")),
            36 => ("declare", ",\"severity\":\"SEV-1\""),
            37 => ("stand-down", ""),
            38 => ("impact", ",\"affectedUsers\":12"),
            _ => ("acknowledge", ",\"nonsense\":1"),
        };

        string Other() => $",\"to\":\"{tickets[random.Next(tickets.Count)]}\"";
    }

    private static string Tags(Random random)
    {
        var tags = new JsonObject { ["os"] = Pick(random, "mac", "linux", "win") };
        RandomClocks.Tag(tags, random);
        return tags.ToJsonString();
    }

    private static TimeSpan Ahead(Random random) => random.Next(7) switch
    {
        0 => TimeSpan.Zero,
        1 => TimeSpan.FromHours(1),
        2 => TimeSpan.FromHours(2),
        3 => TimeSpan.FromHours(4),
        4 => TimeSpan.FromMinutes(15),
        5 => TimeSpan.FromHours(8),
        _ => TimeSpan.FromHours(24),
    };

    private static string Pick(Random random, params string[] choices) => choices[random.Next(choices.Length)];

    private static string Iso(DateTime at) =>
        at.ToString(
            at.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
            CultureInfo.InvariantCulture);
}
