using System.Collections.Immutable;
using System.Diagnostics;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Sla;
using NodaTime;

namespace Muster.Core.Tickets;

public sealed partial record TicketState
{
    /// <summary>The state that the first event of a stream makes.</summary>
    public static TicketState From(TicketId id, TicketOpened opened, Instant at, Policy policy)
    {
        var tags = new TagSet(opened.Tags);
        var agreement = Agreements.For(policy, opened.Service, opened.Category, tags);
        var priority = opened.Priority ?? agreement.DefaultPriority;
        var target = agreement.TargetOf(priority);
        var ticket = new TicketState
        {
            Subject = new Subject
            {
                Id = id,
                OpenedAt = at,
                Opening = opened,
                Category = opened.Category,
                Service = opened.Service,
                Tags = tags,
                Impact = opened.AffectedUsers is { } users ? [new ImpactFact("affectedUsers", $"{users}")] : [],
            },
            LastActivityAt = at,
            Priority = priority,
            IsProvisional = opened.Priority is null,
            Agreement = agreement,
            Response = SlaClock.Begin(1, target.Response, agreement.Calendar).Run(at),
            Resolution = SlaClock.Begin(1, target.Resolution, agreement.Calendar).Run(at),
        };
        return opened.Status is { } status
            ? ticket.Found(status, opened.HoldReason, at).Clocked(opened, at)
            : ticket.Summoning(at, policy).Clocked(opened, at);
    }

    /// <summary>
    /// The ticket after one more of its facts. The policy is the version that the fact was decided by.
    /// </summary>
    public TicketState Evolve(TicketEvent fact, Instant at, Policy policy)
    {
        var after = Changed(fact, at, policy).Clocked(fact, at);
        if (Major is null && fact is not (MajorEvent or MajorDeclared))
            return after;
        var major = MajorEvolution.After(Major, fact, after, at, policy);
        return after.About(after.Subject with
        {
            Major = major,
            Severity = after.IsMajor ? major?.Severity ?? after.Severity : null,
        });
    }

    private TicketState Clocked(TicketEvent fact, Instant at) => Agreement.Clocks.IsEmpty && Further.IsEmpty
        ? this
        : this with { Further = FurtherClocks.After(this, fact, at) };

    private TicketState Changed(TicketEvent fact, Instant at, Policy policy) => fact switch
    {
        TicketTriaged triaged => Back(at, policy).Triaged(triaged, at, policy).Rematched(this, at, policy).Paced(at)
            .SummoningUnlike(this, at, policy),
        TicketAssigned assigned => Back(at, policy).AssignedTo(assigned, at, policy).SummoningUnlike(this, at, policy),
        WorkStarted started => Back(at, policy).Unheld(at).Started(started, at).Paced(at),
        TicketUpdated updated => updated.Machine || Ticket.IsCoordinator(updated.By) ? this : Active(updated, at)
            .RespondedIf(updated.Public && !IsRequester(updated.By), at),
        RequesterAsked => (Active(fact, at) with { Waiting = Waiting with { AskedAt = at } })
            .RespondedIf(!IsRequester(fact.By), at),
        ReplyReceived reply => reply.Machine ? this : Unasked().Active(reply, at),
        TicketHeld held => Back(at, policy).Held(held, at).Paced(at),
        TicketResumed => Resumed(fact, at).Paced(at),
        TicketResolved resolved => this with
        {
            Status = TicketStatus.Resolved,
            LastActivityAt = at,
            Waiting = Waiting.Over(), // L13: a hold, its until, the snooze and the wait end without events of their own
            RetargetedAt = null,
            Ending = Ending with { FinishedAt = at, Code = resolved.Code, Text = resolved.Text },
            Escalation = Escalation.Drop(),
            Paging = null,
            Response = Response.MayBeMet ? Response.Meet(at) : Response,
            Resolution = Resolution.HasEnded ? Resolution : Resolution.Meet(at),
        },
        TicketClosed closed => Closed(closed, at),
        TicketReopened => Reopened(at, policy).Active(fact, at).Paced(at).Summoning(at, policy),
        TicketAcknowledged => (this with
        {
            AcknowledgedBy = AcknowledgedBy.Add(fact.By ?? ""),
            Paging = Paging is { IsUnderWay: true } or { IsExhausted: true } ? Paging.Answered(at) : Paging,
        }).Responded(at),
        PriorityChanged changed => (this with { Priority = changed.To, IsProvisional = false }).Retargeted(at)
            .SummoningUnlike(this, at, policy),
        TicketLinked linked => About(Subject with { Links = Links.Add(new Link(linked.Kind, linked.To)) }),
        TicketUnlinked gone => About(Subject with { Links = Links.Remove(new Link(gone.Kind, gone.To)) }),
        TicketTagged tagged => About(Subject with { Tags = Tags.With(tagged.Tags) }).Rematched(this, at, policy)
            .SummoningUnlike(this, at, policy),
        TicketSnoozed snoozed => Snoozed(snoozed, at),
        ImpactStated stated => About(Subject with { Impact = With(Impact, stated.Facts) }),
        MajorDeclared declared => About(Subject with { IsMajor = true, Severity = declared.Severity }).Paced(at),
        MajorStoodDown => About(Subject with { IsMajor = false, Severity = null }).Paced(at),
        ClocksRebased => Rematched(this, at, policy).SummoningUnlike(this, at, policy),
        TimeCorrected or PeopleAsked => this,
        ClockMet met => met.Clock.Further is null ? this : this with { Further = FurtherClocks.Met(this, met) },
        ClockWarned warned => With(warned.Clock, Clock(warned.Clock)! with { Warned = warned.Level }),
        ClockBreached breached => Breached(breached),
        WarningGiven { Rule: Rule.L2 } => this with { Ending = Ending with { NoticedFor = LastActivityAt } },
        WarningGiven warned => this with { Escalation = Escalation.Count(warned.Rule, at, warning: true) },
        TicketEscalated escalated => (this with
        {
            Escalation = Escalation.Moved(escalated.Rule, escalated.To, at),
            AcknowledgedBy = [],
        }).Paged(at, policy),
        TicketPaged paged => this with { Paging = Paging?.After(paged, Priority, at), AcknowledgedBy = [] },
        EscalationWithheld withheld => this with { Escalation = Escalation.Withhold(withheld.Rule, at) },
        SnoozeEnded => SnoozeOver(at),
        WaitLapsed => Unasked(),
        RetargetJudged => this with { RetargetedAt = null },
        RuleDeferred => this with { Escalation = Escalation.Withhold(fact.Rule, at) },
        RuleCounted counted => this with { Escalation = Escalation.Count(counted.Rule, at, counted.Warning) },
        MajorEvent => this,
        _ => throw new UnreachableException($"{fact.GetType().Name} is unknown to {nameof(TicketState)}"),
    };

    private TicketState About(Subject subject) => this with { Subject = subject };

    private TicketState Active(TicketEvent fact, Instant at) => fact.Auto
        ? this
        : this with { LastActivityAt = at, Escalation = Escalation.Stirred(fact) };

    private Instant ActivityAfter(TicketEvent fact, Instant at) => fact.Auto ? LastActivityAt : at;

    private TicketState Unasked() => this with { Waiting = Waiting.Unasked() };

    private TicketState RespondedIf(bool isResponse, Instant at) => isResponse ? Responded(at) : this;

    private TicketState Responded(Instant at) =>
        Response.MayBeMet ? this with { Response = Response.Meet(at) } : this;

    private TicketState Triaged(TicketTriaged triaged, Instant at, Policy policy) => this with
    {
        Status = TicketStatus.Triaged,
        LastActivityAt = ActivityAfter(triaged, at),
        Subject = Subject with { Category = triaged.Category ?? Category, Service = triaged.Service ?? Service },
        Priority = triaged.Priority ?? Priority,
        IsProvisional = IsProvisional && triaged.Priority is null,
        Team = triaged.Team ?? Team,
        Escalation = Escalation.Stirred(triaged) with { Tier = Ladder.Of(triaged.Team, policy) ?? Tier },
    };

    private TicketState Started(WorkStarted started, Instant at) => this with
    {
        Status = TicketStatus.InProgress,
        LastActivityAt = ActivityAfter(started, at),
        Escalation = Escalation.Stirred(started),
        Paging = null, // somebody is on it
        Response = !started.Auto && Response.MayBeMet ? Response.Meet(at) : Response,
    };

    /// <summary>Whether an assign is the one too many (E3).</summary>
    internal bool WouldBounce(string? team, string? to, Policy policy)
    {
        var (newTeam, person) = Ticket.Assignment(this, team, to);
        return IsReassignment(newTeam, person) && Escalation.Bounces >= policy.Escalation.BouncedMoreThan;
    }

    private bool IsReassignment(string? team, string? person) => !Escalation.NextAssignIsFirst
        && ((Team is not null && team != Team) || (Person is not null && person is not null && person != Person));

    // L11; E3 counts here
    private TicketState AssignedTo(TicketAssigned assigned, Instant at, Policy policy)
    {
        var (team, person) = Ticket.Assignment(this, assigned.Team, assigned.To);
        var reassigned = IsReassignment(team, person);
        var after = Ticket.StatusAfterAssign(this, team);
        return this with
        {
            Team = team,
            Person = person,
            Assignments = Assignments + 1,
            LastActivityAt = ActivityAfter(assigned, at),
            Status = Status == TicketStatus.Pending ? Status : after,
            Waiting = Status == TicketStatus.Pending ? Waiting with { HeldFrom = after } : Waiting,
            Escalation = Escalation.Reassigned(
                assigned, reassigned, assigned.Tier ?? Tier, policy.Escalation.BouncedMoreThan),
        };
    }

    private TicketState Held(TicketHeld held, Instant at)
    {
        // what time ended and begins again at one instant is one hold-back (E11)
        var continues = Status == TicketStatus.Pending || SnoozedUntil is { } until && at <= until
            || (held.Auto && (LeftPendingAt == at || SnoozeEndedAt == at));
        return this with
        {
            Status = TicketStatus.Pending,
            LastActivityAt = ActivityAfter(held, at),
            Waiting = Waiting with
            {
                HeldFrom = Status == TicketStatus.Pending ? HeldFrom : Status,
                HoldReason = held.Reason,
                HoldUntil = held.Until,
                AskedAt = null,
            },
            Escalation = (continues ? Escalation : Escalation.Release()).Stirred(held),
        };
    }

    private TicketState Resumed(TicketEvent? fact, Instant at) => Status != TicketStatus.Pending
        ? fact is null ? this : Active(fact, at)
        : this with
        {
            Status = HeldFrom,
            LastActivityAt = fact is null ? LastActivityAt : ActivityAfter(fact, at),
            Waiting = Waiting with { HoldReason = null, HoldUntil = null, LeftPendingAt = at },
            Escalation = (IsSnoozed(at) || fact?.Rule == Rule.L5 ? Escalation : Escalation.Release()).Stirred(fact),
        };

    private TicketState Snoozed(TicketSnoozed snoozed, Instant at) => snoozed.Until <= at
        ? EndSnooze(at)
        : this with
        {
            Waiting = Waiting with { SnoozedUntil = snoozed.Until, SnoozeReason = snoozed.Reason },
            Escalation = IsHeldBack(at) || SnoozedUntil == at ? Escalation : Escalation.Release(),
        };

    private TicketState EndSnooze(Instant at) => SnoozeOver(at) with
    {
        Escalation = Status == TicketStatus.Pending ? Escalation : Escalation.Release(),
    };

    private TicketState SnoozeOver(Instant at) => this with
    {
        Waiting = Waiting with { SnoozedUntil = null, SnoozeReason = null, SnoozeEndedAt = at },
    };

    // E7 is about the resolution clock alone
    private TicketState Breached(ClockBreached breached)
    {
        var ticket = With(breached.Clock, Clock(breached.Clock)! with { BreachedDue = breached.Due });
        return breached.Clock == ClockKind.Resolution
            ? ticket with { Escalation = Escalation with { BreachPending = true } }
            : ticket;
    }

    private TicketState Closed(TicketClosed closed, Instant at) => this with
    {
        Status = TicketStatus.Closed,
        LastActivityAt = IsOpen ? at : LastActivityAt,
        Waiting = Waiting.Over(), // L13
        RetargetedAt = null,
        Ending = Ending with
        {
            FinishedAt = IsOpen ? at : FinishedAt,
            ClosedAt = at,
            Code = closed.Code ?? Code,
            Text = closed.Text ?? ResolutionText,
        },
        Escalation = IsOpen ? Escalation.Drop() : Escalation,
        Paging = null,
        Response = Response.HasEnded ? Response : Response.CloseUnmet(at),
        Resolution = Resolution.HasEnded ? Resolution : Resolution.CloseUnmet(at),
    };

    private TicketState Reopened(Instant at, Policy policy) => Back(at, policy) with
    {
        Status = TicketStatus.Reopened,
        Waiting = Waiting.Over(),
        AcknowledgedBy = [],
    };

    /// <summary>
    /// Open again, by whatever verb: an import may do it with others than reopen. Within the limit the same cycle goes
    /// on, later the next begins (S7). An open ticket stays as it is.
    /// </summary>
    private TicketState Back(Instant at, Policy policy)
    {
        if (IsOpen)
            return this;
        var ticket = this with
        {
            Status = TicketStatus.Reopened,
            Ending = Ending with { ClosedAt = null, NoticedFor = null },
        };
        var sameCycle = FinishedAt is not { } finished || at - finished <= policy.Lifecycle.SameCycleWithin;
        return sameCycle ? ticket.SameCycle(at) : ticket.NextCycle(at);
    }

    /// <summary>An import may take a ticket out of Pending with others than resume.</summary>
    private TicketState Unheld(Instant at) => Status == TicketStatus.Pending ? Resumed(null, at) : this;

    private TicketState SameCycle(Instant at)
    {
        var ticket = this with
        {
            Resolution = Resolution.GoOn().Run(at),
            Response = Response.End == ClockEnd.Closed ? Response.GoOn().Run(at) : Response,
        };
        var stale = ticket.Resolution.Target != TargetOf(ClockKind.Resolution)
            || (!ticket.Response.HasEnded && ticket.Response.Target != TargetOf(ClockKind.Response))
            || !ReferenceEquals(ticket.Resolution.Calendar, Agreement.Calendar)
            || ticket.Resolution.IsPastUnjudged || ticket.Response.IsPastUnjudged;
        return stale ? ticket.Retargeted(at) : ticket; // S4: while resolved, when the clock runs again
    }

    private TicketState NextCycle(Instant at)
    {
        var fresh = SlaClock.Begin(Resolution.Cycle + 1, TargetOf(ClockKind.Resolution), Agreement.Calendar);
        var wasCancelled = Response is { End: ClockEnd.Closed, HasBreached: false };
        return this with
        {
            Resolution = fresh.Run(at),
            Response = wasCancelled
                ? SlaClock.Begin(Response.Cycle + 1, TargetOf(ClockKind.Response), Agreement.Calendar).Run(at)
                : Response,
            Escalation = Escalation.NewCycle(),
        };
    }

    // L12: an import stands in its state without a history
    private TicketState Found(TicketStatus status, string? holdReason, Instant at)
    {
        var ticket = this with { Status = status };
        var responded = status is TicketStatus.InProgress or TicketStatus.Reopened or TicketStatus.Resolved
            or TicketStatus.Closed;
        if (responded)
            ticket = ticket with { Response = Response.Meet(at) };
        if (!status.IsOpen())
            ticket = ticket with { Resolution = Resolution.Meet(at), Ending = Ending with { FinishedAt = at } };
        if (status == TicketStatus.Closed)
            ticket = ticket with { Ending = ticket.Ending with { ClosedAt = at } };
        if (status == TicketStatus.Pending)
        {
            ticket = ticket with
            {
                Waiting = Waiting with
                {
                    HeldFrom = TicketStatus.New,
                    HoldReason = holdReason ?? Ticket.DefaultHoldReason,
                },
            };
        }
        return ticket.Paced(at);
    }

    /// <summary>Lets each clock run or pause as state, reason and agreement ask for now (S3).</summary>
    private TicketState Paced(Instant at)
    {
        var paused = Status == TicketStatus.Pending && !IsMajor && Agreement.PauseOn.Contains(HoldReason ?? "");
        var response = Response.Paced(paused, at);
        var resolution = Resolution.Paced(paused, at);
        return ReferenceEquals(response, Response) && ReferenceEquals(resolution, Resolution)
            ? this
            : this with { Response = response, Resolution = resolution };
    }

    /// <summary>A matched field may have changed: another agreement is a re-target in the same instant (S1).</summary>
    private TicketState Rematched(TicketState before, Instant at, Policy policy)
    {
        var agreement = Agreements.For(policy, Service, Category, Tags);
        var priority = IsProvisional ? agreement.DefaultPriority : Priority;
        if (ReferenceEquals(agreement, before.Agreement) && priority == before.Priority)
            return this;
        return (this with { Agreement = agreement, Priority = priority }).Retargeted(at).Paced(at);
    }

    /// <summary>S4: elapsed is kept, the target changes at once; it is judged at the end of this instant.</summary>
    private TicketState Retargeted(Instant at)
    {
        if (!IsOpen)
            return this; // when the clock runs again
        return this with
        {
            Response = Response.HasEnded
                ? Response
                : Response.Retarget(at, TargetOf(ClockKind.Response), Agreement.Calendar),
            Resolution = Resolution.HasEnded
                ? Resolution
                : Resolution.Retarget(at, TargetOf(ClockKind.Resolution), Agreement.Calendar),
            RetargetedAt = at,
        };
    }

    private TicketState With(ClockName name, SlaClock clock) => name switch
    {
        { Further: { } further } => this with
        {
            Further = [.. Further.Select(one => one.Name == further ? one with { Clock = clock } : one)],
        },
        { Kind: ClockKind.Response } => this with { Response = clock },
        _ => this with { Resolution = clock },
    };
}
