using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Sla;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>
/// What time does to a ticket. <see cref="Next"/> says when it has something to say, <see cref="Reach"/> says it;
/// the truth is derived anew at that instant, so an early or repeated call is harmless.
/// </summary>
public static class TicketDeadlines
{
    /// <summary>
    /// The first instant at which time brings something to this ticket if nobody does anything; an instant that is
    /// past means at once. Null when nothing ever will.
    /// </summary>
    public static Instant? Next(TicketState ticket, Policy policy, INeighbours neighbours)
    {
        var next = new Earliest();
        if (ticket.Status == TicketStatus.Resolved)
            AddClosing(ref next, ticket, policy.Lifecycle, neighbours);
        if (ticket.Status == TicketStatus.Pending)
            next.Add(ticket.HoldUntil);
        next.Add(ticket.SnoozedUntil);
        next.Add(ticket.AskedAt + policy.Lifecycle.AutoPending);
        next.Add(ticket.RetargetedAt);
        if (ticket.IsOpen)
        {
            next.Add(ClockStep(ticket.Response, ticket.Agreement.WarnAt));
            next.Add(ClockStep(ticket.Resolution, ticket.Agreement.WarnAt));
            AddEscalations(ref next, ticket, policy);
            next.Add(PagingRules.Next(ticket));
        }
        foreach (var further in ticket.Further)
            next.Add(ClockStep(further.Clock, further.Definition.WarnAt));
        next.Add(MajorDeadlines.Next(ticket, policy));
        return next.Found;
    }

    /// <inheritdoc cref="Reach(Turn, out Instant?)"/>
    public static Decision Reach(TicketState ticket, Context context) => Reach(new Turn(ticket, context), out _);

    /// <summary>
    /// Everything that time brings to the ticket at this instant, in the order of S8; again where that made something
    /// else come true at once, as when an escalation halves a limit (E8).
    /// </summary>
    /// <param name="next">What <see cref="Next"/> says of the ticket afterwards.</param>
    internal static Decision Reach(Turn turn, out Instant? next)
    {
        int told;
        do
        {
            told = turn.Events.Count;
            ReachOnce(turn);
            next = Next(turn.Ticket, turn.Policy, turn.Context.Neighbours);
        }
        while (turn.Events.Count > told && next <= turn.Now);
        return new Decision(turn.Ticket, turn.Events);
    }

    private static void ReachOnce(Turn turn)
    {
        var before = turn.Ticket;
        EndWaits(turn);
        CloseQuietly(turn);
        if (turn.Ticket.IsOpen)
        {
            JudgeClock(turn, ClockKind.Response);
            JudgeClock(turn, ClockKind.Resolution);
        }
        JudgeFurther(turn, before); // a duty outlives the resolving
        if (turn.Ticket.IsOpen)
        {
            EscalationRules.JudgeBreach(turn);
            EscalationRules.JudgeThreshold(turn);
            EscalationRules.JudgeStagnation(turn);
            EscalationRules.JudgeBounces(turn);
            EscalationRules.JudgeCustomer(turn);
            PagingRules.Page(turn);
        }
        if (turn.Ticket.RetargetedAt is not null)
            turn.Write(new RetargetJudged());
        MajorDeadlines.Reach(turn);
    }

    // L5, the end of a snooze, L3
    private static void EndWaits(Turn turn)
    {
        var ticket = turn.Ticket;
        if (ticket.Status == TicketStatus.Pending && ticket.HoldUntil <= turn.Now)
            turn.Write(new TicketResumed { Rule = Rule.L5, Auto = true });
        if (turn.Ticket.SnoozedUntil <= turn.Now)
            turn.Write(new SnoozeEnded());
        if (!(turn.Ticket.AskedAt + turn.Policy.Lifecycle.AutoPending <= turn.Now))
            return;
        turn.Write(turn.Ticket.Status == TicketStatus.InProgress
            ? new TicketHeld(Ticket.DefaultHoldReason, Until: null) { Rule = Rule.L3, Auto = true }
            : new WaitLapsed());
    }

    // L2
    private static void CloseQuietly(Turn turn)
    {
        var (ticket, lifecycle) = (turn.Ticket, turn.Policy.Lifecycle);
        if (ticket.Status != TicketStatus.Resolved)
            return;
        if (ticket.NoticedFor != ticket.LastActivityAt && ticket.LastActivityAt + lifecycle.AutoCloseNotice <= turn.Now)
        {
            var when = DurationWords.Spell(lifecycle.AutoClose - lifecycle.AutoCloseNotice);
            turn.Write(new WarningGiven(null, Proposed: false, $"Closes in {when} without activity")
            {
                Rule = Rule.L2,
                Auto = true,
            });
        }
        if (ticket.LastActivityAt + lifecycle.AutoClose <= turn.Now && MayClose(ticket, turn.Context.Neighbours))
            turn.Write(new TicketClosed(null, null) { Rule = Rule.L2, Auto = true });
    }

    private static void JudgeFurther(Turn turn, TicketState before)
    {
        foreach (var further in turn.Ticket.Further)
        {
            FurtherClocks.WriteMet(turn, before, further); // a hold for the vendor that ended
            JudgeClock(turn, ClockName.Of(further), further.Clock, further.Definition.WarnAt);
        }
    }

    private static void JudgeClock(Turn turn, ClockKind kind) =>
        JudgeClock(turn, kind, turn.Ticket.Clock(kind), turn.Ticket.Agreement.WarnAt);

    // S4, S6
    private static void JudgeClock(Turn turn, ClockName name, SlaClock clock, ImmutableArray<Percentage> levels)
    {
        var retargeted = turn.Ticket.RetargetedAt == turn.Now;
        if (clock.HasEnded || clock.HasBreached || !(clock.IsRunning || retargeted))
            return;
        var elapsed = clock.Elapsed(turn.Now);
        var breached = elapsed >= clock.Target;
        // a further clock may have got its target while it did not count, and a new priority may be its old one again
        var mayBePast = clock.Banked > clock.Target || clock.Due is not { } next || next < turn.Now
            || (retargeted && name.Further is null);
        var due = !breached ? null : mayBePast ? clock.FirstReached(clock.Target) : clock.Due;
        var retroactive = due < turn.Now;
        if (!retroactive)
            WarnOf(turn, name, clock, levels, elapsed, onlyHighest: retargeted);
        if (due is { } missed)
            turn.Write(new ClockBreached(name, clock.Cycle, elapsed, missed, retroactive)
            {
                Rule = retroactive ? Rule.S4 : Rule.S6,
                Auto = true,
            });
    }

    private static void WarnOf(
        Turn turn, ClockName name, SlaClock clock, ImmutableArray<Percentage> levels, Duration elapsed,
        bool onlyHighest)
    {
        for (var index = 0; index < levels.Length; index++)
        {
            var level = levels[index];
            if (level.Hundredths <= clock.Warned || elapsed < level.Of(clock.Target))
                continue;
            var isHighest = index + 1 == levels.Length || elapsed < levels[index + 1].Of(clock.Target);
            // one that was passed unjudged, as by a target that was set and met in one instant, is not sent either
            if (isHighest || (!onlyHighest && elapsed == level.Of(clock.Target)))
                turn.Write(new ClockWarned(name, clock.Cycle, level.Hundredths, elapsed, clock.Due)
                {
                    Rule = Rule.S6,
                    Auto = true,
                });
        }
    }

    // L2; the close waits for the last open child, whose end brings it about, and for a duty
    private static void AddClosing(
        ref Earliest next, TicketState ticket, LifecyclePolicy lifecycle, INeighbours neighbours)
    {
        if (ticket.NoticedFor != ticket.LastActivityAt)
            next.Add(ticket.LastActivityAt + lifecycle.AutoCloseNotice);
        if (MayClose(ticket, neighbours))
            next.Add(ticket.LastActivityAt + lifecycle.AutoClose);
    }

    private static bool MayClose(TicketState ticket, INeighbours neighbours) =>
        !neighbours.HasOpenChild(ticket.Id) && FurtherClocks.Owed(ticket) is null;

    /// <summary>The clock's next warning, or its breach.</summary>
    private static Instant? ClockStep(SlaClock clock, ImmutableArray<Percentage> levels)
    {
        if (!clock.IsRunning || clock.HasBreached)
            return null;
        foreach (var level in levels)
        {
            if (level.Hundredths > clock.Warned)
                return clock.Reaches(level.Of(clock.Target));
        }
        return clock.Due;
    }

    private static void AddEscalations(ref Earliest next, TicketState ticket, Policy policy)
    {
        var memory = ticket.Escalation;
        var heldBack = ticket.Status == TicketStatus.Pending || ticket.SnoozedUntil is not null;
        if ((memory.BreachPending && Waits(Rule.E7)) || (memory.BouncePending && Waits(Rule.E3))
            || (memory.CustomerPending && Waits(Rule.E4)))
            next.Add(ticket.OpenedAt); // at once
        if (Waits(Rule.E1))
            next.Add(ThresholdStep(ticket, policy));
        if (Waits(Rule.E2) && EscalationRules.StagnationLimit(ticket, policy) is { } limit)
            next.Add(ticket.Agreement.Calendar.Due(ticket.IdleSince, limit));

        bool Waits(Rule rule) => !heldBack || !memory.Withheld.Contains(rule);
    }

    private static Instant? ThresholdStep(TicketState ticket, Policy policy)
    {
        var (clock, memory) = (ticket.Resolution, ticket.Escalation);
        var target = ticket.Agreement.TargetOf(ticket.Priority);
        if (!clock.IsRunning || memory.ThresholdSpent || clock.Reaches(target.EscalateAt) is not { } threshold)
            return null;
        if (!memory.ThresholdWarned || target.WhenActive == WhenActive.Escalate)
            return threshold;
        var then = new Earliest();
        then.Add(ticket.Agreement.Calendar.Due(ticket.QuietSince, EscalationRules.ActiveLimit(ticket, policy)));
        then.Add(clock.Reaches(policy.Escalation.ActiveEscalatesAt.Of(clock.Target)));
        return then.Found > threshold ? then.Found : then.Found is null ? null : threshold;
    }

    /// <summary>The earliest of several instants, of which some may be absent.</summary>
    private struct Earliest
    {
        public Instant? Found { get; private set; }

        public void Add(Instant? instant)
        {
            if (instant is { } candidate && !(Found <= candidate))
                Found = candidate;
        }
    }
}
