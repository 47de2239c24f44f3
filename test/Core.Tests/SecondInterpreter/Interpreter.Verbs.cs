using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>Section 2, verb by verb.</summary>
internal sealed partial class Interpreter
{
    private const string Coordinator = "coordinator";

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    /// <summary>The table of section 2: true when an import applies what it forbids; a refusal otherwise.</summary>
    private static bool Forced(bool allowed, Line line, string code = "not-allowed")
    {
        if (allowed) return false;
        if (line.Imported) return true;
        throw new Refusal(code);
    }

    private static void Active(ModelTicket k, long t)
    {
        k.LastActivity = t;
        k.ActiveSinceEscalation = true;
        EndWatch(k, t);
    }

    // ---- moving between states ----

    private void EnterPending(ModelTicket k, string reason, long? until, long t)
    {
        if (k.State != S.Pending)
        {
            // open: a forced hold of a resolved or closed ticket; read: it comes from Reopened
            k.CameFrom = k.Open ? k.State : S.Reopened;
            MoveTo(k, S.Pending, t);
        }
        k.HoldReason = reason;
        k.HoldUntil = until;
        k.AskedAt = null; // L3: hold ends the wait
    }

    private static void LeavePendingTo(ModelTicket k, S state, long t)
    {
        k.HoldReason = null;
        k.HoldUntil = null;
        k.LeftPending = t;
        k.State = state;
    }

    /// <summary>Into an open state, from wherever.</summary>
    private void MoveTo(ModelTicket k, S state, long t)
    {
        if (k.State == S.Pending && state != S.Pending) LeavePendingTo(k, state, t);
        // open: a forced start, assign, triage or hold of a resolved or closed ticket; read: S7 as for a reopening
        var reopens = !k.Open;
        k.State = state;
        if (reopens) CyclesAfterReopening(k, t);
    }

    private static void EndSnooze(ModelTicket k, long t)
    {
        k.Snooze = null;
        k.SnoozeEnded = t;
    }

    /// <summary>L13, E11: what resolving and closing end.</summary>
    private static void EndTicket(ModelTicket k, S state, long t)
    {
        if (state == S.Resolved || k.Open) k.EndedAt = t; // S7
        if (k.State == S.Pending) LeavePendingTo(k, state, t);
        if (state == S.Resolved) k.ResolvedAt = t;
        if (state == S.Closed) k.ClosedAt = t;
        k.State = state;
        k.Snooze = null;
        k.AskedAt = null;
        k.HeldRules.Clear();
        k.E3Waits = k.E4Waits = false; // E11: E3, E4, E7 are dropped
        k.E7Done |= k.Resolution.Breached;
        EndPaging(k);
    }

    // S7
    private void CyclesAfterReopening(ModelTicket k, long t)
    {
        if (t - k.EndedAt <= policy.SameCycleWithin)
        {
            k.Resolution.Ended = k.Resolution.Cancelled = false; // its sla-met is withdrawn
            k.Resolution.Reopened = true;
            if (!k.Response.Cancelled) return;
            k.Response.Ended = k.Response.Cancelled = false; // goes on with the time it had
            k.Response.Reopened = true;
            return;
        }
        k.Resolution.NextCycle();
        foreach (var clock in k.Further.Values.Where(c => c.HasCounted && !c.Counts)) clock.NextCycleWaits = true;
        k.E1Warned = k.E1Escalated = k.E7Done = k.EscalatedInCycle = false;
        if (k.Response.Cancelled) k.Response.NextCycle();
        k.AppliedSla = null; // full targets of the present priority, no re-target
    }

    // ---- open ----

    private void OpenTicket(Line line)
    {
        var k = new ModelTicket(line.TicketKey, line.At)
        {
            Title = line.Text("title"),
            Service = line.Text("service"),
            Category = line.Text("category"),
            Requester = line.Json["requester"] as JsonObject,
            OwnPriority = line.Text("priority"),
        };
        foreach (var (name, value) in line.Json["tags"] as JsonObject ?? []) k.Tags[name] = (string)value!;
        if (line.Json["affectedUsers"] is { } users) k.Impact["affectedUsers"] = users.DeepClone();
        Add(k);
        // open: a `state` without `imported: true` is taken all the same
        if (line.Text("state") is { } state) k.State = Enum.Parse<S>(state);
        WriteOpened(k, line, line.Has("state"));
        if (line.Has("state")) // L12
        {
            if (k.State == S.Pending)
            {
                k.CameFrom = S.New;
                k.HoldReason = line.Text("reason") ?? "user";
            }
            if (k.State is S.InProgress or S.Reopened or S.Resolved or S.Closed) k.Response.Ended = true;
            if (!k.Open)
            {
                k.Resolution.Ended = true;
                // open: the 4 h of S7 count from `at` too, like L2 and the 30 days
                k.ResolvedAt = k.ClosedAt = k.EndedAt = line.At;
            }
            Settle(k, line.At);
            return;
        }
        Settle(k, line.At);
        Summon(k, line.At);
        OpeningE4(k, line.At, line.Text("source"), line.Text("title"), line.Text("description"), line.Text("text"));
        SettleFurther(k, line.At);
    }

    private void OpeningE4(ModelTicket k, long t, string? source, params string?[] words)
    {
        // ADR 4: where the line does not say, the mark of the person of that name
        if (k.Vip || (k.Requester?["vip"] is null && policy.Paging.IsVip(k.RequesterName))) TriggerE4(k, t);
        else if (source is null or "mail" or "portal" or "chat" or "phone" or "sms" or "walk-in") Words4(k, t, words);
    }

    private void Add(ModelTicket k)
    {
        tickets.Add(k);
        byKey[k.Key] = k;
    }

    // ---- triage, assign, start ----

    private void Triage(ModelTicket k, Line line)
    {
        string? team = line.Text("team"), priority = line.Text("priority");
        var tier = team is null ? k.Tier : policy.TierOf(team) ?? k.Tier;
        if (k.State == S.Triaged && (line.Text("category") ?? k.Category) == k.Category
            && (line.Text("service") ?? k.Service) == k.Service && (priority ?? k.Priority) == k.Priority
            && (team ?? k.Team) == k.Team && tier == k.Tier) return; // L1
        var forced = Forced(k.State == S.New, line);
        Begin(k, "triaged", line.At).Put("category", line.Text("category")).Put("service", line.Text("service"))
            .Put("priority", priority).Put("team", team).EndByLine(line, forced);
        k.Category = line.Text("category") ?? k.Category;
        k.Service = line.Text("service") ?? k.Service;
        k.OwnPriority = priority ?? k.OwnPriority;
        var moved = tier != k.Tier || (team ?? k.Team) != k.Team;
        k.Team = team ?? k.Team; // open: the person stays, L11 speaks of assign only
        k.Tier = tier;
        MoveTo(k, S.Triaged, line.At);
        Active(k, line.At);
        Settle(k, line.At, moved);
    }

    private void Assign(ModelTicket k, Line line)
    {
        var team = line.Text("team") ?? k.Team; // L11: without a team it keeps the team
        var sameTeam = team == k.Team;
        var person = line.Text("to") ?? (sameTeam ? k.Person : null);
        // open: a person named without a team leaves the tier, also where the kept team has one
        var tier = line.Text("team") is { } named ? policy.TierOf(named) ?? k.Tier : k.Tier;
        var from = k.State == S.Pending ? k.CameFrom : k.State;
        var state = from == S.InProgress && sameTeam ? S.InProgress : S.Assigned;
        if (k.Open && state == from && sameTeam && person == k.Person && tier == k.Tier) return; // L1
        var forced = Forced(k.Open, line);
        Begin(k, "assigned", line.At).Put("team", line.Text("team")).Put("to", line.Text("to"))
            .Put("tier", tier != k.Tier ? tier : null).EndByLine(line, forced);
        var bounced = (k.Team is not null && !sameTeam)
            || (k.Person is not null && line.Text("to") is { } to && to != k.Person);
        if (k.AssignedBefore && k.AssignedSinceEscalation && bounced) k.Bounces++; // E3
        k.AssignedBefore = k.AssignedSinceEscalation = true;
        var moved = !sameTeam || tier != k.Tier;
        k.Team = team;
        k.Person = person;
        k.Tier = tier;
        if (k.State == S.Pending) k.CameFrom = state; // Pending stays Pending
        else MoveTo(k, state, line.At);
        Active(k, line.At);
        Settle(k, line.At, moved);
        if (k.Bounces <= policy.BouncedMoreThan) return;
        k.Bounces = 0; // E3: the count begins at 0 there, also when held back or swallowed
        Fire(k, "E3", "bounced", line.At);
    }

    private void Start(ModelTicket k, Line line)
    {
        if (k.State == S.InProgress) return; // L1
        var forced = Forced(k.State is S.New or S.Triaged or S.Assigned or S.Reopened, line);
        Begin(k, "started", line.At).EndByLine(line, forced);
        var reopens = !k.Open;
        MoveTo(k, S.InProgress, line.At);
        if (reopens) Settle(k, line.At);
        Meet(k, k.Response, line.At); // S5
        EndPaging(k);
        Active(k, line.At);
    }

    // ---- update, ask, reply ----

    private void Update(ModelTicket k, Line line)
    {
        // open: `public: false` on a line is not written, it is the default
        Begin(k, "updated", line.At).True("public", line.Flag("public")).True("machine", line.Flag("auto"))
            .Put("text", line.Text("text")).EndByLine(line, false);
        if (line.Flag("auto") || Same(line.By, Coordinator)) return; // no activity and no response
        Active(k, line.At);
        StartByAssignee(k, line);
        if (!line.Flag("public") || ByRequester(k, line)) return;
        Meet(k, k.Response, line.At);
        k.Told = true;
    }

    private void Ask(ModelTicket k, Line line)
    {
        var forced = Forced(k.State != S.Closed, line);
        Begin(k, "asked", line.At).Put("text", line.Text("text")).EndByLine(line, forced);
        Active(k, line.At);
        StartByAssignee(k, line);
        if (!ByRequester(k, line))
        {
            Meet(k, k.Response, line.At);
            k.Told = true;
        }
        k.AskedAt = line.At; // L3: the newest ask
    }

    private static bool ByRequester(ModelTicket k, Line line) =>
        line.By is not null && Same(line.By, k.RequesterName); // S5

    // L10: in Reopened an update or ask by the assignee makes it InProgress
    private void StartByAssignee(ModelTicket k, Line line)
    {
        if (k.State != S.Reopened || k.Person is null || !Same(line.By, k.Person)) return;
        Begin(k, "started", line.At, "L10").EndByItself();
        MoveTo(k, S.InProgress, line.At);
        EndPaging(k);
    }

    // L4
    private void Reply(ModelTicket k, Line line)
    {
        var t = line.At;
        var machine = line.Flag("auto");
        Begin(k, "replied", t).True("machine", machine).Put("text", line.Text("text")).EndByLine(line, false);
        if (machine) return; // recorded, does nothing else
        Active(k, t);
        k.AskedAt = null; // L3
        var thanks = line.Text("text") is { } text && policy.Thanks.Contains(Words.LettersOnly(text));
        if (!thanks && k.State == S.Pending && k.HoldReason == "user")
        {
            Begin(k, "resumed", t, "L4").EndByItself();
            LeavePendingTo(k, k.CameFrom, t);
        }
        else if (!thanks && k.State == S.Closed && t - k.ClosedAt > policy.ReopenWithin)
        {
            FollowUp(k, line);
            return; // open: thanks to a ticket closed for longer opens nothing
        }
        else if (!thanks && !k.Open)
        {
            Begin(k, "reopened", t, "L4").EndByItself();
            DoReopen(k, t);
        }
        Settle(k, t);
        Words4(k, t, line.Text("text"));
    }

    private void FollowUp(ModelTicket old, Line line)
    {
        var n = 2;
        while (byKey.ContainsKey(old.ChainRoot + "/" + n)) n++; // numbering goes on from the first
        var k = new ModelTicket(old.ChainRoot + "/" + n, line.At)
        {
            ChainRoot = old.ChainRoot,
            Title = old.Title,
            Requester = old.Requester,
            Service = old.Service,
            OwnPriority = old.OwnPriority, // open: a provisional priority stays provisional
        };
        Add(k);
        newest[old.ChainRoot] = k;
        Begin(k, "opened", line.At, "L4").Put("priority", k.OwnPriority).Put("title", k.Title)
            .Put("service", k.Service).Put("requester", Requester(k)).EndByItself();
        Begin(k, "linked", line.At, "L4").Put("to", old.Key).Put("kind", "follows").EndByItself();
        links.Add(Relation(k.Key, old.Key, "follows"));
        Settle(k, line.At);
        Summon(k, line.At);
        OpeningE4(k, line.At, null, line.Text("text")); // E4 with the VIP mark and the reply's words
        SettleFurther(k, line.At);
    }

    // ---- hold, resume, resolve, close, reopen ----

    private void Hold(ModelTicket k, Line line)
    {
        string reason = line.Text("reason")!;
        var until = line.Instant("until");
        if (until <= line.At) throw Invalid(); // L5
        if (k.State == S.Pending && k.HoldReason == reason && k.HoldUntil == until
            && k.AskedAt is null) return; // L1; a wait for the requester would be ended
        var forced = Forced(k.Open, line);
        Begin(k, "held", line.At).Put("reason", reason).Put("until", until is { } u ? Iso.Instant(u) : null)
            .EndByLine(line, forced);
        EnterPending(k, reason, until, line.At);
        Active(k, line.At);
    }

    private void Resume(ModelTicket k, Line line)
    {
        var forced = Forced(k.State == S.Pending, line);
        Begin(k, "resumed", line.At).EndByLine(line, forced);
        if (!forced) LeavePendingTo(k, k.CameFrom, line.At);
        Active(k, line.At);
    }

    private void Resolve(ModelTicket k, Line line)
    {
        if (k.State == S.Resolved && line.Text("code") == k.Code && (line.Text("text") ?? k.Text) == k.Text)
            return; // L1; open: a text that is absent changes none
        var forced = Forced(k.Open, line);
        Begin(k, "resolved", line.At).Put("code", line.Text("code")).Put("text", line.Text("text"))
            .EndByLine(line, forced);
        Meet(k, k.Response, line.At);
        Meet(k, k.Resolution, line.At);
        k.Code = line.Text("code");
        k.Text = line.Text("text");
        EndTicket(k, S.Resolved, line.At);
        Active(k, line.At);
    }

    private void Close(ModelTicket k, Line line)
    {
        var code = line.Text("code");
        if (k.State == S.Closed && (code ?? k.Code) == k.Code && (line.Text("text") ?? k.Text) == k.Text)
            return; // L1
        // open: a code that is missing or another where the ticket is open depends on the state: not-allowed
        var forced = Forced(k.State == S.Resolved || (k.Open && code is "cancelled" or "duplicate"), line);
        forced |= Forced(!HasOpenChild(k), line, "child-open");
        forced |= Forced(k.Open || !OwesDuty(k), line);
        DoClose(k, line, code, forced);
    }

    private void DoClose(ModelTicket k, Line line, string? code, bool forced)
    {
        Begin(k, "closed", line.At).Put("code", code).Put("text", line.Text("text")).EndByLine(line, forced);
        if (k.Open)
        {
            // S7: closing cancels each clock not yet met or breached
            // open: a forced close of an open ticket with another code cancels too
            foreach (var clock in new[] { k.Response, k.Resolution })
                if (!clock.Ended && !clock.Breached)
                {
                    clock.Ended = clock.Cancelled = true;
                    clock.Retargeted = false;
                    clock.Stop(line.At);
                }
        }
        k.Code = code ?? k.Code;
        k.Text = line.Text("text") ?? k.Text;
        EndTicket(k, S.Closed, line.At);
        Active(k, line.At);
    }

    private void Reopen(ModelTicket k, Line line)
    {
        // L1; open: a running snooze or ask would be ended by it, so then it is not without effect
        if (k.State == S.Reopened && !k.Snoozed(line.At) && k.AskedAt is null) return;
        var forced = Forced(k.State == S.Resolved
            || (k.State == S.Closed && line.At - k.ClosedAt <= policy.ReopenWithin), line);
        Begin(k, "reopened", line.At).EndByLine(line, forced);
        DoReopen(k, line.At);
        Active(k, line.At);
    }

    private static void EndSnoozeIfAny(ModelTicket k, long t)
    {
        if (k.Snoozed(t)) k.SnoozeEnded = t;
        k.Snooze = null;
    }

    /// <summary>Priority, team, person, tier and bounces kept; hold, snooze, ask ended.</summary>
    private void DoReopen(ModelTicket k, long t)
    {
        MoveTo(k, S.Reopened, t);
        EndSnoozeIfAny(k, t);
        k.AskedAt = null;
        k.Acknowledged.Clear(); // L1
        Summon(k, t);
    }
}
