namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>E12, with ADR 4's readings: when a run begins, what ends it, and the pages that time brings.</summary>
internal sealed partial class Interpreter
{
    /// <summary>A ticket opened, reopened, changed team or tier by hand, or took a priority.</summary>
    private void Summon(ModelTicket k, long t)
    {
        if (!k.Open || k.State == S.InProgress) return; // somebody has it in progress
        if (policy.Paging.For(k, false) is { } plan && plan.Priorities.Contains(k.Priority)) BeginPaging(k, plan, t);
    }

    /// <summary>An escalation pages whatever the priority.</summary>
    private void SummonNextTier(ModelTicket k, long t)
    {
        if (k.Open && policy.Paging.For(k, true) is { } plan) BeginPaging(k, plan, t);
    }

    private static void BeginPaging(ModelTicket k, ModelPlan plan, long t)
    {
        if (k.PageDue is not null && k.Plan == plan) return; // E10: one under way is not doubled
        k.Plan = plan;
        k.AnsweredAt = null;
        FromTheFirst(k, NextStep(k, 0) is { } first ? t + plan.Steps[first].After : t);
    }

    private static void FromTheFirst(ModelTicket k, long due)
    {
        k.Round = 1;
        k.Step = 0;
        k.RoundReached = false;
        k.PageDue = due;
    }

    /// <summary>The next step of the round that is for the present priority.</summary>
    private static int? NextStep(ModelTicket k, int from)
    {
        for (var i = from; i < k.Plan!.Steps.Count; i++)
            if (k.Plan.Steps[i].Priorities?.Contains(k.Priority) != false) return i;
        return null;
    }

    /// <summary>Start, resolve and close: somebody has it.</summary>
    private static void EndPaging(ModelTicket k)
    {
        k.Plan = null;
        k.PageDue = null;
        k.AnsweredAt = null;
    }

    private static void AnswerPage(ModelTicket k, long t)
    {
        if (k.Plan is null || k.AnsweredAt is not null) return; // ADR 4: the first answer counts
        k.PageDue = null;
        k.AnsweredAt = t;
    }

    /// <summary>Nothing at all was done after the acknowledgement, or the watch is over.</summary>
    private static void EndWatch(ModelTicket k, long t)
    {
        if (k.AnsweredAt < t) EndPaging(k);
    }

    /// <summary>What paging brings at this instant; a hold or snooze makes it wait, and it goes on where it was.
    /// </summary>
    private bool Page(ModelTicket k, long t)
    {
        if (!k.Open || k.HeldBack(t)) return false;
        if (k.AnsweredAt + k.Plan?.AckTimeout <= t)
        {
            k.AnsweredAt = null;
            FromTheFirst(k, t);
        }
        while (k.PageDue <= t)
        {
            var plan = k.Plan!;
            if (NextStep(k, k.Step) is { } step)
            {
                PageStep(k, step, t);
                return true;
            }
            if (k.RoundReached && k.Round <= plan.Repeat && NextStep(k, 0) is not null)
            {
                k.Round++;
                k.Step = 0;
                k.RoundReached = false;
            }
            else // after the last repeat, or where a whole round reached nobody
            {
                k.PageDue = null;
                Paged(k, t, plan.Steps.Count, plan.LastResort, true);
                return true;
            }
        }
        return false;
    }

    private void PageStep(ModelTicket k, int step, long t)
    {
        var plan = k.Plan!;
        var reached = Paged(k, t, step + 1, plan.Steps[step].Notify, false);
        k.RoundReached |= reached;
        k.Step = step + 1;
        long wait = 0; // falls through at once
        if (NextStep(k, k.Step) is { } next) wait = reached ? plan.Steps[next].After : 0;
        else if (k.RoundReached) wait = plan.RepeatAfter;
        k.PageDue = t + wait;
    }

    /// <summary>True when somebody could be told.</summary>
    private bool Paged(ModelTicket k, long t, int step, List<string> targets, bool lastResort)
    {
        var to = policy.Paging.Reached(targets, t);
        Begin(k, "paged", t, "E12").Put("paging", k.Plan!.Name).Put("step", step)
            .Put("round", k.Round).Put("to", ListOf(to)).True("lastResort", lastResort)
            .EndByItself();
        k.Acknowledged.Clear(); // L1: or paged since
        return to.Count > 0;
    }

    private static System.Text.Json.Nodes.JsonArray? ListOf(List<string> names) =>
        names.Count == 0 ? null : new([.. names.Select(n => (System.Text.Json.Nodes.JsonNode)n)]);
}
