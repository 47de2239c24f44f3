using NodaTime;

namespace Muster.Storage;

/// <summary>Something that the world is to be told; decided anew before it is told.</summary>
/// <param name="Key">Stable over every attempt; one key is sent as one message.</param>
/// <param name="Kind">Which loop it is for, as <c>page</c> or <c>webhook</c>.</param>
/// <param name="Rank">0 to 9, the most urgent first; how long one of 9 waits is no fault of anybody's.</param>
/// <param name="NotBefore">The first instant at which it may go.</param>
public sealed record OutboxMessage(
    string Key, string Kind, StreamId? About, int Rank, Instant NotBefore, ReadOnlyMemory<byte> Body)
{
    public const int LowestRank = 9;
}

/// <summary>A message that its owner may send until the lease ends; then another may, under the same key.</summary>
/// <param name="Attempt">From 1: how often it was leased, this time included.</param>
public sealed record LeasedMessage(long Id, int Attempt, Instant LeasedUntil, OutboxMessage Message);

/// <param name="IsHeld">The store was restored and not released: nothing is leased.</param>
public sealed record LeaseResult(bool IsHeld, IReadOnlyList<LeasedMessage> Messages);

/// <param name="Owner">Who leases, unique for each loop of each process.</param>
/// <param name="Kinds">Empty for every kind.</param>
/// <param name="Max">1 to 1,000.</param>
public sealed record LeaseRequest(string Owner, Instant Now, Duration For, int Max)
{
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>What is less urgent than that stays.</summary>
    public int LowestRank { get; init; } = OutboxMessage.LowestRank;
}
