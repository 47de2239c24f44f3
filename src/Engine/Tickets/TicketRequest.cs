using Muster.Core.Tickets;
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
}

/// <summary>A ticket, and how many events made it.</summary>
public sealed record TicketAt(TicketState State, long Version);

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

    /// <summary>As much waits already as may wait: come again.</summary>
    public sealed record Overloaded : TicketAnswer;
}
