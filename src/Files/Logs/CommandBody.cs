using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Files.Logs;

/// <summary>What is wrong with one field of a body, in words for whoever sent it.</summary>
public sealed record BodyFault(string Field, string Text);

/// <summary>
/// One command as the body of a POST says it: the fields of a replay line without <c>at</c>, <c>do</c>, <c>ticket</c>
/// and <c>imported</c>, which its path, the moment and the way it came stand for.
/// </summary>
public sealed record CommandBody
{
    /// <summary>Why there is no object to read; null where there is one.</summary>
    public string? Unreadable { get; init; }

    /// <summary>All that is wrong with its fields, at most 20; the rest is then not to be used.</summary>
    public ImmutableArray<BodyFault> Faults { get; init; } = [];

    /// <summary>Null only where something is wrong.</summary>
    public TicketCommand? Command { get; init; }

    /// <summary>The idempotency key where the body says it (L7).</summary>
    public string? Key { get; init; }

    /// <summary>When it was true, where that was earlier than it is said.</summary>
    public Instant? HappenedAt { get; init; }

    /// <summary>Tells two bodies under one key apart; verb and ticket are in it.</summary>
    public UInt128 Digest { get; init; }

    /// <param name="ticket">The ticket as its path names it; null for open.</param>
    public static CommandBody Parse(string verb, string? ticket, ReadOnlySpan<byte> body, Policy policy) =>
        new LineParser(policy).ParseBody(verb, ticket, body);
}
