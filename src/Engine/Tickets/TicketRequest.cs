using System.Collections.Immutable;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>One command as somebody says it to the desk.</summary>
/// <param name="Actor">Who says it, by an opaque id that the audit keeps.</param>
/// <param name="Ticket">The ticket as it was named; null for open.</param>
public sealed record TicketRequest(string Actor, string? Ticket, TicketCommand Command)
{
    /// <summary>The idempotency key; null where none was given (L7).</summary>
    public string? Key { get; init; }

    /// <summary>Digest of the body, by which a different command under the same key is told apart.</summary>
    public UInt128 Body { get; init; }

    /// <summary>When it happened, where the speaker says that it was earlier than now.</summary>
    public Instant? HappenedAt { get; init; }

    /// <summary>The version that the speaker has seen; null for whichever there is (L6).</summary>
    public long? SeenVersion { get; init; }

    /// <summary>
    /// What else the same commit writes, of the ticket's stream, which an opening gives; null for nothing. Asked anew
    /// for every attempt.
    /// </summary>
    public Func<StreamId, Beside>? Beside { get; init; }
}

/// <summary>What is written in one commit with a ticket's facts, or not at all.</summary>
public sealed record Beside(StreamId Ticket)
{
    /// <summary>Other streams than tickets'. One that moved on makes the answer <see cref="TicketAnswer.Overtaken"/>.
    /// </summary>
    public ImmutableArray<StreamAppend> Streams { get; init; } = [];

    public ImmutableArray<NameClaim> Names { get; init; } = [];
    public ImmutableArray<OutboxMessage> Messages { get; init; } = [];
}

/// <summary>A ticket, and how many events made it.</summary>
public sealed record TicketAt(TicketState State, long Version)
{
    /// <summary>Its figures by the stated times may differ from those of the record.</summary>
    public bool HasStatedTimes { get; init; }

    /// <summary>
    /// The instant of the command that this answers, as of which its clocks are told, however often the answer is
    /// given (L7); null for now.
    /// </summary>
    public Instant? AsOf { get; init; }
}

/// <summary>
/// What became of a request. All but <see cref="Done"/> are refusals: nothing was written but the audit.
/// </summary>
public abstract record TicketAnswer
{
    private TicketAnswer() { }

    /// <summary>Done and on the disk, or nothing to change.</summary>
    /// <param name="Repeated">It had been said before under the same key; nothing was done again.</param>
    public sealed record Done(TicketAt Ticket, bool Repeated = false) : TicketAnswer;

    public sealed record Refused(Rejection Rejection) : TicketAnswer;

    public sealed record Unknown(string Ticket) : TicketAnswer;

    /// <summary>Somebody changed it since the speaker looked (412).</summary>
    public sealed record Stale(long Version) : TicketAnswer;

    /// <summary>The key was used for another command within 72 h.</summary>
    public sealed record KeyReused(string Key) : TicketAnswer;

    /// <summary>An alias of the ticket leads to another one already.</summary>
    public sealed record AliasTaken(string Alias, string Holder) : TicketAnswer;

    /// <summary>What was to be written beside the ticket was decided upon an old version: decide it anew.</summary>
    public sealed record Overtaken : TicketAnswer;

    /// <summary>As much waits already as may wait: come again.</summary>
    public sealed record Overloaded : TicketAnswer;
}
