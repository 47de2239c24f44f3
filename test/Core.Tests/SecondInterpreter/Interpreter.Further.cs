namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>"Further clocks" of docs/reference/policy.md, sentence by sentence. Between two lines each clock says
/// whether it counts; what a line or time changed is found by asking again.</summary>
internal sealed partial class Interpreter
{
    /// <summary>In the order of the policy: those of the agreement that held, then what only the present one has.
    /// </summary>
    private static List<ModelClock> FurtherClocks(ModelTicket k)
    {
        var names = (k.FurtherSla?.Promises ?? []).Concat(k.Sla.Promises).Select(p => p.Name).Distinct();
        return names.Select(name =>
            k.Further.TryGetValue(name, out var known) ? known : k.Further[name] = new ModelClock(name)).ToList();
    }

    private void SettleFurther(ModelTicket k, long t)
    {
        foreach (var clock in FurtherClocks(k)) SettleFurther(k, clock, t);
        k.FurtherSla = k.Sla;
    }

    /// <summary>Was it met, was it cancelled, does it count from this instant on?</summary>
    private void SettleFurther(ModelTicket k, ModelClock clock, long t)
    {
        var promise = k.Sla.Promises.Find(p => p.Name == clock.Name);
        var counts = promise is not null && CountsNow(k, clock, promise);
        // a line that does what the clock waits for meets it, whatever else that line changes
        if (clock.Counts && (!counts || k.Told) && IsMet(k, clock.Promise!)) MeetFurther(k, clock, t);
        if (!counts)
        {
            clock.Stop(t); // not met: cancelled without an event
            clock.Counts = false;
            return;
        }
        if (!clock.Counts) CountAgain(clock, promise!, t);
        clock.Promise = promise;
        clock.Target = promise!.Targets[k.Priority];
        if (clock.Running && clock.Stretches[^1].Calendar != promise.Calendar) clock.Stop(t);
        if (promise.PauseOn.Contains(k.HoldReason ?? "") && k.State == S.Pending && !k.Major) clock.Stop(t);
        else clock.Run(t, promise.Calendar);
    }

    private static void CountAgain(ModelClock clock, ModelPromise promise, long t)
    {
        // its own next cycle, after a reopening that began the next of the resolution clock; else it goes on
        if (clock.NextCycleWaits) clock.NextCycle();
        clock.NextCycleWaits = false;
        clock.Counts = clock.HasCounted = true;
        clock.Run(t, promise.Calendar); // if only to be paused in this instant
    }

    private static bool WithVendor(ModelTicket k) =>
        k.Tier == "vendor" || (k.State == S.Pending && k.HoldReason == "vendor");

    private static bool HasTag(ModelTicket k, ModelPromise promise) =>
        promise.MetBy.Any(tag => ((System.Text.Json.Nodes.JsonArray)tag.Value!).Any(
            value => (string)value! == k.Tags.GetValueOrDefault(tag.Key)));

    /// <summary>The table's second column.</summary>
    private static bool CountsNow(ModelTicket k, ModelClock clock, ModelPromise promise)
    {
        if (!promise.Targets.ContainsKey(k.Priority) || !ModelPolicy.Matches(promise.Match, k)) return false;
        if (promise.Kind == "regulatory") return k.State != S.Closed && !HasTag(k, promise);
        if (!k.Open) return false;
        return promise.Kind switch
        {
            "next-update" => k.Response.Ended && !k.Response.Cancelled,
            "team" => k.Team is not null && promise.Teams.Contains(k.Team),
            _ => WithVendor(k) || (clock.Counts && k.Tier == "management"),
        };
    }

    /// <summary>The table's third column, of a clock that counted until here, by what it was promised under.</summary>
    private static bool IsMet(ModelTicket k, ModelPromise promise)
    {
        if (promise.Kind == "regulatory") return HasTag(k, promise);
        if (!k.Open) return k.State == S.Resolved; // closed while open: cancelled
        return promise.Kind switch
        {
            "next-update" => k.Told,
            "team" => !promise.Teams.Contains(k.Team!),
            _ => !WithVendor(k) && k.Tier != "management",
        };
    }

    private void MeetFurther(ModelTicket k, ModelClock clock, long t)
    {
        if (!clock.Breached) // S6
            WriteSla(k, "sla-met", "S5", clock, t, null,
                clock.Running ? clock.FirstReached(clock.Target) : null, false);
        clock.Stop(t);
        clock.Counts = false;
        if (!k.Told) return;
        clock.NextCycle(); // in that instant with a full target
        clock.HasCounted = false;
    }

    /// <summary>S4, S6; what it went past while it did not count is found when it counts again and runs.</summary>
    private void JudgeFurther(ModelTicket k, ModelClock clock, long t)
    {
        if (!clock.Counts) return;
        // it may have been due while it did not count
        clock.Retargeted = clock.Running
            ? clock.Banked > clock.Target || clock.Reached(clock.Target) < t
            : k.Retargeted;
        JudgeLimits(k, clock, t, clock.Promise!.WarnAt);
    }

    /// <summary>A resolved ticket that owes a duty to an authority is not closed.</summary>
    private static bool OwesDuty(ModelTicket k) =>
        k.Further.Values.Any(c => c.Counts && c.Promise!.Kind == "regulatory");

    private static IEnumerable<long?> FurtherInstants(ModelTicket k)
    {
        foreach (var clock in k.Further.Values.Where(c => c.Running))
        {
            yield return clock.Reached(clock.Target);
            foreach (var level in clock.Promise!.WarnAt)
                yield return clock.Reached(Share(clock.Target, level));
        }
    }
}
