using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>BEHAVIOUR 1–4 and CONTRACT's "Replay log" and "Journal", told a second time, slowly and by the page.
/// It shares nothing with src/. E5 and E14 are not in it.</summary>
internal sealed partial class Interpreter
{
    private const int LongestLine = 1 << 20;

    private readonly ModelPolicy policy;
    private readonly List<ModelTicket> tickets = []; // in the order of opening
    private readonly Dictionary<string, ModelTicket> byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ModelTicket> newest = new(StringComparer.OrdinalIgnoreCase); // L4's chains
    private readonly HashSet<(string Kind, string From, string To)> links = [];
    private readonly Dictionary<string, (long At, JsonNode Body)> keys = [];
    private readonly StringBuilder journal = new();
    private readonly List<(int Line, string Code)> refused = [];
    private long? now; // the instant whose lines are being applied; what time brings at it has not come yet

    private Interpreter(string policyJson) => policy = new ModelPolicy(policyJson);

    /// <summary>The journal (without the free `reason` of automatic events) and the refusals, by line from 1.</summary>
    public static (string Journal, IReadOnlyList<(int Line, string Code)> Refused) Run(
        string logText, string policyJson, string? until = null)
    {
        var it = new Interpreter(policyJson);
        long? end = until is null ? null : Iso.Instant(until) ?? throw new FormatException("no instant: " + until);
        it.ReadAll(logText, end);
        return (it.journal.ToString(), it.refused);
    }

    private sealed class Refusal(string code) : Exception
    {
        public string Code { get; } = code;
    }

    private void ReadAll(string logText, long? until)
    {
        var number = 0;
        foreach (var text in logText.TrimStart('\uFEFF').Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(text)) continue; // blank lines are skipped
            try
            {
                var line = Readable(text);
                var at = InOrder(line);
                if (until is { } u && at > u) break; // later lines are not read
                if (now is { } before && at > before) RunTime(before, at - 1);
                now = at;
                Apply(new Line(at, line));
            }
            catch (Refusal refusal)
            {
                refused.Add((number, refusal.Code));
            }
        }
        // time ends at the last line's instant, what is due at it included; with until it runs on to it
        if (now is { } last) RunTime(last, until ?? last);
    }

    private static JsonObject Readable(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > LongestLine) throw new Refusal("unreadable");
        try
        {
            // open: a name that stands twice on a line; read: the last one counts
            var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new Refusal("unreadable");
            var line = new JsonObject();
            foreach (var p in document.RootElement.EnumerateObject())
            {
                line.Remove(p.Name);
                line[p.Name] = JsonNode.Parse(p.Value.GetRawText());
            }
            return line;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new Refusal("unreadable");
        }
    }

    // open: a line with no readable `at` is refused as invalid and moves no time; order is looked at before shape
    private long InOrder(JsonObject line)
    {
        if (line["at"] is not JsonValue v || !v.TryGetValue<string>(out var text) || Iso.Instant(text) is not { } at)
            throw new Refusal("invalid");
        if (now is { } before && at < before) throw new Refusal("out-of-order");
        return at;
    }

    /// <summary>Shape is checked before key, key before state; nothing changes before all checks have passed.</summary>
    private void Apply(Line line)
    {
        CheckShape(line);
        if (line.Key is { } key)
        {
            var body = (JsonObject)line.Json.DeepClone();
            body.Remove("at");
            body.Remove("key");
            // L7: kept for less than 72 h; open: a repeat does not renew it; names may stand in any order in the body
            if (keys.TryGetValue(key, out var known) && line.At - known.At < 72 * Iso.Hour)
            {
                if (JsonNode.DeepEquals(known.Body, body)) return; // the first answer again; nothing is written
                throw new Refusal("key-reused");
            }
            Do(line);
            keys[key] = (line.At, body); // refused commands use up no key, accepted ones that wrote nothing do
            return;
        }
        Do(line);
    }

    private void Do(Line line)
    {
        if (line.Do == "open")
        {
            if (byKey.ContainsKey(line.TicketKey)) throw new Refusal("exists");
            OpenTicket(line);
            return;
        }
        if (!byKey.TryGetValue(line.TicketKey, out var k)) throw new Refusal("unknown-ticket");
        if (line.Do == "reply") k = newest.GetValueOrDefault(k.ChainRoot, k); // L4: to the newest of its chain
        switch (line.Do)
        {
            case "triage": Triage(k, line); break;
            case "assign": Assign(k, line); break;
            case "start": Start(k, line); break;
            case "update": Update(k, line); break;
            case "ask": Ask(k, line); break;
            case "reply": Reply(k, line); break;
            case "hold": Hold(k, line); break;
            case "resume": Resume(k, line); break;
            case "resolve": Resolve(k, line); break;
            case "close": Close(k, line); break;
            case "reopen": Reopen(k, line); break;
            case "acknowledge": Acknowledge(k, line); break;
            case "prioritise": Prioritise(k, line); break;
            case "link": Link(k, line); break;
            case "unlink": Unlink(k, line); break;
            case "merge": Merge(k, line); break;
            case "tag": Tag(k, line); break;
            case "snooze": SnoozeTicket(k, line); break;
            case "escalate": Escalate(k, line); break;
            case "impact": Impact(k, line); break;
            case "declare": Declare(k, line); break;
            case "stand-down": StandDown(k, line); break;
            default: throw new InvalidOperationException(line.Do);
        }
        AfterLine(k, line);
    }

    /// <summary>What follows from any line: clocks by state, a re-target, an E4 proposal come due.</summary>
    private void AfterLine(ModelTicket k, Line line)
    {
        Settle(k, line.At);
        k.Told = false;
        SettleFurther(k, line.At); // an escalation that the line caused moved the tier
        // E11: the hold-back is over; a line at the end of a snooze that leaves Pending finds none
        if (k.State != S.Pending && (k.Snooze is null || (k.LeftPending == line.At && !k.Snoozed(line.At))))
            k.HeldRules.Clear();
    }

    /// <summary>S1, S3, S4: which policy and priority hold, and which clocks run, from this instant on.</summary>
    private void Settle(ModelTicket k, long t, bool moved = false)
    {
        SettleAgreement(k, t, out var before);
        SettleFurther(k, t); // behind the sla-met of the two, before E3 and E4
        if (moved || (before.Length > 0 && before != k.Priority)) Summon(k, t); // E12: before E4, which stands after it
        // E4: a proposal escalates when the priority becomes P1 or P2 of an open ticket
        // open: a priority raised while resolved, the ticket reopened later; read: nothing becomes P1 then
        if (before != k.Priority && k.Priority is "P1" or "P2" && k.Proposal && k.Open) TriggerE4(k, t);
    }

    private void SettleAgreement(ModelTicket k, long t, out string before)
    {
        before = k.Priority;
        k.Sla = policy.Matching(k);
        k.Priority = k.OwnPriority ?? k.Sla.DefaultPriority;
        var runs = k.Open && !(k.State == S.Pending && k.Sla.PauseOn.Contains(k.HoldReason!) && !k.Major);
        if (k.Open && (k.AppliedPriority != k.Priority || k.AppliedSla != k.Sla)) // S4: while resolved it waits
        {
            var first = k.AppliedSla is null;
            var target = k.Sla.Targets[k.Priority];
            foreach (var clock in new[] { k.Response, k.Resolution })
            {
                if (clock.Ended) continue; // met stays met, with the target it was met under
                clock.Target = clock == k.Response ? target.Response : target.Resolution;
                if (k.AppliedSla?.Calendar != k.Sla.Calendar) clock.Stop(t); // goes on in the new calendar
                clock.Retargeted = !first;
            }
            k.AppliedPriority = k.Priority;
            k.AppliedSla = k.Sla;
            k.Retargeted = !first;
        }
        foreach (var clock in new[] { k.Response, k.Resolution })
            if (runs && !clock.Ended) clock.Run(t, k.Sla.Calendar);
            else clock.Stop(t);
    }

    // ---- time ----

    /// <summary>All that time brings in [from, to], instant by instant, ticket by ticket in order of opening.</summary>
    private void RunTime(long from, long to)
    {
        for (long? t = from; t is { } at && at <= to; t = NextInstant(at))
            foreach (var k in tickets.ToArray())
                while (TimeBrings(k, at))
                {
                }
    }

    private long? NextInstant(long after)
    {
        long? best = null;
        foreach (var k in tickets)
            foreach (var t in Instants(k, after))
                if (t is { } x && x > after && (best is null || x < best)) best = x;
        return best;
    }

    /// <summary>The instants at which something could come true, too many rather than too few.</summary>
    private IEnumerable<long?> Instants(ModelTicket k, long now)
    {
        yield return k.HoldUntil;
        yield return k.Snooze?.Until;
        yield return k.AskedAt + policy.AutoPending;
        yield return k.PageDue;
        yield return k.AnsweredAt + k.Plan?.AckTimeout;
        if (k.State == S.Resolved)
        {
            yield return CloseBase(k) + policy.AutoCloseNotice;
            yield return CloseBase(k) + policy.AutoClose;
        }
        foreach (var t in FurtherInstants(k)) yield return t;
        if (!k.Open) yield break;
        foreach (var clock in new[] { k.Response, k.Resolution })
        {
            if (!clock.Running) continue;
            yield return clock.Reached(clock.Target);
            foreach (var level in k.Sla.WarnAt) yield return clock.Reached(Share(clock.Target, level));
        }
        var calendar = k.Sla.Calendar;
        if (k.Resolution.Running)
        {
            yield return k.Resolution.Reached(k.Sla.Targets[k.Priority].EscalateAt);
            yield return k.Resolution.Reached(Share(k.Resolution.Target, policy.ActiveEscalatesAt));
        }
        yield return calendar.Add(QuietSince(k), ActiveLimit(k));
        if (StagnationLimit(k) is { } limit) yield return calendar.Add(StagnantSince(k), limit);
    }

    /// <summary>A share of a duration, rounded up to the millisecond at which it is reached.</summary>
    private static long Share(long span, int percent) => (span * percent + 99) / 100;
}
