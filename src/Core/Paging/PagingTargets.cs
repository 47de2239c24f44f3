using System.Collections.Immutable;
using Muster.Core.OnCall;
using Muster.Core.Policies;
using NodaTime;

namespace Muster.Core.Paging;

/// <summary>
/// Who is meant by a target such as <c>schedule:primary</c> at an instant, and who of them can be reached.
/// </summary>
public static class PagingTargets
{
    /// <summary>
    /// The people of all the targets, each once, in their order; those who cannot be told are left out and named in
    /// what was missed, in words. Where the policy lists no people, names are taken as they stand.
    /// </summary>
    public static (ImmutableArray<string> People, string? Missed) Resolve(
        ImmutableArray<string> targets, Policy policy, Instant now)
    {
        var people = ImmutableArray.CreateBuilder<string>();
        var missed = new List<string>();
        foreach (var target in targets)
        {
            var meant = MeantBy(target, policy, now);
            if (meant.Length == 0)
                missed.Add($"{target} has nobody");
            foreach (var person in meant)
            {
                if (!CanBeTold(person, policy))
                    missed.Add($"{person} has no way to be told");
                else if (!people.Contains(person))
                    people.Add(person);
            }
        }
        return (people.DrainToImmutable(), missed.Count == 0 ? null : string.Join("; ", missed.Distinct()));
    }

    /// <summary>Whom a target means at an instant, reachable or not.</summary>
    public static string[] MeantBy(string target, Policy policy, Instant now)
    {
        var colon = target.IndexOf(':', StringComparison.Ordinal);
        var name = target[(colon + 1)..];
        return target[..Math.Max(colon, 0)] switch
        {
            "schedule" => OnCall(name, policy, now),
            "team" => OfTeam(name, policy, now),
            "role" => [.. policy.People.Where(person => person.Value.Roles.Contains(name))
                .Select(person => person.Key).Order(StringComparer.Ordinal)],
            _ => [name],
        };
    }

    public static bool CanBeTold(string person, Policy policy) =>
        policy.People.IsEmpty || (policy.People.TryGetValue(person, out var known) && known.CanBeTold);

    /// <summary>Who is on call for it and its lead; without a schedule everybody in it (E8).</summary>
    private static string[] OfTeam(string name, Policy policy, Instant now)
    {
        if (!policy.Teams.TryGetValue(name, out var team))
            return [];
        string[] first = team.Schedule is { } schedule ? OnCall(schedule, policy, now) : [.. team.Members];
        return [.. first, .. team.Lead is { } lead && !first.Contains(lead) ? [lead] : Array.Empty<string>()];
    }

    private static string[] OnCall(string schedule, Policy policy, Instant now) =>
        policy.Schedules.TryGetValue(schedule, out var known) && new Rota(known).WhoIsOnCall(now) is { } person
            ? [person]
            : [];
}
