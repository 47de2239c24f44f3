using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>The verbs that leave the state: acknowledge, prioritise, links, tags, snooze, escalate, impact, major.
/// </summary>
internal sealed partial class Interpreter
{
    private void Acknowledge(ModelTicket k, Line line)
    {
        var who = (line.By ?? "").ToLowerInvariant(); // lines without an actor count as one person
        if (k.Acknowledged.Contains(who)) return; // L1
        var forced = Forced(k.State != S.Closed, line);
        Begin(k, "acknowledged", line.At).EndByLine(line, forced);
        k.Acknowledged.Add(who);
        AnswerPage(k, line.At);
        Meet(k, k.Response, line.At);
    }

    private void Prioritise(ModelTicket k, Line line)
    {
        var priority = line.Text("priority")!;
        if (priority == k.Priority) return; // L1; open: to the provisional one writes nothing, it stays provisional
        var forced = Forced(k.State != S.Closed, line);
        Begin(k, "reprioritised", line.At).Put("from", k.Priority).Put("to", priority)
            .Put("reason", line.Text("reason")).EndByLine(line, forced);
        k.OwnPriority = priority;
    }

    // ---- links (L9) ----

    /// <summary>One relation has one name: A parent B is B child A, A blocked-by B is B blocks A, relates has no
    /// direction.</summary>
    private static (string Kind, string From, string To) Relation(string ticket, string to, string kind)
    {
        string a = ticket.ToLowerInvariant(), b = to.ToLowerInvariant();
        return kind switch
        {
            "child" => ("parent", a, b), // to becomes the child of ticket
            "parent" => ("parent", b, a),
            "blocks" => ("blocks", a, b),
            "blocked-by" => ("blocks", b, a),
            "relates" when string.CompareOrdinal(a, b) > 0 => ("relates", b, a),
            _ => (kind, a, b),
        };
    }

    private bool HasOpenChild(ModelTicket k) => links.Any(l =>
        l.Kind == "parent" && Same(l.From, k.Key) && byKey.TryGetValue(l.To, out var child) && child.Open);

    /// <summary>An unknown `to` or itself is invalid; the key as it was opened.</summary>
    private string OtherEnd(ModelTicket k, Line line, string kind)
    {
        var to = line.Text("to")!;
        if (kind is "in-problem" or "by-change") return to; // any
        if (!byKey.TryGetValue(to, out var other) || other == k) throw Invalid();
        return other.Key;
    }

    private bool Leads(string kind, string from, string to) =>
        from == to || links.Any(l => l.Kind == kind && l.From == from && Leads(kind, l.To, to));

    private void Link(ModelTicket k, Line line)
    {
        var kind = line.Text("kind") ?? "relates";
        var to = OtherEnd(k, line, kind);
        var relation = Relation(k.Key, to, kind);
        if (links.Contains(relation)) return; // L1
        if (relation.Kind is "parent" or "blocks" && Leads(relation.Kind, relation.To, relation.From))
            throw Invalid(); // a cycle
        var forced = Forced(k.State != S.Closed, line);
        Begin(k, "linked", line.At).Put("to", to).Put("kind", kind).EndByLine(line, forced);
        links.Add(relation);
    }

    private void Unlink(ModelTicket k, Line line)
    {
        var kind = line.Text("kind") ?? "relates";
        var to = OtherEnd(k, line, kind);
        var relation = Relation(k.Key, to, kind);
        if (!links.Contains(relation)) return; // L1
        var forced = Forced(k.State != S.Closed, line); // open: unlink is not in the table; read: as link
        Begin(k, "unlinked", line.At).Put("to", to).Put("kind", kind).EndByLine(line, forced);
        links.Remove(relation);
    }

    private void Merge(ModelTicket k, Line line)
    {
        var to = OtherEnd(k, line, "duplicate");
        var relation = Relation(k.Key, to, "duplicate");
        var linked = links.Contains(relation);
        if (k.State == S.Closed && k.Code == "duplicate" && linked && (line.Text("text") ?? k.Text) == k.Text)
            return; // L1
        var forced = Forced(k.Open, line);
        forced |= Forced(!HasOpenChild(k), line, "child-open"); // refused whole
        if (!linked) // open: a merge along a link that is there already writes `closed` only
        {
            Begin(k, "linked", line.At).Put("to", to).Put("kind", "duplicate").EndByLine(line, forced);
            links.Add(relation);
        }
        DoClose(k, line, "duplicate", forced);
    }

    // ---- tag, snooze, escalate ----

    private void Tag(ModelTicket k, Line line)
    {
        var changed = new JsonObject();
        foreach (var (name, value) in (JsonObject)line.Json["tags"]!)
            if (k.Tags.GetValueOrDefault(name) != (string)value!) changed[name] = value!.DeepClone();
        if (changed.Count == 0) return; // L1
        var forced = Forced(k.State != S.Closed, line);
        Begin(k, "tagged", line.At).Put("tags", changed).EndByLine(line, forced);
        foreach (var (name, value) in changed) k.Tags[name] = (string)value!;
    }

    private void SnoozeTicket(ModelTicket k, Line line)
    {
        var until = line.Instant("until")!.Value;
        var reason = line.Text("reason");
        if (k.Snoozed(line.At) && k.Snooze!.Value == (until, reason)) return; // L1
        if (until <= line.At && !k.Snoozed(line.At)) throw Invalid(); // E11: none runs; a past until
        var forced = Forced(k.State != S.Closed, line);
        Begin(k, "snoozed", line.At).Put("until", Iso.Instant(until)).Put("reason", reason).EndByLine(line, forced);
        if (until <= line.At) EndSnooze(k, line.At);
        else k.Snooze = (until, reason);
    }

    // E6
    private void Escalate(ModelTicket k, Line line)
    {
        var to = line.Text("to");
        var stands = Array.IndexOf(ModelPolicy.Tiers, k.Tier);
        var wanted = to is null ? stands + 1 : Array.IndexOf(ModelPolicy.Tiers, to);
        if (line.Instant("asOf") is { } asOf && k.EscalatedAt > asOf) return;
        if (wanted < stands) throw Invalid(); // a lower tier
        to ??= policy.Above(k.Tier);
        var reference = line.Text("reference"); // E9: the vendor's own, kept as a tag
        if (reference is not null && to != "vendor") throw Invalid();
        var isNew = reference is not null && k.Tags.GetValueOrDefault("vendor-reference") != reference;
        // open: to the tier where it stands is no higher one; read: L1, nothing is written; at management E9 writes
        var rises = wanted != stands || k.Tier == "management";
        if (!rises && !isNew) return;
        var forced = Forced(k.State != S.Closed, line);
        if (rises) Rise(k, to, line, forced);
        if (!isNew) return;
        Begin(k, "tagged", line.At).Put("tags", new JsonObject { ["vendor-reference"] = reference })
            .EndByLine(line, forced);
        k.Tags["vendor-reference"] = reference!;
    }

    private void Rise(ModelTicket k, string to, Line line, bool forced)
    {
        Begin(k, "escalated", line.At, "E6").Put("trigger", "manual").Put("from", k.Tier).Put("to", to)
            .Put("reason", line.Text("reason")).EndByLine(line, forced);
        Escalated(k, to, line.At); // open: a second one by hand in one instant is written too, E10 stops only rules
    }

    // ---- impact, declare, stand-down: not in the table of section 2 ----
    // open: read: so the table forbids them in no state; they are no activity

    private void Impact(ModelTicket k, Line line)
    {
        var changed = false;
        var e = Begin(k, "impact-stated", line.At);
        foreach (var name in FieldsOf["impact"].Split(' '))
        {
            if (line.Json[name] is not { } value) continue;
            e.Put(name, value);
            changed |= !k.Impact.TryGetValue(name, out var old) || !JsonNode.DeepEquals(old, value);
        }
        if (!changed) return; // L1
        e.EndByLine(line, false);
        foreach (var name in FieldsOf["impact"].Split(' '))
            if (line.Json[name] is { } value) k.Impact[name] = value.DeepClone();
    }

    private void Declare(ModelTicket k, Line line)
    {
        var severity = line.Text("severity");
        if (k.Major && (severity ?? k.Severity) == k.Severity) return; // L1
        Begin(k, "declared", line.At).Put("severity", severity).EndByLine(line, false);
        k.Major = true; // S3: a paused clock starts
        k.Severity = severity ?? k.Severity;
    }

    private void StandDown(ModelTicket k, Line line)
    {
        if (!k.Major) return; // open: L1, nothing would change
        Begin(k, "stood-down", line.At).EndByLine(line, false);
        k.Major = false; // S3: a ticket still Pending pauses again from here
        k.Severity = null;
    }
}
