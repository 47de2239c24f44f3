using Muster.Core.Paging;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.Tickets;

// When a paging begins (E12); what becomes of it: Paging/PagingRun.cs.
public sealed partial record TicketState
{
    /// <summary>A paging begins where the ticket's priority asks for one and nobody works on it (E12).</summary>
    private TicketState Summoning(Instant at, Policy policy) =>
        !policy.Paging.IsEmpty && IsOpen && Status != TicketStatus.InProgress
        && PagingRules.PlanFor(this, policy) is { } found && found.Plan.Priorities.Contains(Priority)
            ? Paged(at, found.Name, found.Plan)
            : this;

    private TicketState SummoningUnlike(TicketState before, Instant at, Policy policy) =>
        Team != before.Team || Priority != before.Priority || Tier != before.Tier ? Summoning(at, policy) : this;

    /// <summary>An escalation pages whatever the priority, and whoever works on it in a lower tier (E8).</summary>
    private TicketState Paged(Instant at, Policy policy) =>
        IsOpen && PagingRules.PlanFor(this, policy, escalated: true) is { } found
            ? Paged(at, found.Name, found.Plan)
            : this;

    /// <summary>One that is under way is not doubled (E10).</summary>
    private TicketState Paged(Instant at, string name, PagingPolicy plan) =>
        Paging is { IsUnderWay: true } under && under.Name == name
            ? this
            : this with { Paging = PagingRun.Begin(name, plan, Priority, at) };
}
