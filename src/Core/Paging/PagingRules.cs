using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Paging;

/// <summary>
/// E12: who is paged for a ticket, one step after the other, until somebody acknowledges; then a last resort, so that
/// it never ends in silence. While people keep the ticket back nobody is paged, and afterwards it goes on where it was.
/// </summary>
public static class PagingRules
{
    /// <summary>
    /// How the ticket is paged: by its team's plan, or that of its service's owner, unless it stands in another tier by
    /// now; then by the plan of the team that they escalate to, of the team that is called as the tier, or of the first
    /// by name in it. Null where nobody there has one. A team without a tier stands in any, but an escalation alerts
    /// the next tier (E8) and comes back to such a team only where nobody else has a plan.
    /// </summary>
    public static (string Name, PagingPolicy Plan)? PlanFor(TicketState ticket, Policy policy, bool escalated = false)
    {
        if (policy.Paging.IsEmpty)
            return null;
        var team = ticket.Team ?? (ticket.Service is { } service
            && policy.Services.TryGetValue(service, out var known) ? known.Owner : null);
        IEnumerable<string?> others =
        [
            team is not null && policy.Teams.TryGetValue(team, out var its) ? its.EscalatesTo : null,
            ticket.Tier.Name(),
            .. policy.Teams.Keys.Where(name => name != team).Order(StringComparer.Ordinal),
        ];
        var last = escalated && team is not null && Ladder.Of(team, policy) is null;
        foreach (var name in last ? [.. others, team] : others.Prepend(team))
        {
            if (name is not null && policy.Teams.TryGetValue(name, out var candidate)
                && candidate.Paging is { } paging && Stands(name))
                return (paging, policy.Paging[paging]);
        }
        return null;

        bool Stands(string name) =>
            Ladder.Of(name, policy) is { } tier ? tier == ticket.Tier : name == team;
    }

    /// <summary>When the ticket's paging goes on; null while nothing of it is to come.</summary>
    internal static Instant? Next(TicketState ticket)
    {
        if (ticket.Paging is not { } run || ticket.Status == TicketStatus.Pending || ticket.SnoozedUntil is not null)
            return null;
        return run.NextAt ?? (Forgotten(ticket, run) ? run.AnsweredAt + run.Plan.AckTimeout : null);
    }

    internal static void Page(Turn turn)
    {
        if (turn.Ticket.Paging is not { } run || !(Next(turn.Ticket) <= turn.Now))
            return;
        var begin = run.AnsweredAt is { } ? new PagingRun(run.Name, run.Plan) : run;
        var priority = turn.Ticket.Priority;
        var reason = run.AnsweredAt is null
            ? null
            : $"Acknowledged, and no activity for {DurationWords.Spell(run.Plan.AckTimeout)}";
        if (begin.StepFor(priority) < run.Plan.Steps.Length)
            PageStep(turn, begin, reason);
        else if (begin.HasReached && begin.Round <= run.Plan.Repeat && (begin with { Step = 0 }).HasStepFor(priority))
            PageStep(turn, begin with { Round = begin.Round + 1, Step = 0 }, reason);
        else
            PageLastResort(turn, begin, reason);
    }

    private static void PageStep(Turn turn, PagingRun run, string? reason)
    {
        var step = run.StepFor(turn.Ticket.Priority);
        var (people, missed) = PagingTargets.Resolve(run.Plan.Steps[step].Notify, turn.Policy, turn.Now);
        Write(turn, new TicketPaged(run.Name, run.Round, step + 1, people, LastResort: false, Joined(reason, missed)));
    }

    private static void PageLastResort(Turn turn, PagingRun run, string? reason)
    {
        var (people, missed) = PagingTargets.Resolve(run.Plan.LastResort, turn.Policy, turn.Now);
        reason = Joined(reason, run.HasReached ? "Nobody has acknowledged" : "Nobody could be told");
        Write(turn, new TicketPaged(
            run.Name, run.Round, run.Plan.Steps.Length, people, LastResort: true, Joined(reason, missed)));
    }

    private static void Write(Turn turn, TicketPaged paged) =>
        turn.Write(paged with { Rule = Rule.E12, Auto = true });

    private static bool HasStepFor(this PagingRun run, Priority priority) =>
        run.StepFor(priority) < run.Plan.Steps.Length;

    /// <summary>It was acknowledged, and nothing has been done on it since then.</summary>
    private static bool Forgotten(TicketState ticket, PagingRun run) =>
        run.AnsweredAt is { } at && ticket.LastActivityAt <= at;

    private static string? Joined(string? first, string? second) =>
        first is null ? second : second is null ? first : $"{first}; {second}";
}
