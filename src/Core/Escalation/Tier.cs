namespace Muster.Core.Escalation;

/// <summary>Where on the ladder a ticket stands (E9), lowest first.</summary>
public enum Tier
{
    Tier1,
    Tier2,
    Tier3,
    Vendor,
    Management,
}

/// <summary>The names of tiers as people and files write them.</summary>
public static class TierNames
{
    private static readonly string[] Names = ["tier-1", "tier-2", "tier-3", "vendor", "management"];

    public static IReadOnlyList<string> All => Names;

    public static string Name(this Tier tier) => Names[(int)tier];

    /// <summary>The tier that is written <paramref name="name"/>, case counting; null when there is none.</summary>
    public static Tier? Parse(string? name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (Tier)index;
    }
}
