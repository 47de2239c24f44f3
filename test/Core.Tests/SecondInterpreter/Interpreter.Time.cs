namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>What time brings to one ticket at one instant, in S8's order; sections 3 and 4.</summary>
internal sealed partial class Interpreter
{
    /// <summary>True when an escalation or a page came of it: a halved limit (E8) may make another rule true at this
    /// very instant, which E10 then swallows, and one page follows the other; so the same is asked again.</summary>
    private bool TimeBrings(ModelTicket k, long t)
    {
        var escalatedBefore = k.EscalatedAt;
        if (k.State == S.Pending && k.HoldUntil <= t) // L5
        {
            Begin(k, "resumed", t, "L5").EndByItself();
            LeavePendingTo(k, k.CameFrom, t);
        }
        if (k.Snooze is { } snooze && snooze.Until <= t) EndSnooze(k, snooze.Until); // E11: silently
        if (k.AskedAt + policy.AutoPending <= t) // L3
        {
            k.AskedAt = null; // any other state: the wait lapses
            if (k.State == S.InProgress)
            {
                Begin(k, "held", t, "L3").Put("reason", "user").EndByItself();
                EnterPending(k, "user", null, t);
            }
        }
        if (k.State == S.Resolved && CloseBase(k) + policy.AutoCloseNotice <= t && k.NoticedFor != CloseBase(k))
        {
            k.NoticedFor = CloseBase(k); // L2: again if activity moved the date
            Begin(k, "warned", t, "L2").EndByItself();
        }
        if (k.State == S.Resolved && CloseBase(k) + policy.AutoClose <= t && !HasOpenChild(k) && !OwesDuty(k)) // L2
        {
            Begin(k, "closed", t, "L2").EndByItself();
            EndTicket(k, S.Closed, t);
        }
        SettleAgreement(k, t, out _);
        if (k.State != S.Pending && k.Snooze is null) k.HeldRules.Clear();
        JudgeClock(k, k.Response, t);
        JudgeClock(k, k.Resolution, t);
        foreach (var clock in FurtherClocks(k))
        {
            SettleFurther(k, clock, t);
            JudgeFurther(k, clock, t);
        }
        if (k.Open)
        {
            JudgeE7(k, t);
            JudgeE1(k, t);
            JudgeE2(k, t);
            // E11: judged at the end of the instant in which the hold-back ended
            if (k.E3Waits && !(k.HeldBack(t) && k.HeldRules.Contains("E3")))
            {
                k.E3Waits = false;
                Fire(k, "E3", "bounced", t);
            }
            if (k.E4Waits && !(k.HeldBack(t) && k.HeldRules.Contains("E4")))
            {
                k.E4Waits = false;
                TriggerE4(k, t);
            }
        }
        var paged = Page(k, t); // ADR 4: after E4
        if (paged || (k.EscalatedAt == t && escalatedBefore != t)) return true;
        k.Retargeted = k.Response.Retargeted = k.Resolution.Retargeted = false;
        k.Response.Reopened = k.Resolution.Reopened = false;
        foreach (var clock in k.Further.Values) clock.Retargeted = false;
        return false;
    }

    // L2: since resolving or the latest activity after it
    private static long CloseBase(ModelTicket k) => Math.Max(k.ResolvedAt, k.LastActivity);

    // ---- S3, S4, S6 ----

    private void JudgeClock(ModelTicket k, ModelClock clock, long t)
    {
        // a paused clock is not judged, unless it was re-targeted in this instant; a met or cancelled one never is
        // S4: a target that was passed unjudged, set and met in one instant, counts as new when the clock runs again
        if (clock.Reopened && !clock.Breached && clock.Elapsed(t) > clock.Target)
            k.Retargeted = clock.Retargeted = true;
        if (!clock.Ended && k.Open) JudgeLimits(k, clock, t, k.Sla.WarnAt);
    }

    private void JudgeLimits(ModelTicket k, ModelClock clock, long t, List<int> warnAt)
    {
        if (!clock.Running && !clock.Retargeted) return;
        if (clock.Breached) return; // open: no warnings any more in a cycle that is breached
        var elapsed = clock.Elapsed(t);
        var reached = elapsed >= clock.Target;
        var due = clock.Retargeted ? clock.FirstReached(clock.Target) : clock.Reached(clock.Target);
        var retroactive = reached && due < t;
        if (retroactive && !clock.Retargeted && !clock.Reopened)
            throw new InvalidOperationException($"{k.Key} {clock.Name} was due {due} and seen {t} only");
        if (!retroactive) // S4: no warning together with a retroactive breach
        {
            var passed = warnAt.Where(l => elapsed >= Share(clock.Target, l)).DefaultIfEmpty(0).Max();
            if (passed > clock.Warned) // S4: only the highest; S6: each once per cycle
            {
                clock.Warned = passed;
                WriteSla(k, "sla-warned", "S6", clock, t, passed, clock.Running ? due : null, false);
            }
        }
        if (!reached) return;
        clock.Breached = true;
        clock.BreachDue = due ?? t;
        WriteSla(k, "sla-breached", retroactive ? "S4" : "S6", clock, t, null, clock.BreachDue, retroactive);
    }

    /// <summary>S5, S6: met without a breach in its cycle is written, after a breach not.</summary>
    private void Meet(ModelTicket k, ModelClock clock, long t)
    {
        if (clock.Ended) return;
        if (!clock.Breached)
            WriteSla(k, "sla-met", "S5", clock, t, null,
                clock.Running ? clock.FirstReached(clock.Target) : null, false); // S3: not its due if met there
        clock.Ended = true;
        clock.Retargeted = false;
        clock.Stop(t);
    }

    // ---- section 4 ----

    private long Halved(ModelTicket k, long limit) => k.EscalatedInCycle ? Share(limit, policy.AfterEscalation) : limit;

    private long ActiveLimit(ModelTicket k) => Halved(k, policy.ActiveWithin[k.Priority]);

    // E1: the latest of activity, leaving Pending, end of a snooze
    private static long QuietSince(ModelTicket k) =>
        Math.Max(k.LastActivity, Math.Max(k.LeftPending ?? long.MinValue, k.SnoozeEnded ?? long.MinValue));

    // E2: and any escalation
    private static long StagnantSince(ModelTicket k) => Math.Max(QuietSince(k), k.EscalatedAt ?? long.MinValue);

    private long? StagnationLimit(ModelTicket k)
    {
        if (k.State is not (S.InProgress or S.Triaged or S.Assigned or S.Reopened)) return null;
        if (!policy.Stagnation.TryGetValue((k.Priority, k.State == S.InProgress), out var limit)) return null;
        return Halved(k, limit);
    }

    // E7: a resolution breach, once per cycle
    private void JudgeE7(ModelTicket k, long t)
    {
        if (!k.Resolution.Breached || k.E7Done) return;
        if (k.HeldBack(t) && k.HeldRules.Contains("E7")) return;
        if (k.EscalatedAt == t) // E10: management is told with that one
        {
            k.E7Done = true;
        }
        else if (k.HeldBack(t))
        {
            k.HeldRules.Add("E7");
            if (k.Tier != "management") Withhold(k, "E7", "breach", t);
        }
        else
        {
            k.E7Done = true;
            if (k.Tier != "management") DoEscalate(k, "E7", "breach", t); // E9: nothing there
        }
    }

    private void JudgeE1(ModelTicket k, long t)
    {
        var clock = k.Resolution;
        if (k.E1Escalated || clock.Ended || (!clock.Running && !k.Retargeted)) return;
        var figures = k.Sla.Targets[k.Priority];
        var elapsed = clock.Elapsed(t);
        if (elapsed < figures.EscalateAt) return;
        var quiet = k.Sla.Calendar.Elapsed(QuietSince(k), t);
        var past = elapsed >= Share(clock.Target, policy.ActiveEscalatesAt);
        bool warn;
        if (figures.EscalateWhenActive || past) warn = false;
        else if (!k.E1Warned) warn = k.State == S.InProgress && quiet < ActiveLimit(k);
        else if (quiet >= ActiveLimit(k)) warn = false;
        else return;
        if (k.HeldBack(t) && k.HeldRules.Contains("E1")) return;
        if (k.EscalatedAt == t)
        {
            // E10: writes nothing and counts as fired or given
            if (warn) k.E1Warned = true;
            else k.E1Escalated = true;
        }
        else if (k.HeldBack(t))
        {
            k.HeldRules.Add("E1");
            Withhold(k, "E1", "threshold", t);
        }
        else if (warn)
        {
            k.E1Warned = true;
            // open: does the pre-emptive warning carry a trigger? read: yes, threshold
            Begin(k, "warned", t, "E1").Put("trigger", "threshold").EndByItself();
        }
        else
        {
            k.E1Escalated = true;
            DoEscalate(k, "E1", "threshold", t);
        }
    }

    private void JudgeE2(ModelTicket k, long t)
    {
        if (StagnationLimit(k) is not { } limit) return;
        if (k.Tier == "management" && !k.ActiveSinceEscalation) return;
        if (k.Sla.Calendar.Elapsed(StagnantSince(k), t) < limit) return;
        if (k.EscalatedAt == t) return; // E10
        if (!k.HeldBack(t))
        {
            DoEscalate(k, "E2", "stagnation", t);
            return;
        }
        if (k.HeldRules.Add("E2")) Withhold(k, "E2", "stagnation", t); // starts anew at the end of the snooze
    }

    /// <summary>E3 and the deferred ones: swallowed (E10), held back (E11) or fired.</summary>
    private void Fire(ModelTicket k, string rule, string trigger, long t)
    {
        if (k.EscalatedAt == t) return; // E10: counts as fired
        if (!k.HeldBack(t))
        {
            DoEscalate(k, rule, trigger, t);
            return;
        }
        if (rule == "E3") k.E3Waits = true;
        if (rule == "E4") k.E4Waits = true;
        if (k.HeldRules.Add(rule)) Withhold(k, rule, trigger, t);
    }

    /// <summary>E4 has come true: escalates at P1, P2, is proposed at P3, P4.</summary>
    private void TriggerE4(ModelTicket k, long t)
    {
        // open: swallowed ones count as the E4 event they would have been; one not written again in a hold-back not
        if (k.EscalatedAt == t || !k.HeldBack(t) || !k.HeldRules.Contains("E4") || k.Priority is "P3" or "P4")
            k.LastE4 = t;
        if (k.Priority is "P1" or "P2")
        {
            k.Proposal = false; // a proposal stands until an E4 escalation, a withheld one included
            Fire(k, "E4", "customer", t);
            return;
        }
        k.Proposal = true;
        if (k.EscalatedAt == t) return; // E10: counts as given
        Begin(k, "warned", t, "E4").Put("trigger", "customer").True("proposed", true).EndByItself();
    }

    private void Words4(ModelTicket k, long t, params string?[] texts)
    {
        if (!texts.Any(x => Words.Call(x, policy.Keywords, policy.Negations))) return;
        if (k.LastE4 is { } last && k.Sla.Calendar.Elapsed(last, t) < ActiveLimit(k)) return;
        TriggerE4(k, t);
    }

    private void Withhold(ModelTicket k, string rule, string trigger, long t) =>
        Begin(k, "escalation-withheld", t, rule).Put("trigger", trigger).EndByItself();

    private void DoEscalate(ModelTicket k, string rule, string trigger, long t)
    {
        var to = policy.Above(k.Tier);
        Begin(k, "escalated", t, rule).Put("trigger", trigger).Put("from", k.Tier).Put("to", to).EndByItself();
        Escalated(k, to, t);
    }

    // E8: it changes the tier alone; limits are halved from the cycle's first escalation on
    private void Escalated(ModelTicket k, string to, long t)
    {
        k.Tier = to;
        k.EscalatedAt = t;
        k.EscalatedInCycle = true;
        k.ActiveSinceEscalation = false;
        k.AssignedSinceEscalation = false; // E3: the first assign after an escalation is no reassignment
        k.Acknowledged.Clear(); // L1
        SummonNextTier(k, t);
    }
}
