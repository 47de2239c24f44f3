using NodaTime;

namespace Muster.Storage;

/// <summary>What became of a leased message, told by its owner while the lease is his.</summary>
public abstract record Settlement(long MessageId, string Owner)
{
    /// <summary>It was taken. It is not sent again.</summary>
    public sealed record Delivered(long MessageId, string Owner) : Settlement(MessageId, Owner);

    /// <summary>Not now: it is to be tried again from <paramref name="At"/> on.</summary>
    public sealed record Retry(long MessageId, string Owner, Instant At, string Reason) : Settlement(MessageId, Owner);

    /// <summary>It was not needed any more, and nobody was told.</summary>
    public sealed record Dropped(long MessageId, string Owner, string Reason) : Settlement(MessageId, Owner);

    /// <summary>Never: the other side takes it not, or was tried for too long. A dead letter.</summary>
    public sealed record Refused(long MessageId, string Owner, string Reason) : Settlement(MessageId, Owner);
}

/// <summary>Where a message stands.</summary>
public enum OutboxState
{
    /// <summary>Unsent, leased or not.</summary>
    Waiting,
    Delivered,

    /// <summary>A dead letter.</summary>
    Refused,

    /// <summary>Not needed any more.</summary>
    Dropped,
}

/// <summary>A message and what became of it, for people who look.</summary>
/// <param name="Reason">Why it waits again, was refused or dropped; null where nothing was said.</param>
/// <param name="SettledAt">The moment of the latest settlement; null before the first.</param>
public sealed record StoredMessage(
    long Id, OutboxState State, int Attempts, string? Reason, Instant? SettledAt, OutboxMessage Message)
{
    /// <summary>How long a message is kept once it was delivered or dropped; a dead letter stays.</summary>
    public static readonly Duration KeptFor = Duration.FromDays(30);
}
