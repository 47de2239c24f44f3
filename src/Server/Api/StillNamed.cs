using Muster.Core.Policies;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>Where a policy still counts on a person or a team, who is then not removed.</summary>
internal static class StillNamed
{
    public static IEnumerable<string> Person(Policy policy, string name, Instant now)
    {
        foreach (var (team, known) in policy.Teams)
        {
            if (known.Lead == name || known.Manager == name || known.Members.Contains(name))
                yield return $"team {team}";
        }
        foreach (var (person, known) in policy.People)
        {
            if (known.Manager == name)
                yield return $"person {person} as manager";
        }
        foreach (var (schedule, known) in policy.Schedules)
        {
            if (known.Layers.Any(layer => layer.People.Contains(name))
                || known.Overrides.Any(over => over.Person == name && over.To > now))
                yield return $"schedule {schedule}";
        }
        foreach (var paging in Paging(policy, $"person:{name}"))
            yield return paging;
    }

    public static IEnumerable<string> Team(Policy policy, string name, Instant now)
    {
        foreach (var (team, known) in policy.Teams)
        {
            if (known.EscalatesTo == name)
                yield return $"team {team} as what it escalates to";
        }
        foreach (var (service, known) in policy.Services)
        {
            if (known.Owner == name)
                yield return $"service {service} as owner";
        }
        foreach (var paging in Paging(policy, $"team:{name}"))
            yield return paging;
    }

    private static IEnumerable<string> Paging(Policy policy, string target) => policy.Paging
        .Where(known => known.Value.LastResort.Contains(target)
            || known.Value.Steps.Any(step => step.Notify.Contains(target)))
        .Select(known => $"paging {known.Key}");
}
