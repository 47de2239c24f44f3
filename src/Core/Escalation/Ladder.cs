using Muster.Core.Policies;

namespace Muster.Core.Escalation;

/// <summary>The tiers and the way up (E9).</summary>
public static class Ladder
{
    /// <summary>
    /// One tier up. Where the policy lists teams, a tier without one is skipped, management never; from management
    /// there is no higher one.
    /// </summary>
    public static Tier Above(Tier tier, Policy policy)
    {
        var next = tier;
        do
            next = next >= Tier.Vendor ? Tier.Management : next + 1;
        while (next != Tier.Management && !policy.Teams.IsEmpty && !HasTeam(next, policy));
        return next;
    }

    /// <summary>
    /// The tier of a team: what the policy says of it, else the tier it is named after, else unknown.
    /// </summary>
    public static Tier? Of(string? team, Policy policy) =>
        team is not null && !policy.Teams.IsEmpty && policy.Teams.TryGetValue(team, out var known)
        && known.Tier is { } tier
            ? tier
            : TierNames.Parse(team);

    private static bool HasTeam(Tier tier, Policy policy)
    {
        foreach (var name in policy.Teams.Keys)
        {
            if (Of(name, policy) == tier)
                return true;
        }
        return false;
    }
}
