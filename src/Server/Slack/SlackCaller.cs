using Muster.Core.Policies;
using Muster.Server.Access;

namespace Muster.Server.Slack;

/// <summary>Whom Slack speaks for: the person of the policy that has the member's id.</summary>
internal static class SlackCaller
{
    private static readonly Roles[] FromHighest = [Roles.Admin, Roles.Manager, Roles.Responder, Roles.Observer];

    /// <summary>Somebody who acts as that person; null where the policy knows no such member.</summary>
    public static Token? Of(string member, Policy policy)
    {
        if (member.Length == 0)
            return null;
        foreach (var (key, person) in policy.People.OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            if (string.Equals(person.Slack, member, StringComparison.OrdinalIgnoreCase))
                return new Token($"slack/{member}", $"person/{key}", RoleOf(key, person, policy), "")
                {
                    Name = key,
                    Person = key,
                    IssuedAt = default,
                };
        }
        return null;
    }

    /// <summary>
    /// The highest of the person's roles that is one of access. Where none is: a responder in a team, as a member, lead
    /// or manager; otherwise an observer.
    /// </summary>
    private static Roles RoleOf(string key, Person person, Policy policy)
    {
        foreach (var role in FromHighest)
        {
            if (person.Roles.Contains(role.Name()))
                return role;
        }
        return policy.Teams.Values.Any(team => team.Members.Contains(key) || team.Lead == key || team.Manager == key)
            ? Roles.Responder : Roles.Observer;
    }
}
