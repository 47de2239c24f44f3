using NodaTime;

namespace Muster.Storage;

/// <summary>What became of a leased message, told by its owner while the lease is his.</summary>
public abstract record Settlement(long MessageId, string Owner)
{
    /// <summary>It was taken. It is not sent again.</summary>
    public sealed record Delivered(long MessageId, string Owner) : Settlement(MessageId, Owner);

    /// <summary>Not now: it is to be tried again from <paramref name="At"/> on.</summary>
    public sealed record Retry(long MessageId, string Owner, Instant At, string Reason) : Settlement(MessageId, Owner);

    /// <summary>Never: refused by the other side, or by the decision that it should not be sent.</summary>
    public sealed record Refused(long MessageId, string Owner, string Reason) : Settlement(MessageId, Owner);
}

/// <summary>Where a message stands.</summary>
public enum OutboxState
{
    /// <summary>Unsent, leased or not.</summary>
    Waiting,
    Delivered,
    Refused,
}

/// <summary>A message and what became of it, for people who look.</summary>
/// <param name="Reason">Why it waits again or was refused; null where nothing was said.</param>
/// <param name="SettledAt">The moment of the latest settlement; null before the first.</param>
public sealed record StoredMessage(
    long Id, OutboxState State, int Attempts, string? Reason, Instant? SettledAt, OutboxMessage Message);
