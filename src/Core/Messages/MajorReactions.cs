using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Messages;

/// <summary>
/// Who is to be told of what happened to a major incident, and which other places: each is a message of its own, tried
/// by itself, so that one which does not answer holds up none (M3).
/// </summary>
internal static class MajorReactions
{
    /// <summary>Where a message goes that is for a place of this installation and not for somebody.</summary>
    private const string Here = "here";

    public static ImmutableArray<Message> To(
        TicketEvent fact, TicketState ticket, long version, Policy policy, Instant at) => ticket.Major is not { } major
        ? []
        : [.. Told(fact, ticket, major, policy, at).Distinct()
            .Select(told => new Message(told.Kind, told.To, ticket.Id, version))];

    private static IEnumerable<(MessageKind Kind, string To)> Told(
        TicketEvent fact, TicketState ticket, MajorState major, Policy policy, Instant at) => fact switch
        {
            MajorDeclared or SeverityChanged or MajorStoodDown or ServiceRestored or Relapsed =>
                [.. Places(), .. Stakeholders(ticket, major, policy, at)],
            StatusPosted => [.. Places(), .. Stakeholders(ticket, major, policy, at), (MessageKind.Linked, Here)],
            RoleAccepted => [(MessageKind.Bridge, Here)],
            BridgeOpened { Channel: not null } => [],
            CandidateRaised => People(MessageKind.Notice, policy, [Lead(ticket, policy), Manager(ticket, policy)]),
            RoleOffered offered => People(MessageKind.Role, policy, [offered.To]),
            BoxEnded => People(MessageKind.Call, policy, [InRole(major, MajorWords.Commander)]),
            BoxUnanswered unanswered => People(MessageKind.Call, policy, [unanswered.To]),
            StatusDue => People(MessageKind.Call, policy, [InRole(major, MajorWords.CommunicationsLead)]),
            StatusMissed => People(MessageKind.Call, policy,
                [InRole(major, MajorWords.CommunicationsLead), InRole(major, MajorWords.Commander)]),
            WatchEnded => People(MessageKind.Call, policy, [InRole(major, MajorWords.Commander)]),
            DecisionDue => People(MessageKind.Notice, policy,
                [InRole(major, MajorWords.Scribe) ?? InRole(major, MajorWords.Commander)]),
            TaskAdded { To: var to } => People(MessageKind.Notice, policy, [PersonOf(major, to)]),
            ActionAdded { To: var to } => People(MessageKind.Notice, policy, [to]),
            ActionDue { To: var to } => People(MessageKind.Notice, policy, [Owner(ticket, major, to, policy)]),
            _ => [],
        };

    private static IEnumerable<(MessageKind, string)> Places() =>
        [(MessageKind.Status, Here), (MessageKind.Bridge, Here), (MessageKind.Subscribers, Here)];

    /// <summary>Each once, whatever lists they stand in: those of the severity's audience first.</summary>
    private static IEnumerable<(MessageKind, string)> Stakeholders(
        TicketState ticket, MajorState major, Policy policy, Instant at)
    {
        var lists = policy.Majors.Stakeholders;
        var audience = policy.Majors.Of(major.Severity).Audience;
        var told = audience.Where(lists.ContainsKey).Select(name => lists[name])
            .Concat(lists.Where(list => !audience.Contains(list.Key) && IsNamed(list.Value))
                .OrderBy(list => list.Key, StringComparer.Ordinal).Select(list => list.Value))
            .Where(list => IsFor(list, ticket, major));
        return told.SelectMany(list => list.To).SelectMany(target => Meant(target, policy, at)).Distinct()
            .Select(to => (MessageKind.Stakeholder, to));

        // a list that no severity's audience names is for what it says itself
        bool IsNamed(StakeholderList list) =>
            !list.Severities.IsEmpty || !list.Services.IsEmpty || !list.Customers.IsEmpty;
    }

    private static bool IsFor(StakeholderList list, TicketState ticket, MajorState major) =>
        (list.Severities.IsEmpty || list.Severities.Contains(major.Severity))
        && (list.Services.IsEmpty || (ticket.Service is { } service && list.Services.Contains(service)))
        && (list.Customers.IsEmpty || list.Customers.Any(customer => ticket.Tags["customer"] == customer));

    /// <summary>People by key, addresses as they stand.</summary>
    private static IEnumerable<string> Meant(string target, Policy policy, Instant at) =>
        target.StartsWith("mail:", StringComparison.Ordinal) || target.StartsWith("slack:", StringComparison.Ordinal)
        || target.StartsWith("webhook:", StringComparison.Ordinal)
            ? [target]
            : PagingTargets.MeantBy(target, policy, at).Where(policy.People.ContainsKey);

    private static IEnumerable<(MessageKind, string)> People(
        MessageKind kind, Policy policy, IEnumerable<string?> people) =>
        people.OfType<string>().Where(policy.People.ContainsKey).Select(person => (kind, person));

    private static string? InRole(MajorState major, string role) =>
        major.Role(role) is { } held ? held.Holder ?? held.Offered : null;

    /// <summary>R4: an action without an owner who can be told is for who commanded, else the team's lead.</summary>
    private static string? Owner(TicketState ticket, MajorState major, string? to, Policy policy) =>
        ((string?[])[to, InRole(major, MajorWords.Commander), Lead(ticket, policy)])
            .FirstOrDefault(person => person is not null && policy.People.ContainsKey(person));

    /// <summary>A task may be a role's.</summary>
    private static string? PersonOf(MajorState major, string? to) =>
        to is not null && MajorWords.Team.Contains(to) ? InRole(major, to) : to;

    private static string? Lead(TicketState ticket, Policy policy) => TeamOf(ticket, policy)?.Lead;

    private static string? Manager(TicketState ticket, Policy policy) => TeamOf(ticket, policy)?.Manager;

    private static Team? TeamOf(TicketState ticket, Policy policy)
    {
        var name = ticket.Team ?? (ticket.Service is { } service
            && policy.Services.TryGetValue(service, out var known) ? known.Owner : null);
        return name is null ? null : policy.Teams.GetValueOrDefault(name);
    }
}
