using System.Collections.Immutable;
using Muster.Channels;
using Muster.Core.Messages;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Files.Logs;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>Why somebody was told of a ticket, or was not (E12).</summary>
/// <param name="Because">One sentence for each reason, in the order of what happened.</param>
public sealed record WhyNot(bool WasTold, ImmutableArray<string> Because)
{
    private const int Most = 500;

    public static async Task<WhyNot> Of(
        IEventStore store, PolicyBook policies, IReadOnlyList<IChannel> channels, TicketState ticket, string person,
        Instant now)
    {
        var policy = policies.Current;
        var because = ImmutableArray.CreateBuilder<string>();
        var messages = await store.ReadMessages(StreamId.Ticket(ticket.Id.Value), 0, Most).ConfigureAwait(false);
        var theirs = messages.Where(message => Same(MessageFormat.Read(message.Message).To, person)).ToList();
        foreach (var message in theirs)
            because.Add(Became(message));
        if (theirs.Count == 0)
            Unmentioned(because, ticket, policy, person, now);
        Reachable(because, policy, channels, person);
        return new WhyNot(theirs.Any(message => message.State == OutboxState.Delivered), because.DrainToImmutable());
    }

    private static string Became(StoredMessage stored)
    {
        var kind = $"a {stored.Message.Kind} of {Rfc3339.Format(stored.Message.NotBefore)}";
        return stored.State switch
        {
            OutboxState.Delivered => $"{kind} was delivered at {Rfc3339.Format(stored.SettledAt!.Value)}",
            OutboxState.Waiting when stored.Attempts == 0 => $"{kind} has not been tried yet",
            OutboxState.Waiting => $"{kind} was tried {Times(stored.Attempts)} and is tried again: {stored.Reason}",
            _ => $"{kind} was not delivered: {stored.Reason}",
        };
    }

    /// <summary>Nothing was ever meant for them; why?</summary>
    private static void Unmentioned(
        ImmutableArray<string>.Builder because, TicketState ticket, Policy policy, string person, Instant now)
    {
        var found = ticket.Paging is { } run ? (run.Name, run.Plan) : PagingRules.PlanFor(ticket, policy);
        if (found is not var (name, plan))
        {
            because.Add(policy.Paging.IsEmpty
                ? "the policy has no paging"
                : $"no team that {ticket.Id} stands with has a paging policy (team {ticket.Team ?? "none"}, "
                    + $"{Core.Escalation.TierNames.Name(ticket.Tier)})");
            return;
        }
        var steps = plan.Steps.Select((step, index) => (step.Notify, Words: $"step {index + 1} of {name}", step))
            .ToList();
        var meant = steps.Where(step => Means(step.Notify)).ToList();
        if (meant.Count == 0)
            because.Add(Means(plan.LastResort)
                ? $"they are only the last resort of {name}"
                : $"no step of {name} means them at {Rfc3339.Format(now)}");
        foreach (var (_, words, step) in meant)
            because.Add(step.IsFor(ticket.Priority)
                ? $"{words} means them, and was not reached: {Standing(ticket, plan)}"
                : $"{words} means them, but not for {ticket.Priority}");

        bool Means(ImmutableArray<string> targets) => targets
            .Any(target => PagingTargets.MeantBy(target, policy, now).Any(each => Same(each, person)));
    }

    private static string Standing(TicketState ticket, PagingPolicy plan) => ticket.Paging switch
    {
        { AnsweredAt: { } at } => $"it was acknowledged at {Rfc3339.Format(at)}",
        { NextAt: { } next } => $"it is paged on at {Rfc3339.Format(next)}",
        { } => "it ended with the last resort",
        _ when !ticket.IsOpen => $"the ticket is {ticket.Status.ToString().ToLowerInvariant()}",
        _ when ticket.Status == TicketStatus.InProgress => "somebody works on it",
        _ when !plan.Priorities.Contains(ticket.Priority) => $"a {ticket.Priority} pages nobody by itself",
        _ => "no paging has begun",
    };

    private static void Reachable(
        ImmutableArray<string>.Builder because, Policy policy, IReadOnlyList<IChannel> channels, string person)
    {
        if (!policy.People.ContainsKey(person))
            because.Add($"the policy knows no person {person}");
        else if (Ways.Of(person, policy, channels).IsEmpty)
            because.Add("they have no contact that a channel here serves");
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
