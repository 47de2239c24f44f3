namespace Muster.Server.Status;

/// <summary>The names that Statuspage has for the states of components, incidents and the whole.</summary>
internal static class HealthWords
{
    public static readonly IReadOnlyList<string> All =
        ["operational", "degraded_performance", "partial_outage", "major_outage"];

    /// <summary>Of a component.</summary>
    public static string Name(this Health health) => All[(int)health];

    public static Health? Parse(string? name) =>
        All.Index().FirstOrDefault(known => known.Item == name) is { Item: not null } found
            ? (Health)found.Index
            : null;

    /// <summary>Of the whole page, and of an incident's impact.</summary>
    public static string Indicator(this Health health) => health switch
    {
        Health.Operational => "none",
        Health.Degraded => "minor",
        Health.PartialOutage => "major",
        Health.MajorOutage => "critical",
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "an unknown state"),
    };

    public static string OfAll(this Health health) => health switch
    {
        Health.Operational => "All Systems Operational",
        Health.Degraded => "Degraded Performance",
        Health.PartialOutage => "Partial System Outage",
        Health.MajorOutage => "Major System Outage",
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "an unknown state"),
    };

    /// <summary>For people.</summary>
    public static string Words(this Health health) => health switch
    {
        Health.Operational => "Operational",
        Health.Degraded => "Degraded",
        Health.PartialOutage => "Partial outage",
        Health.MajorOutage => "Major outage",
        _ => throw new ArgumentOutOfRangeException(nameof(health), health, "an unknown state"),
    };

    public static Health OfSeverity(string? severity) => severity switch
    {
        "SEV-3" => Health.Degraded,
        "SEV-2" => Health.PartialOutage,
        _ => Health.MajorOutage, // a severity that nobody knows counts as the highest, as everywhere
    };
}
