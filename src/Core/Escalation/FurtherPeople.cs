using System.Collections.Immutable;
using Muster.Core.OnCall;
using Muster.Core.Paging;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Escalation;

/// <summary>How somebody stands to a ticket that asks for further people, the nearest first.</summary>
public enum Nearness
{
    /// <summary>On call behind whoever is on call for the ticket's tier.</summary>
    SecondOnCall,

    /// <summary>In a team of the ticket's tier.</summary>
    Colleague,
    Vendor,
}

/// <param name="Team">Through which they stand so.</param>
/// <param name="Skill">What they know of the ticket's service or category; null for nothing.</param>
public sealed record FurtherPerson(string Person, Nearness Nearness, string Team, string? Skill);

/// <summary>
/// E8: whom else an escalated P1 or P2 asks for. One of those near; from the second time on, or where nobody is near
/// any more, one of a vendor as well. Among those who stand alike the skill decides, then how little they have open,
/// then the name. Nobody is asked twice for one ticket, nor who has it or was alerted by the escalation itself.
/// </summary>
public static class FurtherPeople
{
    /// <summary>Bound of those that are looked at for one ticket.</summary>
    public const int Most = 50;

    /// <summary>How far ahead the next in a rota is looked for.</summary>
    private static readonly Duration Ahead = Duration.FromDays(31);

    /// <summary>
    /// Those who may be asked, the nearest first; empty where the ticket's priority asks for nobody.
    /// </summary>
    /// <param name="ticket">After the escalation.</param>
    /// <param name="asked">Who was asked before, in any cycle.</param>
    public static ImmutableArray<FurtherPerson> Candidates(
        TicketState ticket, IReadOnlyCollection<string> asked, Policy policy, Instant at)
    {
        if (ticket.Priority > Priority.P2 || !ticket.IsOpen || policy.People.IsEmpty)
            return [];
        var (tier, vendors) = (TeamsOf(ticket.Tier, policy), TeamsOf(Tier.Vendor, policy));
        var alerted = tier.SelectMany(team => PagingTargets.MeantBy($"team:{team}", policy, at)).ToHashSet();
        IEnumerable<(string Person, Nearness Nearness, string Team)> near =
        [
            .. tier.SelectMany(team => SecondOf(policy.Teams[team], policy, at)
                .Select(person => (person, Nearness.SecondOnCall, team))),
            .. tier.SelectMany(team => policy.Teams[team].Members
                .Select(person => (person, Nearness.Colleague, team))),
            .. ticket.Tier == Tier.Vendor ? [] : vendors.SelectMany(team => PagingTargets
                .MeantBy($"team:{team}", policy, at).Select(person => (person, Nearness.Vendor, team))),
        ];
        return
        [
            .. near.Where(each => each.Person != ticket.Person && !asked.Contains(each.Person)
                    && !alerted.Contains(each.Person) && PagingTargets.CanBeTold(each.Person, policy))
                .DistinctBy(each => each.Person)
                .Take(Most)
                .Select(each => new FurtherPerson(
                    each.Person, each.Nearness, each.Team, SkillOf(policy.People[each.Person], ticket))),
        ];
    }

    /// <summary>Who is asked, and why they; null where there is nobody.</summary>
    /// <param name="open">How many open tickets each of the candidates has.</param>
    /// <param name="isFirst">Nobody was asked for this ticket before.</param>
    public static PeopleAsked? Choose(
        ImmutableArray<FurtherPerson> candidates, IReadOnlyDictionary<string, long> open, bool isFirst)
    {
        var ordered = candidates.OrderBy(each => each.Nearness)
            .ThenBy(each => each.Skill is null)
            .ThenBy(each => open.GetValueOrDefault(each.Person))
            .ThenBy(each => each.Person, StringComparer.Ordinal)
            .ToList();
        var near = ordered.FirstOrDefault(each => each.Nearness != Nearness.Vendor);
        var vendor = isFirst && near is not null
            ? null
            : ordered.FirstOrDefault(each => each.Nearness == Nearness.Vendor);
        FurtherPerson[] chosen = [.. new[] { near, vendor }.OfType<FurtherPerson>()];
        return chosen.Length == 0
            ? null
            : new PeopleAsked(
                [.. chosen.Select(each => each.Person)],
                string.Join("; ", chosen.Select(each => Why(each, open.GetValueOrDefault(each.Person)))))
            {
                Rule = Rule.E8,
                Auto = true,
            };
    }

    private static string[] TeamsOf(Tier tier, Policy policy) => [.. policy.Teams.Keys
        .Where(team => Ladder.Of(team, policy) == tier).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Of the schedule that is called as the team's with -secondary behind, or else who comes next in the team's own.
    /// </summary>
    private static string[] SecondOf(Team team, Policy policy, Instant at)
    {
        if (team.Schedule is not { } name || !policy.Schedules.TryGetValue(name, out var schedule))
            return [];
        if (policy.Schedules.ContainsKey(name + "-secondary"))
            return PagingTargets.MeantBy($"schedule:{name}-secondary", policy, at);
        var rota = new Rota(schedule);
        var first = rota.WhoIsOnCall(at);
        var next = rota.Shifts(at, at + Ahead).Select(shift => shift.Person).FirstOrDefault(who => who != first);
        return next is null ? [] : [next];
    }

    private static string? SkillOf(Person person, TicketState ticket) => person.Skills.FirstOrDefault(skill =>
        string.Equals(skill, ticket.Service, StringComparison.OrdinalIgnoreCase)
        || string.Equals(skill, ticket.Category, StringComparison.OrdinalIgnoreCase));

    private static string Why(FurtherPerson chosen, long open)
    {
        var stands = chosen.Nearness switch
        {
            Nearness.SecondOnCall => $"second on call for {chosen.Team}",
            Nearness.Colleague => $"of {chosen.Team}",
            _ => $"of the vendor {chosen.Team}",
        };
        var knows = chosen.Skill is { } skill ? $", knows {skill}" : "";
        return $"{chosen.Person}: {stands}{knows}, has {open} open {(open == 1 ? "ticket" : "tickets")}";
    }
}
