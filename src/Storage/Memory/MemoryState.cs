using System.Collections.Immutable;
using Muster.Core.Tickets;

namespace Muster.Storage.Memory;

/// <summary>
/// Everything a memory store holds, as one value: a commit puts the next in place of the last, and a test may put an
/// earlier one back, as a crash does.
/// </summary>
public sealed record MemoryState
{
    public static MemoryState Empty { get; } = new();

    internal ImmutableDictionary<StreamId, StreamEntry> Streams { get; init; } =
        ImmutableDictionary<StreamId, StreamEntry>.Empty;

    /// <summary>All events in the order of their positions, which are 1 and so on.</summary>
    internal ImmutableList<StoredEvent> Events { get; init; } = [];

    internal ImmutableSortedDictionary<long, MemoryTicket> Tickets { get; init; } =
        ImmutableSortedDictionary<long, MemoryTicket>.Empty;

    internal ImmutableSortedDictionary<long, MemoryMessage> Messages { get; init; } =
        ImmutableSortedDictionary<long, MemoryMessage>.Empty;

    internal ImmutableHashSet<string> MessageKeys { get; init; } =
        ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    internal ImmutableList<AuditRecord> Audit { get; init; } = [];

    internal ImmutableDictionary<string, CommandRecord> Answers { get; init; } =
        ImmutableDictionary.Create<string, CommandRecord>(StringComparer.Ordinal);

    internal ImmutableDictionary<string, StreamId> Names { get; init; } =
        ImmutableDictionary.Create<string, StreamId>(StringComparer.Ordinal);

    internal ImmutableHashSet<(StreamId From, LinkKind Kind, StreamId To)> Links { get; init; } = [];

    internal ImmutableDictionary<string, long> Counters { get; init; } =
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    internal ImmutableDictionary<string, long> Nodes { get; init; } =
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    internal long HighestEpoch { get; init; }

    internal bool IsHeld { get; init; }
}

/// <param name="Key">Its place in the order of beginning, from 1.</param>
/// <param name="Positions">Of its events, by version.</param>
internal sealed record StreamEntry(
    long Key, ImmutableList<long> Positions, ReadOnlyMemory<byte> Hash, Deadline? Deadline, Snapshot? Snapshot);

/// <param name="Texts">What is searched: the head under 0, what people wrote under its version.</param>
internal sealed record MemoryTicket(TicketRow Row, ImmutableSortedDictionary<long, string> Texts);

/// <param name="ReadyAt">When it may be taken: its not-before, or the end of its lease.</param>
internal sealed record MemoryMessage(StoredMessage Stored, NodaTime.Instant ReadyAt, string? Owner);
