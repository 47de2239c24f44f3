using Muster.Core.Escalation;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage;

/// <summary>One ticket as lists and search show it: computed from its events, and computed anew by a rebuild.</summary>
public sealed record TicketRow
{
    /// <summary>Rises when the same events make a different row; a rebuild replaces what is older.</summary>
    public const int CurrentView = 1;

    public int View { get; init; } = CurrentView;

    /// <summary>The ticket's own stream; fills in from the append.</summary>
    public StreamId Stream { get; init; }

    /// <summary>What people call it: the number that the desk gave.</summary>
    public required long Number { get; init; }
    public string? Title { get; init; }
    public required TicketStatus State { get; init; }
    public required Priority Priority { get; init; }
    public Tier Tier { get; init; }
    public string? Team { get; init; }
    public string? Person { get; init; }
    public string? Service { get; init; }
    public string? Requester { get; init; }
    public required Instant OpenedAt { get; init; }
    public required Instant LastActivityAt { get; init; }
    public Instant? NextDueAt { get; init; }
    public Instant? ResponseDueAt { get; init; }
    public Instant? ResolutionDueAt { get; init; }
    public bool ResponseBreached { get; init; }
    public bool ResolutionBreached { get; init; }

    /// <summary>From when on it is at risk if nobody does anything; null where it is in none.</summary>
    public Instant? AtRiskFrom { get; init; }
    public bool IsMajor { get; init; }

    /// <summary>
    /// Where it stands as a major incident: candidate, declared, watched or stood-down; null where it is none.
    /// </summary>
    public string? Major { get; init; }

    /// <summary>Name and value, as <c>os=macOS site=Bonn</c>.</summary>
    public string? Tags { get; init; }

    public bool IsOpen => State.IsOpen();
}
