using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>
/// All that a replay knows between two lines, so that it can go on elsewhere: <see cref="VirtualTime.Save"/> takes it,
/// <see cref="VirtualTime.Resume"/> goes on from it. What is due when is derived from the tickets.
/// </summary>
/// <param name="Now">
/// The instant of the latest line; what time brings at it has not been judged. Null before the first.
/// </param>
/// <param name="Tickets">In the order of opening (S8).</param>
/// <param name="Links">Each once, parents and blocks read from the child and the blocker.</param>
/// <param name="Keys">The idempotency keys still remembered, oldest first (L7).</param>
public sealed record ReplayState(
    Instant? Now,
    ImmutableArray<SavedTicket> Tickets,
    ImmutableArray<SavedLink> Links,
    ImmutableArray<SavedKey> Keys)
{
    public ImmutableArray<SavedKey> Keys { get; init; } =
        [.. Keys.SkipWhile(key => Now is { } now && IdempotencyKeys.IsTooOld(key.At, now))];
}

/// <summary>One ticket, and where it stands in its chain of follow-ups (L4).</summary>
/// <param name="IsTouched">Something was said to it, or to its child, at the present instant.</param>
/// <param name="First">The place, from 0, of the first ticket of its chain; null for the first itself.</param>
/// <param name="FollowUp">The place of the ticket that follows it.</param>
/// <param name="FollowUps">On the first of a chain, the number of the latest follow-up; 0 where there is none.</param>
public sealed record SavedTicket(TicketState Ticket, bool IsTouched, int? First, int? FollowUp, int FollowUps);

public readonly record struct SavedLink(TicketId From, LinkKind Kind, TicketId To);

/// <param name="Body">The digest of the command that was accepted under the key.</param>
public readonly record struct SavedKey(string Key, UInt128 Body, Instant At);
