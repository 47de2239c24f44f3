using System.Text.Json.Nodes;

namespace Muster.Core.Tests.SecondInterpreter;

internal enum S
{
    New,
    Triaged,
    Assigned,
    InProgress,
    Pending,
    Resolved,
    Closed,
    Reopened,
}

/// <summary>One stretch in which a clock ran; To is null while it runs.</summary>
internal sealed record Stretch(long From, long? To, BusinessTime Calendar);

/// <summary>One SLA clock of section 3.</summary>
internal sealed class ModelClock(string name)
{
    public string Name { get; } = name;
    public int Cycle { get; set; } = 1;
    public long Target { get; set; }
    public List<Stretch> Stretches { get; } = [];
    public bool Ended { get; set; }
    public bool Cancelled { get; set; }
    public bool Breached { get; set; }
    public long BreachDue { get; set; }
    public int Warned { get; set; }

    /// <summary>S4: its target was changed in the instant that is not over yet.</summary>
    public bool Retargeted { get; set; }

    /// <summary>S7: the same cycle went on in the instant that is not over yet.</summary>
    public bool Reopened { get; set; }

    // what the further clocks need besides; "counts" is the page's word, also for a clock that is paused
    public bool Counts { get; set; }
    public bool HasCounted { get; set; }
    public bool NextCycleWaits { get; set; }
    public ModelPromise? Promise { get; set; }

    public bool Running => Stretches.Count > 0 && Stretches[^1].To is null;

    /// <summary>What the stretches that are over counted together.</summary>
    public long Banked => Stretches.Where(s => s.To is not null).Sum(s => s.Calendar.Elapsed(s.From, s.To!.Value));

    public long Elapsed(long t) => Stretches.Sum(s => s.Calendar.Elapsed(s.From, s.To ?? t));

    public void Run(long t, BusinessTime calendar)
    {
        if (!Running) Stretches.Add(new Stretch(t, null, calendar));
    }

    public void Stop(long t)
    {
        if (Running) Stretches[^1] = Stretches[^1] with { To = t };
    }

    public void NextCycle()
    {
        Cycle++;
        Stretches.Clear();
        Ended = Cancelled = Breached = Retargeted = false;
        Warned = 0;
    }

    /// <summary>S3: a limit that falls exactly on the instant at which the clock stopped is reached where it next
    /// runs; while it stands it has none.</summary>
    public long? Reached(long limit)
    {
        long sum = 0;
        foreach (var s in Stretches)
        {
            var x = s.Calendar.Add(s.From, limit - sum);
            if (s.To is null || (x is { } hit && hit < s.To)) return x;
            sum += s.Calendar.Elapsed(s.From, s.To.Value);
        }
        return null;
    }

    /// <summary>S2, S4: the first instant at which elapsed ≥ the limit, the end of a stretch included.</summary>
    public long? FirstReached(long limit)
    {
        long sum = 0;
        foreach (var s in Stretches)
        {
            var x = s.Calendar.Add(s.From, limit - sum);
            if (s.To is null || x <= s.To) return x;
            sum += s.Calendar.Elapsed(s.From, s.To.Value);
        }
        return null;
    }
}

internal sealed class ModelTicket(string key, long opened)
{
    public string Key { get; } = key;
    public long Opened { get; } = opened;
    public string ChainRoot { get; set; } = key;
    public S State { get; set; }
    public bool Open => State is not (S.Resolved or S.Closed);

    public string? Title { get; set; }
    public string? Service { get; set; }
    public string? Category { get; set; }
    public JsonObject? Requester { get; set; }
    public string? RequesterName => (string?)Requester?["name"];
    public bool Vip => (bool?)Requester?["vip"] == true;
    public string? OwnPriority { get; set; }
    public string Priority { get; set; } = "";
    public ModelSla Sla { get; set; } = null!;
    public Dictionary<string, string> Tags { get; } = [];
    public Dictionary<string, JsonNode> Impact { get; } = [];
    public string? Team { get; set; }
    public string? Person { get; set; }
    public string Tier { get; set; } = "tier-1";
    public bool Major { get; set; }
    public string? Severity { get; set; }
    public string? Code { get; set; }
    public string? Text { get; set; }

    // Pending, snooze, ask
    public S CameFrom { get; set; }
    public string? HoldReason { get; set; }
    public long? HoldUntil { get; set; }
    public long? LeftPending { get; set; }
    public (long Until, string? Reason)? Snooze { get; set; }
    public long? SnoozeEnded { get; set; }
    public long? AskedAt { get; set; }

    public long LastActivity { get; set; } = opened;
    public long ResolvedAt { get; set; }
    public long ClosedAt { get; set; }

    /// <summary>S7: the latest resolving, or closing of an open ticket.</summary>
    public long EndedAt { get; set; }
    public long? NoticedFor { get; set; }

    // Section 3
    public ModelClock Response { get; } = new("response");
    public ModelClock Resolution { get; } = new("resolution");
    public string AppliedPriority { get; set; } = "";
    public ModelSla? AppliedSla { get; set; }
    public bool Retargeted { get; set; }

    // The further clocks by name
    public Dictionary<string, ModelClock> Further { get; } = [];
    public ModelSla? FurtherSla { get; set; }
    public bool Told { get; set; }

    // Section 4
    public HashSet<string> Acknowledged { get; } = [];
    public long? EscalatedAt { get; set; }
    public bool ActiveSinceEscalation { get; set; } = true;
    public bool EscalatedInCycle { get; set; }
    public bool E1Warned { get; set; }
    public bool E1Escalated { get; set; }
    public bool E7Done { get; set; }
    public bool AssignedBefore { get; set; }
    public bool AssignedSinceEscalation { get; set; } = true;
    public int Bounces { get; set; }
    public bool E3Waits { get; set; }
    public bool E4Waits { get; set; }
    public bool Proposal { get; set; }
    public long? LastE4 { get; set; }

    // E12
    public ModelPlan? Plan { get; set; }
    public int Round { get; set; }
    public int Step { get; set; }
    public bool RoundReached { get; set; }
    public long? PageDue { get; set; }
    public long? AnsweredAt { get; set; }

    /// <summary>E11: the rules that have come true in the hold-back that lasts.</summary>
    public HashSet<string> HeldRules { get; } = [];

    public bool Snoozed(long t) => Snooze is { } s && t < s.Until; // E11: it runs in [at, until)

    public bool HeldBack(long t) => State == S.Pending || Snoozed(t);
}
