using System.Globalization;
using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

internal sealed record ModelTarget(long Response, long Resolution, long EscalateAt, bool EscalateWhenActive);

internal sealed record ModelSla(string Name, JsonObject? Match, BusinessTime Calendar, HashSet<string> PauseOn,
    List<int> WarnAt, string DefaultPriority, Dictionary<string, ModelTarget> Targets, List<ModelPromise> Promises);

/// <summary>One of the page's further clocks, as an entry of the agreements gives it.</summary>
internal sealed record ModelPromise(string Name, string Kind, JsonObject? Match, Dictionary<string, long> Targets,
    BusinessTime Calendar, HashSet<string> PauseOn, List<int> WarnAt, HashSet<string> Teams, JsonObject MetBy);

/// <summary>CONTRACT's policy: a JSON object laid over the shipped figures, map by map, lists replaced whole.</summary>
internal sealed class ModelPolicy
{
    private const string Shipped = """
        {"calendars":{"always":{"zone":"UTC","week":"24x7"}},
         "sla":[{"name":"default","calendar":"always","pauseOn":["user","vendor","approval"],
           "warnAt":["50%","75%","90%"],"defaultPriority":"P3","targets":{
             "P1":{"response":"15m","resolution":"4h","escalateAt":"2h","whenActive":"escalate"},
             "P2":{"response":"1h","resolution":"8h","escalateAt":"6h","whenActive":"warn"},
             "P3":{"response":"4h","resolution":"24h","escalateAt":"20h","whenActive":"warn"},
             "P4":{"response":"8h","resolution":"72h","escalateAt":"60h","whenActive":"warn"}}}],
         "escalation":{
           "stagnation":{"P1":{"inProgress":"2h","assigned":"1h"},"P2":{"inProgress":"4h","assigned":"3h"}},
           "activeWithin":{"P1":"2h","P2":"4h","P3":"4h","P4":"8h"},
           "activeEscalatesAt":"90%","afterEscalation":"50%","bouncedMoreThan":3,
           "keywords":["escalate","escalation","speak to a manager","eskalieren","escalar"],
           "negations":["no","not","don't","do not","never","without","no need"]},
         "lifecycle":{"autoClose":"7d","autoCloseNotice":"5d","autoPending":"24h","reopenWithin":"30d",
           "sameCycleWithin":"4h","holdReasons":[],
           "thanks":["thanks","thank you","thank you very much","many thanks","thx","danke","vielen dank",
             "merci","gracias","grazie"]},
         "teams":{}}
        """;

    public static readonly string[] Tiers = ["tier-1", "tier-2", "tier-3", "vendor", "management"];

    public List<ModelSla> Sla { get; } = [];
    public Dictionary<(string Priority, bool InProgress), long> Stagnation { get; } = [];
    public Dictionary<string, long> ActiveWithin { get; } = [];
    public int ActiveEscalatesAt { get; }
    public int AfterEscalation { get; }
    public int BouncedMoreThan { get; }
    public List<string[]> Keywords { get; }
    public List<string[]> Negations { get; }
    public long AutoClose { get; }
    public long AutoCloseNotice { get; }
    public long AutoPending { get; }
    public long ReopenWithin { get; }
    public long SameCycleWithin { get; }
    public HashSet<string> HoldReasons { get; } = ["user", "vendor", "approval", "change"];
    public HashSet<string> Thanks { get; }
    public bool ListsTeams { get; }
    public ModelPaging Paging { get; }
    private readonly Dictionary<string, string?> teams = [];

    public ModelPolicy(string json)
    {
        var all = (JsonObject)JsonNode.Parse(Shipped)!;
        var own = string.IsNullOrWhiteSpace(json) ? [] : (JsonObject)JsonNode.Parse(json)!;
        LayOver(all, own);
        var calendars = ((JsonObject)all["calendars"]!)
            .ToDictionary(c => c.Key, c => new BusinessTime((JsonObject)c.Value!));
        foreach (var entry in (JsonArray)all["sla"]!) Sla.Add(ReadSla((JsonObject)entry!, calendars));
        var escalation = (JsonObject)all["escalation"]!;
        foreach (var (priority, limits) in (JsonObject)escalation["stagnation"]!)
            foreach (var (state, limit) in (JsonObject)limits!)
                Stagnation[(priority, state == "inProgress")] = Span(limit);
        foreach (var (priority, limit) in (JsonObject)escalation["activeWithin"]!)
            ActiveWithin[priority] = Span(limit);
        ActiveEscalatesAt = Percent(escalation["activeEscalatesAt"]);
        AfterEscalation = Percent(escalation["afterEscalation"]);
        BouncedMoreThan = (int)escalation["bouncedMoreThan"]!;
        Keywords = Texts(escalation["keywords"]).Select(Words.Of).ToList();
        Negations = Texts(escalation["negations"]).Select(Words.Of).ToList();
        var life = (JsonObject)all["lifecycle"]!;
        AutoClose = Span(life["autoClose"]);
        AutoCloseNotice = Span(life["autoCloseNotice"]);
        AutoPending = Span(life["autoPending"]);
        ReopenWithin = Span(life["reopenWithin"]);
        SameCycleWithin = Span(life["sameCycleWithin"]);
        HoldReasons.UnionWith(Texts(life["holdReasons"]));
        Thanks = Texts(life["thanks"]).Select(Words.LettersOnly).ToHashSet();
        foreach (var (name, team) in (JsonObject)all["teams"]!) teams[name] = (string?)(team as JsonObject)?["tier"];
        ListsTeams = teams.Count > 0;
        Paging = new ModelPaging(all, TierOf);
    }

    private static void LayOver(JsonObject below, JsonObject above)
    {
        foreach (var (key, value) in above)
        {
            if (key == "sla" && value is JsonArray entries && below["sla"] is JsonArray shipped)
                below["sla"] = LaySla((JsonObject)shipped[0]!, entries);
            else if (value is JsonObject map && below[key] is JsonObject under)
                LayOver(under, map);
            else
                below[key] = value?.DeepClone();
        }
    }

    private static JsonArray LaySla(JsonObject shipped, JsonArray entries)
    {
        var result = new JsonArray();
        JsonObject? first = null;
        foreach (var entry in entries)
        {
            // open: "further entries take what they lack from the first" would give them its `match` too, and then
            // they could never count; read: everything but `match` and `name`
            var under = (JsonObject)(first ?? shipped).DeepClone();
            if (first is not null)
            {
                under.Remove("match");
                under.Remove("name");
            }
            LayOver(under, (JsonObject)entry!);
            first ??= under;
            result.Add((JsonNode)under);
        }
        return result.Count > 0 ? result : [shipped.DeepClone()];
    }

    private static ModelSla ReadSla(JsonObject e, Dictionary<string, BusinessTime> calendars)
    {
        var targets = new Dictionary<string, ModelTarget>();
        foreach (var (priority, t) in (JsonObject)e["targets"]!)
            targets[priority] = new ModelTarget(Span(t!["response"]), Span(t["resolution"]), Span(t["escalateAt"]),
                (string?)t["whenActive"] == "escalate");
        return new ModelSla((string?)e["name"] ?? "", e["match"] as JsonObject, calendars[(string)e["calendar"]!],
            Texts(e["pauseOn"]).ToHashSet(), ((JsonArray)e["warnAt"]!).Select(Percent).ToList(),
            (string)e["defaultPriority"]!, targets,
            (e["clocks"] as JsonObject ?? []).Select(c => ReadPromise(c.Key, (JsonObject)c.Value!, e, calendars))
                .ToList());
    }

    private static ModelPromise ReadPromise(string name, JsonObject c, JsonObject entry,
        Dictionary<string, BusinessTime> calendars)
    {
        var kind = (string)c["kind"]!;
        var pausedBy = c["pauseOn"] ?? (kind is "vendor" or "regulatory" ? new JsonArray() : entry["pauseOn"]);
        return new ModelPromise(name, kind, c["match"] as JsonObject,
            ((JsonObject)c["targets"]!).ToDictionary(t => t.Key, t => Span(t.Value)),
            calendars[(string)(c["calendar"] ?? entry["calendar"])!], Texts(pausedBy).ToHashSet(),
            ((JsonArray)(c["warnAt"] ?? entry["warnAt"])!).Select(Percent).ToList(),
            Texts(c["teams"] ?? new JsonArray()).ToHashSet(), c["metBy"] as JsonObject ?? []);
    }

    /// <summary>The tier a team gives: the policy's, or the team's own name where that is a tier.</summary>
    public string? TierOf(string team) =>
        teams.GetValueOrDefault(team) ?? (Array.IndexOf(Tiers, team) >= 0 ? team : null);

    /// <summary>E9: one up; where teams are listed a tier without one is skipped, management never.</summary>
    public string Above(string tier)
    {
        for (var i = Array.IndexOf(Tiers, tier) + 1; i < Tiers.Length - 1; i++)
            if (!ListsTeams || teams.Keys.Any(t => TierOf(t) == Tiers[i])) return Tiers[i];
        return "management";
    }

    /// <summary>S1: the first that matches counts.</summary>
    public ModelSla Matching(ModelTicket ticket)
    {
        foreach (var entry in Sla)
            if (Matches(entry.Match, ticket)) return entry;
        return Sla[0]; // open: what counts when none matches; read: the first entry
    }

    /// <summary>Of an entry, and of a further clock.</summary>
    public static bool Matches(JsonObject? match, ModelTicket ticket)
    {
        if (match is null) return true; // open: an entry without `match` matches all, also when it stands first
        foreach (var (key, wanted) in match)
        {
            var ok = key switch
            {
                "service" => Has(wanted, ticket.Service),
                "category" => Has(wanted, ticket.Category),
                // open: no line has a field `customer`; read: it is the tag of that name
                "customer" => Has(wanted, ticket.Tags.GetValueOrDefault("customer")),
                "tag" => ((JsonObject)wanted!).All(t => Has(t.Value, ticket.Tags.GetValueOrDefault(t.Key))),
                _ => false,
            };
            if (!ok) return false;
        }
        return true;
    }

    /// <summary>Any of the texts; an empty list matches anything.</summary>
    private static bool Has(JsonNode? wanted, string? value) => wanted is JsonArray list
        ? list.Count == 0 || list.Any(x => (string)x! == value)
        : value is not null && (string)wanted! == value;

    private static IEnumerable<string> Texts(JsonNode? list) => ((JsonArray)list!).Select(x => (string)x!);

    private static long Span(JsonNode? text) => Iso.Duration((string)text!);

    private static int Percent(JsonNode? text) =>
        int.Parse(((string)text!).TrimEnd('%'), CultureInfo.InvariantCulture);
}

/// <summary>E4's words and L4's thanks.</summary>
internal static class Words
{
    /// <summary>Whole words, any case: runs of letters, marks, digits and inner apostrophes.</summary>
    public static string[] Of(string text)
    {
        var words = new List<string>();
        var word = "";
        foreach (var rune in (text + " ").EnumerateRunes())
        {
            var c = rune.Value == 0x2019 ? "'" : rune.ToString();
            if (System.Text.Rune.IsLetterOrDigit(rune) || c == "'"
                || System.Text.Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark)
            {
                word += c;
                continue;
            }
            word = word.Trim('\'').ToLowerInvariant();
            if (word.Length > 0) words.Add(word);
            word = "";
        }
        return [.. words];
    }

    public static string LettersOnly(string text) =>
        string.Concat(text.EnumerateRunes().Where(System.Text.Rune.IsLetter)).ToLowerInvariant();

    /// <summary>Does a keyword stand in the text with no negation among the three words before it?</summary>
    public static bool Call(string? text, List<string[]> keywords, List<string[]> negations)
    {
        if (text is null) return false;
        var words = Of(text);
        for (var i = 0; i < words.Length; i++)
            foreach (var keyword in keywords)
            {
                if (!StandsAt(words, i, keyword, words.Length)) continue;
                var negated = false;
                for (var j = Math.Max(0, i - 3); j < i; j++)
                    negated |= negations.Any(n => StandsAt(words, j, n, i)); // whole inside the three words
                if (!negated) return true;
            }
        return false;
    }

    private static bool StandsAt(string[] words, int at, string[] phrase, int end)
    {
        if (phrase.Length == 0 || at + phrase.Length > end) return false;
        for (var k = 0; k < phrase.Length; k++)
            if (words[at + k] != phrase[k]) return false;
        return true;
    }
}
