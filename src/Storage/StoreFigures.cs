using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage;

/// <summary>How much stands in a store at one moment.</summary>
public sealed record StoreFigures
{
    /// <summary>Streams that are due at or before the moment and were not woken yet; counts to 100,000.</summary>
    public required long StreamsDue { get; init; }

    /// <summary>Messages that were neither delivered nor refused, those that may not go yet among them.</summary>
    public required long Unsent { get; init; }

    /// <summary>Since when the oldest message that might have gone by the moment waits; null when none does.</summary>
    public Instant? OldestUnsentAt { get; init; }

    /// <summary>Open tickets; a pair that is missing has none.</summary>
    public required IReadOnlyDictionary<(Priority Priority, TicketStatus State), long> Open { get; init; }

    /// <summary>On the disk; 0 for a store in memory.</summary>
    public required long Bytes { get; init; }
}
