using System.Collections.Immutable;
using NodaTime;

namespace Muster.Storage;

/// <summary>
/// All that one command or one deadline changes. It is committed whole or not at all; the bounds are in
/// <see cref="BatchBounds"/>.
/// </summary>
public sealed record Batch
{
    /// <summary>The writer's epoch, from <see cref="IEventStore.ClaimEpoch"/>.</summary>
    public required long Epoch { get; init; }

    /// <summary>The moment of the decision; kept to the millisecond, as every instant in the store.</summary>
    public required Instant RecordedAt { get; init; }

    /// <summary>Each stream at most once. A link between two tickets names both.</summary>
    public ImmutableArray<StreamAppend> Streams { get; init; } = [];

    /// <summary>A message whose key the outbox has seen before is dropped silently: it is the same message.</summary>
    public ImmutableArray<OutboxMessage> Messages { get; init; } = [];

    /// <summary>What became of messages that this writer leased.</summary>
    public ImmutableArray<Settlement> Settlements { get; init; } = [];
    public ImmutableArray<NameClaim> Names { get; init; } = [];
    public ImmutableArray<LinkChange> Links { get; init; } = [];
    public ImmutableArray<CounterChange> Counters { get; init; } = [];
    public ImmutableArray<Erasure> Erasures { get; init; } = [];

    /// <summary>
    /// The command that asked for this, accepted or refused: its audit record, and its answer to whoever repeats it.
    /// Null for what the coordinator does by itself.
    /// </summary>
    public CommandRecord? Command { get; init; }
}
