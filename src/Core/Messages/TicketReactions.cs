using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Majors;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Messages;

/// <summary>Who is to be told of what happened to a ticket. A replay has no use for it: it tells nobody.</summary>
public static class TicketReactions
{
    /// <summary>Bound of a chain of managers.</summary>
    private const int MostManagers = 10;

    /// <summary>Each person at most once for a fact, in the order in which they matter.</summary>
    /// <param name="ticket">The ticket after the fact.</param>
    public static ImmutableArray<Message> To(
        TicketEvent fact, TicketState ticket, long version, Policy policy, Instant at)
    {
        if (fact is MajorEvent or MajorDeclared or MajorStoodDown)
            return MajorReactions.To(fact, ticket, version, policy, at);
        if (fact is TicketPaged paged)
            return [.. paged.To.Select(person => new Message(MessageKind.Page, person, ticket.Id, version))];
        var told = Audience(fact, ticket, policy, at)
            .Where(person => person is { Length: > 0 } && policy.People.ContainsKey(person));
        return [.. told.Distinct().Select(person => new Message(MessageKind.Notice, person!, ticket.Id, version))];
    }

    /// <summary>The ticket's requester hears of it.</summary>
    public static bool IsForRequester(TicketEvent fact) => fact is WarningGiven { Rule: Rule.L2 };

    /// <summary>L8: what the requesters of its children are told of such a fact, where the policy knows them.</summary>
    public static IEnumerable<Message> ToRequesters(
        IEnumerable<string> requesters, TicketId ticket, long version, Policy policy) =>
        requesters.Where(policy.People.ContainsKey)
            .Select(person => new Message(MessageKind.Notice, person, ticket, version));

    /// <summary>
    /// L9: the person of a ticket that is blocked no more by another, or its team's lead; null where there is nobody,
    /// or where they did it themselves.
    /// </summary>
    /// <param name="about">The ticket whose fact freed it.</param>
    public static Message? Freed(
        TicketId about, long version, TicketId blocked, string? person, string? team, string? by, Policy policy)
    {
        var lead = team is not null && policy.Teams.TryGetValue(team, out var known) ? known.Lead : null;
        return (person ?? lead) is { Length: > 0 } to && policy.People.ContainsKey(to)
            && !string.Equals(to, by, StringComparison.OrdinalIgnoreCase)
            ? new Message(MessageKind.Notice, to, about, version) { Blocked = blocked }
            : null;
    }

    private static IEnumerable<string?> Audience(TicketEvent fact, TicketState ticket, Policy policy, Instant at) =>
        fact switch
        {
            // L2's notice; the requester hears of it where the policy knows them
            _ when IsForRequester(fact) => [ticket.Requester?.Name, ticket.Person],
            // E1: the assignee is told the time left, the manager that somebody works on it
            WarningGiven { Proposed: false } => [ticket.Person, ManagerOf(ticket, policy)],
            // E4 proposes to whoever may follow it
            WarningGiven => [ticket.Person, TeamOf(ticket, policy)?.Lead],
            // E8, and E7's management
            TicketEscalated escalated =>
            [
                .. Tier(escalated.To, policy, at), ticket.Person, .. ManagersOf(ticket, policy),
                .. escalated.Rule == Rule.E7 ? Tier(Core.Escalation.Tier.Management, policy, at) : [],
            ],
            PeopleAsked asked => [.. asked.To],
            // L5
            TicketResumed { Rule: Rule.L5 } => [ticket.Person],
            // E7 tells of a missed resolution
            ClockBreached breached when breached.Clock == ClockKind.Response => [TeamOf(ticket, policy)?.Lead],
            ClockWarned { Clock.Further: not null } => [ticket.Person ?? TeamOf(ticket, policy)?.Lead],
            ClockBreached { Clock.Further: not null } =>
                [ticket.Person, TeamOf(ticket, policy)?.Lead, ManagerOf(ticket, policy)],
            ReplyReceived { Machine: false } => [ticket.Person],
            TicketAssigned { By: var by } when ticket.Person is { } person
                && !string.Equals(by, person, StringComparison.OrdinalIgnoreCase) => [person],
            _ => [],
        };

    /// <summary>Who is on call for the teams of a tier, and their leads.</summary>
    private static IEnumerable<string> Tier(Tier tier, Policy policy, Instant at) => policy.Teams
        .Where(team => Ladder.Of(team.Key, policy) == tier)
        .OrderBy(team => team.Key, StringComparer.Ordinal)
        .SelectMany(team => PagingTargets.MeantBy($"team:{team.Key}", policy, at));

    /// <summary>The chain upwards, as far as the priority asks for: P1 to its end, P2 two, the others one.</summary>
    private static List<string> ManagersOf(TicketState ticket, Policy policy)
    {
        var chain = new List<string>();
        var most = ticket.Priority switch { Priority.P1 => MostManagers, Priority.P2 => 2, _ => 1 };
        for (var next = ManagerOf(ticket, policy);
            next is not null && chain.Count < most && !chain.Contains(next);
            next = policy.People.GetValueOrDefault(next)?.Manager)
            chain.Add(next);
        return chain;
    }

    private static string? ManagerOf(TicketState ticket, Policy policy) =>
        ticket.Person is { } person && policy.People.TryGetValue(person, out var known) && known.Manager is { } manager
            ? manager
            : TeamOf(ticket, policy)?.Manager;

    private static Team? TeamOf(TicketState ticket, Policy policy) =>
        ticket.Team is { } team ? policy.Teams.GetValueOrDefault(team) : null;
}
