using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>A fact of a ticket and when it happened.</summary>
public readonly record struct DatedFact(Instant At, TicketEvent Fact)
{
    /// <summary>The policy that it was decided by; null for the one of the whole report.</summary>
    public Policy? Under { get; init; }
}

/// <summary>
/// S10: why a ticket stands where it stands at an instant. Derived from its facts alone, silent ones included, so that
/// a replay and a server answer alike.
/// </summary>
/// <param name="Ticket">As it stands at <paramref name="At"/>, after all that falls on that instant.</param>
/// <param name="Policy">The version of the policy.</param>
/// <param name="Clocks">The response clock, the resolution clock, then those that the agreement adds.</param>
/// <param name="Rules">Every rule of time and escalation, in the order of BEHAVIOUR.</param>
/// <param name="Ahead">What time brings from here on if nobody does anything, silent facts left out.</param>
/// <param name="Past">All facts up to the instant, in order.</param>
public sealed record Explanation(
    TicketState Ticket,
    Instant At,
    string Policy,
    ImmutableArray<ClockAccount> Clocks,
    ImmutableArray<RuleAccount> Rules,
    ImmutableArray<DatedFact> Ahead,
    ImmutableArray<DatedFact> Past)
{
    /// <summary>The version of the zone data that the policy counts by.</summary>
    public required string Zones { get; init; }

    /// <summary>The figures by the times that people stated; null where nobody stated one.</summary>
    public StatedTimes? Stated { get; init; }

    /// <param name="facts">All facts of the ticket in order, its opening first; those after at are not read.</param>
    /// <param name="at">Not before the opening.</param>
    /// <param name="neighbours">Asked for open children only.</param>
    /// <exception cref="ArgumentException">The ticket was not yet opened at that instant.</exception>
    public static Explanation Of(
        TicketId id, IEnumerable<DatedFact> facts, Instant at, Policy policy, INeighbours neighbours)
    {
        ImmutableArray<DatedFact> past = [.. facts.TakeWhile(fact => fact.At <= at)];
        var stations = Stations(id, past, policy);
        if (stations.Count == 0)
            throw new ArgumentException($"{id} was not yet open at {at}", nameof(at));
        var ticket = stations[^1].Ticket;
        Policy[] policies = [.. past.Select(fact => fact.Under).OfType<Policy>().Append(policy).Distinct()];
        var ahead = Forecast.Of(ticket, policy, at, neighbours);
        return new Explanation(
            ticket, at, policy.Version,
            [.. ticket.Clocks.Select(clock => ClockAccount.Of(clock, stations, at, policies))],
            RuleAccount.All(new RuleView(ticket, at, policy, neighbours), past, ahead),
            [.. ahead.Where(fact => !fact.Fact.IsSilent)],
            past)
        {
            Zones = policy.Zones.Version,
            Stated = StatedTimes.Of(id, past, at, policy),
        };
    }

    /// <summary>The ticket after each instant at which something happened to it.</summary>
    private static List<Station> Stations(TicketId id, ImmutableArray<DatedFact> past, Policy policy)
    {
        var stations = new List<Station>();
        foreach (var told in past)
        {
            var (at, fact) = told;
            var under = told.Under ?? policy;
            var before = stations.Count > 0 ? stations[^1] : (Station?)null;
            var ticket = before is { } known
                ? known.Ticket.Evolve(fact, at, under)
                : TicketState.From(id, (TicketOpened)fact, at, under);
            if (before?.At == at)
                stations.RemoveAt(stations.Count - 1);
            stations.Add(new Station(at, ticket));
        }
        return stations;
    }
}

/// <summary>How the ticket stood from an instant on, until the next station.</summary>
internal readonly record struct Station(Instant At, TicketState Ticket);
