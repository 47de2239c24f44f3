using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>What one rule has done to a ticket, and why it does nothing now.</summary>
/// <param name="Number">Its number in BEHAVIOUR, such as <c>E2</c>.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Fired">What it wrote: escalations, warnings, state changes.</param>
/// <param name="Withheld">Where it was held back (E11).</param>
/// <param name="Counted">Where it came true, wrote nothing and counts as fired or given (E10).</param>
/// <param name="Why">What it waits for, or why it cannot come true.</param>
/// <param name="ComesTrueAt">When it acts next if nobody does anything; null where time alone never brings it.</param>
/// <param name="Then">What it does then.</param>
public sealed record RuleAccount(
    string Number,
    string Name,
    ImmutableArray<DatedFact> Fired,
    ImmutableArray<DatedFact> Withheld,
    ImmutableArray<DatedFact> Counted,
    string Why,
    Instant? ComesTrueAt,
    TicketEvent? Then)
{
    internal static ImmutableArray<RuleAccount> All(
        RuleView view, ImmutableArray<DatedFact> past, ImmutableArray<DatedFact> ahead)
    {
        return
        [
            Of("L2", "auto-close", view.AutoClose(), fact => fact.Rule == Rule.L2),
            Of("L3", "auto-pending", view.AutoPending(), fact => fact.Rule == Rule.L3 || fact is WaitLapsed),
            Of("L5", "end of a hold", view.HoldEnd(), fact => fact.Rule == Rule.L5),
            .. view.Clocks.Select(clock =>
                Of("S6", $"{clock} clock", view.Warnings(clock), fact => IsOf(fact, clock))),
            Of("E1", "threshold", view.Threshold(), fact => fact.Rule == Rule.E1),
            Of("E2", "stagnation", view.Stagnation(), fact => fact.Rule == Rule.E2),
            Of("E3", "bounced", view.Bounced(), fact => fact.Rule == Rule.E3),
            Of("E4", "customer", view.Customer(), fact => fact.Rule == Rule.E4),
            Of("E5", "related", view.Related(), _ => false),
            Of("E6", "by hand", view.ByHand(), fact => fact.Rule == Rule.E6),
            Of("E7", "breach", view.Breach(), fact => fact.Rule == Rule.E7),
            .. view.Pages ? [Of("E12", "paging", view.Paging(), fact => fact.Rule == Rule.E12)] : NoAccounts,
        ];

        RuleAccount Of(string rule, string name, string why, Func<TicketEvent, bool> isIts)
        {
            ImmutableArray<DatedFact> its = [.. past.Where(fact => isIts(fact.Fact))];
            var next = ahead.FirstOrDefault(fact => isIts(fact.Fact));
            return new RuleAccount(
                rule, name,
                [.. its.Where(fact => !fact.Fact.IsSilent && fact.Fact is not EscalationWithheld)],
                [.. its.Where(fact => fact.Fact is EscalationWithheld or RuleDeferred)],
                [.. its.Where(fact => fact.Fact is RuleCounted or WaitLapsed)],
                why, next.Fact is null ? null : next.At, next.Fact);
        }
    }

    private static readonly RuleAccount[] NoAccounts = [];

    private static bool IsOf(TicketEvent fact, ClockName clock) => fact switch
    {
        ClockWarned warned => warned.Clock == clock,
        ClockBreached breached => breached.Clock == clock,
        _ => false,
    };
}

/// <summary>A ticket at an instant, as each rule sees it, in words.</summary>
internal sealed class RuleView(TicketState ticket, Instant at, Policy policy, INeighbours neighbours)
{
    private EscalationMemory Memory => ticket.Escalation;

    private string HeldBack => ticket.Status == TicketStatus.Pending
        ? $"held back while Pending ({ticket.HoldReason})"
        : $"held back while snoozed until {ticket.SnoozedUntil}";

    /// <summary>The policy pages at all.</summary>
    public bool Pages => !policy.Paging.IsEmpty;

    // E12
    public string Paging()
    {
        if (ticket.Paging is { } run)
            return run switch
            {
                { AnsweredAt: { } answered } =>
                    $"acknowledged {answered}; pages again after {Spell(run.Plan.AckTimeout)} without activity",
                { NextAt: { } next } => ticket.IsHeldBack(at)
                    ? $"{run.Name}, round {run.Round}; {HeldBack}"
                    : $"{run.Name}, round {run.Round}, goes on {next} until somebody acknowledges",
                _ => $"{run.Name} ended with the last resort, and nobody has acknowledged",
            };
        if (PagingRules.PlanFor(ticket, policy) is not var (name, plan))
            return "nobody who stands with it has a paging policy: "
                + $"team {ticket.Team ?? "none"}, {ticket.Tier.Name()}";
        return !ticket.IsOpen ? $"it is {ticket.Status}"
            : ticket.Status == TicketStatus.InProgress ? "somebody works on it; an escalation pages all the same"
            : plan.Priorities.Contains(ticket.Priority) ? $"{name} has been answered"
            : $"{name} pages {string.Join(", ", plan.Priorities)} by itself, and every escalation";
    }

    public string AutoClose()
    {
        if (ticket.Status != TicketStatus.Resolved)
            return ticket.Status == TicketStatus.Closed
                ? "closed already"
                : $"counts while Resolved; it is {ticket.Status}";
        var limit = Spell(policy.Lifecycle.AutoClose);
        return neighbours.HasOpenChild(ticket.Id)
            ? $"{limit} after the latest activity, {ticket.LastActivityAt}, and then only when no child is open"
            : $"{limit} after the latest activity, {ticket.LastActivityAt}; "
                + $"notice after {Spell(policy.Lifecycle.AutoCloseNotice)}";
    }

    public string AutoPending() => ticket.AskedAt is not { } asked
        ? "no question waits for an answer"
        : $"asked {asked}, {Spell(policy.Lifecycle.AutoPending)} to answer; "
            + (ticket.Status == TicketStatus.InProgress
                ? "then it waits for the user"
                : $"then the wait lapses, for it is {ticket.Status}");

    public string HoldEnd() => ticket.Status != TicketStatus.Pending ? $"not on hold; it is {ticket.Status}"
        : ticket.HoldUntil is { } until ? $"on hold until {until}"
        : "on hold without an until: waits for somebody";

    public IEnumerable<ClockName> Clocks => ticket.Clocks;

    public string Warnings(ClockName which)
    {
        var clock = ticket.Clock(which)!;
        if (clock.HasBreached)
            return $"breached in this cycle, due was {clock.BreachedDue}";
        if (clock.HasEnded)
            return clock.End == ClockEnd.Met ? "the clock was met" : "the clock was cancelled";
        var levels = which.Further is { } further
            ? FurtherClocks.Of(ticket.Further, further)!.Definition.WarnAt
            : ticket.Agreement.WarnAt;
        var level = levels.Select(share => share.Hundredths).FirstOrDefault(l => l > clock.Warned);
        var counted = $"{Spell(clock.Elapsed(at))} of {Spell(clock.Target)} counted; next is "
            + (level > 0 ? $"{level} %" : "the breach");
        return clock.IsRunning ? counted : $"{counted}; paused, and a paused clock is not judged";
    }

    // E1
    public string Threshold()
    {
        var (clock, target) = (ticket.Resolution, ticket.Agreement.TargetOf(ticket.Priority));
        if (!ticket.IsOpen)
            return $"it is {ticket.Status}; judged again when the resolution clock runs again";
        if (Memory.ThresholdSpent)
            return "escalates once in a cycle, and has counted as done in this one";
        var counted = $"{Spell(clock.Elapsed(at))} of {Spell(target.EscalateAt)} counted on the resolution clock";
        if (!clock.IsRunning)
            return $"{counted}; it is paused";
        var active = $"quiet for {Spell(EscalationRules.ActiveLimit(ticket, policy))} (since {ticket.QuietSince})";
        var late = Spell(policy.Escalation.ActiveEscalatesAt.Of(clock.Target));
        if (Memory.ThresholdWarned)
            return $"warned in this cycle; escalates when {active} or at {late} on the clock{OrHeldBack()}";
        var warns = target.WhenActive == WhenActive.Warn
            ? $"; while InProgress and not {active} it warns first"
            : "";
        return counted + warns + OrHeldBack();
    }

    // E2
    public string Stagnation()
    {
        if (!policy.Escalation.Stagnation.ContainsKey(ticket.Priority))
            return $"off for {ticket.Priority}";
        if (EscalationRules.StagnationLimit(ticket, policy) is not { } limit)
            return ticket.Tier == Tier.Management && Memory.EscalatedAt is not null && !Memory.ActiveSince
                ? "at management it waits for activity since the last escalation"
                : $"does not count while {ticket.Status}";
        var quiet = ticket.Agreement.Calendar.Elapsed(ticket.IdleSince, at);
        var halved = Memory.Halved ? " (halved since it was escalated)" : "";
        return $"{IdleWords()} {ticket.IdleSince}, limit {Spell(limit)}{halved}, {Spell(quiet)} counted{OrHeldBack()}";
    }

    // E3
    public string Bounced()
    {
        var limit = policy.Escalation.BouncedMoreThan;
        return Memory.BouncePending
            ? $"came true and waits, {HeldBack}"
            : $"{Memory.Bounces} {(Memory.Bounces == 1 ? "reassignment" : "reassignments")} counted, "
                + $"comes true at {limit + 1}";
    }

    // E4
    public string Customer()
    {
        if (Memory.CustomerPending)
            return $"came true and waits, {HeldBack}";
        if (Memory.ProposalStands)
            return $"proposed {Memory.CustomerHeardAt}; escalates when the priority becomes P1 or P2";
        return Memory.CustomerHeardAt is not { } heard
            ? "no VIP opened it, and no keyword was read in the requester's words"
            : $"heard {heard}; words count again after {Spell(EscalationRules.ActiveLimit(ticket, policy))}";
    }

    // E5
    public string Related()
    {
        var problems = ticket.Links
            .Where(link => link.Kind == LinkKind.InProblem).Select(link => link.To.Value).ToList();
        return problems.Count == 0
            ? "linked to no problem"
            : $"linked to {string.Join(", ", problems)}; this version does not escalate problems";
    }

    // E6
    public string ByHand() => ticket.IsOpen || ticket.Status == TicketStatus.Resolved
        ? $"waits for somebody to ask; it would go to {Ladder.Above(ticket.Tier, policy).Name()}"
        : $"it is {ticket.Status}";

    // E7
    public string Breach()
    {
        var clock = ticket.Resolution;
        if (Memory.BreachPending)
            return $"came true and waits, {HeldBack}";
        if (clock.HasBreached)
            return "once in a cycle, and the resolution clock has breached in this one";
        if (clock.HasEnded)
            return clock.End == ClockEnd.Met ? "the resolution clock was met" : "the resolution clock was cancelled";
        var waits = "waits for the resolution clock to breach: "
            + $"{Spell(clock.Elapsed(at))} of {Spell(clock.Target)} counted";
        return ticket.Tier == Tier.Management ? waits + "; at management it writes nothing" : waits + OrHeldBack();
    }

    private string OrHeldBack() => ticket.IsOpen && ticket.IsHeldBack(at) ? $"; {HeldBack}" : "";

    private string IdleWords() =>
        ticket.IdleSince == Memory.EscalatedAt ? "last escalation"
        : ticket.IdleSince == ticket.LastActivityAt ? "last activity"
        : ticket.IdleSince == ticket.LeftPendingAt ? "left Pending"
        : "end of the snooze";

    private static string Spell(Duration duration) => DurationWords.Spell(duration);
}
