using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Escalation;

/// <summary>
/// BEHAVIOUR section 4: when a ticket moves up by itself. Each rule states when it comes true; what happens then is the
/// same for all (<see cref="Fire"/>): nothing where the ticket has moved at this instant (E10), withheld while people
/// are away from it (E11), else one tier up.
/// </summary>
internal static class EscalationRules
{
    // E7: a resolution breach, once per cycle; at management it writes nothing
    public static void JudgeBreach(Turn turn)
    {
        var ticket = turn.Ticket;
        if (!ticket.Escalation.BreachPending)
            return;
        if (ticket.Tier != Tier.Management || ticket.Escalation.MovedAt(turn.Now))
            Fire(turn, Rule.E7, Trigger.Breach, "Resolution target missed");
        else if (!ticket.IsHeldBack(turn.Now))
            turn.Write(new RuleCounted(Warning: false) { Rule = Rule.E7 });
        else if (!IsWithheld(turn, Rule.E7))
            turn.Write(new RuleDeferred { Rule = Rule.E7 });
    }

    // E1: stated thresholds of the resolution clock; active tickets are warned first
    public static void JudgeThreshold(Turn turn)
    {
        var ticket = turn.Ticket;
        var clock = ticket.Resolution;
        var judged = clock.IsRunning || ticket.RetargetedAt == turn.Now;
        if (!ticket.IsOpen || clock.HasEnded || !judged || ticket.Escalation.ThresholdSpent)
            return;
        var target = ticket.Agreement.TargetOf(ticket.Priority);
        var elapsed = clock.Elapsed(turn.Now);
        if (elapsed < target.EscalateAt)
            return;
        var late = elapsed >= turn.Policy.Escalation.ActiveEscalatesAt.Of(clock.Target);
        if (target.WhenActive == WhenActive.Escalate || late || IsQuiet(ticket, turn.Policy, turn.Now))
            Fire(turn, Rule.E1, Trigger.Threshold, Used());
        else if (!ticket.Escalation.ThresholdWarned && ticket.Status == TicketStatus.InProgress)
            Warn(turn, Rule.E1, Trigger.Threshold, $"{Used()}; {Spell(clock.Target - elapsed)} left");
        else if (!ticket.Escalation.ThresholdWarned)
            Fire(turn, Rule.E1, Trigger.Threshold, Used());

        string Used() => $"{Spell(elapsed)} of {Spell(clock.Target)} used on {ticket.Priority}";
    }

    // E2: nobody touches it
    public static void JudgeStagnation(Turn turn)
    {
        var ticket = turn.Ticket;
        if (StagnationLimit(ticket, turn.Policy) is not { } limit)
            return;
        if (ticket.Agreement.Calendar.Elapsed(ticket.IdleSince, turn.Now) < limit)
            return;
        var state = ticket.Status == TicketStatus.InProgress
            ? "in progress"
            : ticket.Status.ToString().ToLowerInvariant();
        Fire(turn, Rule.E2, Trigger.Stagnation, $"No activity for {Spell(limit)} on {ticket.Priority} while {state}");
    }

    // E3: too many reassignments
    public static void JudgeBounces(Turn turn)
    {
        if (!turn.Ticket.Escalation.BouncePending)
            return;
        var limit = turn.Policy.Escalation.BouncedMoreThan;
        Fire(turn, Rule.E3, Trigger.Bounced, $"Reassigned more than {limit} times");
    }

    // E4 at the end of a hold-back: judged by the priority of then
    public static void JudgeCustomer(Turn turn)
    {
        if (!turn.Ticket.Escalation.CustomerPending || IsWithheld(turn, Rule.E4))
            return;
        turn.Write(new RuleCounted(Warning: false) { Rule = Rule.E4 }); // what was withheld is settled by this
        CustomerComesTrue(turn, "Asked for while the ticket was held back");
    }

    // E4: a VIP opened it
    public static void VipOpened(Turn turn) => CustomerComesTrue(turn, "The requester is a VIP");

    // E4: the requester's words; not again before the active limit has passed
    public static void RequesterSaid(Turn turn, params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (Words.Keyword(text, turn.Policy.Escalation) is not { } keyword)
                continue;
            var ticket = turn.Ticket;
            var limit = ActiveLimit(ticket, turn.Policy);
            var again = ticket.Escalation.CustomerHeardAt is not { } heard
                || ticket.Agreement.Calendar.Elapsed(heard, turn.Now) >= limit;
            if (again)
                CustomerComesTrue(turn, $"The requester wrote \"{keyword}\"");
            return;
        }
    }

    // E4: a proposal that stands becomes an escalation when the priority does
    public static void PriorityRose(Turn turn, Priority before)
    {
        var ticket = turn.Ticket;
        if (ticket.Priority != before && ticket.Priority <= Priority.P2 && ticket.IsOpen
            && ticket.Escalation.ProposalStands)
            Fire(turn, Rule.E4, Trigger.Customer, $"Proposed before, and now {ticket.Priority}");
    }

    // E6: somebody asks; never held back
    public static void ByHand(Turn turn, EscalateTicket command, bool forced)
    {
        var ticket = turn.Ticket;
        var to = command.To ?? Ladder.Above(ticket.Tier, turn.Policy);
        if (to == ticket.Tier && to != Tier.Management)
            return; // it brings no more than the vendor's reference
        turn.Write(new TicketEscalated(Trigger.Manual, ticket.Tier, to, command.Reason)
        {
            By = command.By,
            Rule = Rule.E6,
            Forced = forced,
        });
    }

    /// <summary>The limit of E2 for the present priority and state; null where E2 is off.</summary>
    public static Duration? StagnationLimit(TicketState ticket, Policy policy)
    {
        if (!policy.Escalation.Stagnation.TryGetValue(ticket.Priority, out var limits))
            return null;
        if (ticket.Tier == Tier.Management
            && ticket.Escalation is { EscalatedAt: not null, ActiveSince: false })
            return null;
        var limit = ticket.Status switch
        {
            TicketStatus.InProgress => limits.InProgress,
            TicketStatus.Triaged or TicketStatus.Assigned or TicketStatus.Reopened => limits.Assigned,
            _ => null,
        };
        return limit is { } found ? Halve(found, ticket, policy) : null;
    }

    /// <summary>How long after the last activity a ticket counts as active (E1), and E4's words rest.</summary>
    public static Duration ActiveLimit(TicketState ticket, Policy policy) =>
        Halve(policy.Escalation.ActiveWithin[ticket.Priority], ticket, policy);

    private static bool IsQuiet(TicketState ticket, Policy policy, Instant now) =>
        ticket.Agreement.Calendar.Elapsed(ticket.QuietSince, now) >= ActiveLimit(ticket, policy);

    private static void CustomerComesTrue(Turn turn, string reason)
    {
        if (turn.Ticket.Priority <= Priority.P2)
            Fire(turn, Rule.E4, Trigger.Customer, reason);
        else
            Warn(turn, Rule.E4, Trigger.Customer, reason);
    }

    private static void Fire(Turn turn, Rule rule, Trigger trigger, string reason)
    {
        if (IsWithheld(turn, rule))
            return;
        var ticket = turn.Ticket;
        if (ticket.Escalation.MovedAt(turn.Now))
            turn.Write(new RuleCounted(Warning: false) { Rule = rule });
        else if (ticket.IsHeldBack(turn.Now))
            turn.Write(new EscalationWithheld(trigger, reason) { Rule = rule, Auto = true });
        else
            turn.Write(new TicketEscalated(trigger, ticket.Tier, Ladder.Above(ticket.Tier, turn.Policy), reason)
            {
                Rule = rule,
                Auto = true,
            });
    }

    private static void Warn(Turn turn, Rule rule, Trigger trigger, string reason)
    {
        var isProposal = rule == Rule.E4; // never held back
        if (!isProposal && IsWithheld(turn, rule))
            return;
        if (turn.Ticket.Escalation.MovedAt(turn.Now))
            turn.Write(new RuleCounted(Warning: true) { Rule = rule });
        else if (!isProposal && turn.Ticket.IsHeldBack(turn.Now))
            turn.Write(new EscalationWithheld(trigger, reason) { Rule = rule, Auto = true });
        else
            turn.Write(new WarningGiven(trigger, isProposal, reason) { Rule = rule, Auto = true });
    }

    /// <summary>E11: once per rule and hold-back.</summary>
    private static bool IsWithheld(Turn turn, Rule rule) =>
        turn.Ticket.IsHeldBack(turn.Now) && turn.Ticket.Escalation.Withheld.Contains(rule);

    // E8: halved from the first escalation of the cycle on
    private static Duration Halve(Duration limit, TicketState ticket, Policy policy) =>
        ticket.Escalation.Halved ? policy.Escalation.AfterEscalation.Of(limit) : limit;

    private static string Spell(Duration duration) => DurationWords.Spell(duration);
}
