using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Sla;

/// <summary>What a further clock of an agreement counts (S1).</summary>
public enum ClockPurpose
{
    /// <summary>From the response on, how long ago the requester last heard of it; each public update begins it anew.
    /// </summary>
    NextUpdate,

    /// <summary>How long one of its teams has the ticket (an operational level agreement).</summary>
    Team,

    /// <summary>How long a supplier has it: while the tier is vendor, or it is held for the vendor (E9).</summary>
    Vendor,

    /// <summary>A duty to somebody outside, from when it began to match until a tag says that it is done.</summary>
    Regulatory,
}

/// <summary>A clock that an agreement gives beside response and resolution.</summary>
/// <param name="Name">As the journal names it; never that of the two.</param>
/// <param name="Match">Which of the agreement's tickets have it; null for all.</param>
/// <param name="PauseOn">The hold reasons that pause it (S3).</param>
/// <param name="WarnAt">Shares of the target, rising, each above 0 and below 1 (S6).</param>
/// <param name="Targets">By priority, P1 first; null where a ticket of that priority has no such clock.</param>
/// <param name="Teams">Whose time a team's clock counts; empty for the other purposes.</param>
/// <param name="MetBy">The tags of which any ends a regulatory clock; empty for the other purposes.</param>
public sealed record ClockDefinition(
    string Name,
    ClockPurpose Purpose,
    SlaMatch? Match,
    BusinessCalendar Calendar,
    ImmutableHashSet<string> PauseOn,
    ImmutableArray<Percentage> WarnAt,
    ImmutableArray<Duration?> Targets,
    ImmutableHashSet<string> Teams,
    ImmutableDictionary<string, ImmutableHashSet<string>> MetBy)
{
    public Duration? TargetOf(Priority priority) => Targets[(int)priority - 1];
}
