using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Escalation;

/// <summary>
/// What a ticket remembers of its escalations, so that each rule fires as often as section 4 says and no more.
/// </summary>
public sealed record EscalationMemory
{
    private readonly Stamp escalatedAt;
    private readonly Stamp customerHeardAt;

    public static EscalationMemory Fresh { get; } = new();

    public Tier Tier { get; init; }

    /// <summary>The latest escalation, by whatever rule.</summary>
    public Instant? EscalatedAt { get => escalatedAt; init => escalatedAt = value; }

    /// <summary>Something was done on the ticket since then; at management E2 wants this (E2).</summary>
    public bool ActiveSince { get; init; }

    /// <summary>Escalated in this cycle: limits are halved (E8).</summary>
    public bool Halved { get; init; }

    /// <summary>E1's pre-emptive warning was given in this cycle.</summary>
    public bool ThresholdWarned { get; init; }

    /// <summary>E1 has escalated in this cycle.</summary>
    public bool ThresholdSpent { get; init; }

    /// <summary>Reassignments since E3 last came true.</summary>
    public int Bounces { get; init; }

    /// <summary>
    /// The next assign is the first ever or the first after an escalation: none of E3's reassignments.
    /// </summary>
    public bool NextAssignIsFirst { get; init; } = true;

    /// <summary>E3 came true and has not been judged for good.</summary>
    public bool BouncePending { get; init; }

    /// <summary>E4 came true while held back.</summary>
    public bool CustomerPending { get; init; }

    /// <summary>The resolution clock breached and E7 has not been judged for good.</summary>
    public bool BreachPending { get; init; }

    /// <summary>The latest E4 event, proposals and withheld ones included.</summary>
    public Instant? CustomerHeardAt { get => customerHeardAt; init => customerHeardAt = value; }

    /// <summary>E4 proposed, and nothing came of it yet.</summary>
    public bool ProposalStands { get; init; }

    /// <summary>The rules that were withheld in the present hold-back (E11).</summary>
    public ImmutableArray<Rule> Withheld { get; init; } = [];

    /// <summary>The ticket moved at <paramref name="at"/>; one instant moves it by one tier (E10).</summary>
    public bool MovedAt(Instant at) => EscalatedAt == at;

    /// <summary>What people and agents do is activity, what the coordinator does by itself is not.</summary>
    public EscalationMemory Stirred(TicketEvent? fact) =>
        ActiveSince || fact is null or { Auto: true } ? this : this with { ActiveSince = true };

    public EscalationMemory Moved(Rule rule, Tier to, Instant at)
    {
        var moved = this with
        {
            Tier = to,
            EscalatedAt = at,
            ActiveSince = false,
            Halved = true,
            NextAssignIsFirst = true,
        };
        return moved.Count(rule, at, warning: false);
    }

    /// <summary>The rule fired, warned or proposed, or counts as if it had (E10).</summary>
    public EscalationMemory Count(Rule rule, Instant at, bool warning) => rule switch
    {
        Rule.E1 when warning => this with { ThresholdWarned = true },
        Rule.E1 => this with { ThresholdSpent = true },
        Rule.E3 => this with { BouncePending = false },
        // a proposal settles nothing that was withheld before it
        Rule.E4 => this with
        {
            CustomerHeardAt = at,
            CustomerPending = CustomerPending && warning,
            ProposalStands = warning,
        },
        Rule.E7 => this with { BreachPending = false },
        _ => this,
    };

    public EscalationMemory Withhold(Rule rule, Instant at)
    {
        var held = this with { Withheld = Withheld.Add(rule) };
        return rule == Rule.E4
            ? held with { CustomerHeardAt = at, CustomerPending = true, ProposalStands = false }
            : held;
    }

    /// <summary>The hold-back is over; what it deferred is judged next (E11).</summary>
    public EscalationMemory Release() => Withheld.IsEmpty ? this : this with { Withheld = [] };

    /// <summary>Resolving or closing drops what was deferred (E11).</summary>
    public EscalationMemory Drop() => BouncePending || CustomerPending || BreachPending
        ? this with { Withheld = [], BouncePending = false, CustomerPending = false, BreachPending = false }
        : Release();

    /// <summary>A new cycle of the resolution clock: E1, E7 and the halving begin anew (S7, E8).</summary>
    public EscalationMemory NewCycle() => this with
    {
        Halved = false,
        ThresholdWarned = false,
        ThresholdSpent = false,
        BreachPending = false,
    };

    /// <summary>
    /// E3: comes true at one reassignment more than <paramref name="limit"/> and counts from 0 again.
    /// </summary>
    public EscalationMemory Reassigned(TicketEvent fact, bool reassignment, Tier tier, int limit)
    {
        var bounces = reassignment ? Bounces + 1 : Bounces;
        var comesTrue = bounces > limit;
        return this with
        {
            Tier = tier,
            Bounces = comesTrue ? 0 : bounces,
            BouncePending = BouncePending || comesTrue,
            NextAssignIsFirst = false,
            ActiveSince = ActiveSince || !fact.Auto,
        };
    }
}
