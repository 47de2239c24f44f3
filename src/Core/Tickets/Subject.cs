using System.Collections.Immutable;
using Muster.Core.Majors;
using NodaTime;

namespace Muster.Core.Tickets;

/// <summary>
/// Which ticket it is and what it is about. Few facts touch it, so it stands apart from what every fact copies.
/// </summary>
public sealed record Subject
{
    public required TicketId Id { get; init; }
    public required Instant OpenedAt { get; init; }

    /// <summary>What was said at its opening.</summary>
    public required TicketOpened Opening { get; init; }
    public string? Category { get; init; }
    public string? Service { get; init; }
    public TagSet Tags { get; init; } = TagSet.Empty;
    public ImmutableArray<ImpactFact> Impact { get; init; } = [];
    public ImmutableArray<Link> Links { get; init; } = [];

    /// <summary>Under major-incident procedure: no clock pauses (S3).</summary>
    public bool IsMajor { get; init; }
    public string? Severity { get; init; }

    /// <summary>The major incident that it is or was, and what its report is made of; null for most tickets.</summary>
    public MajorState? Major { get; init; }
}
