using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Replay;

/// <summary>Why a line of a replay log was refused whole.</summary>
public enum RefusalCode
{
    Unreadable,
    OutOfOrder,
    Exists,
    UnknownTicket,
    Invalid,
    NotAllowed,
    ChildOpen,
    KeyReused,
}

public static class RefusalCodes
{
    private static readonly string[] Names =
    [
        "unreadable", "out-of-order", "exists", "unknown-ticket", "invalid", "not-allowed", "child-open", "key-reused",
    ];

    public static string Name(this RefusalCode code) => Names[(int)code];
}

/// <param name="Text">What is wrong and, where it helps, what would be right.</param>
public sealed record Refusal(RefusalCode Code, string Text);

/// <summary>One line of a replay log, as far as it could be read.</summary>
public sealed record LogLine
{
    /// <summary>Null where the line says no instant that can be read; it then moves no time.</summary>
    public Instant? At { get; init; }

    /// <summary>What is wrong with its shape; the other fields are then not to be used.</summary>
    public Refusal? Fault { get; init; }

    public string Ticket { get; init; } = "";
    public TicketCommand? Command { get; init; }

    /// <summary>The idempotency key (L7), and a digest of the line without it and without <c>at</c>.</summary>
    public string? Key { get; init; }
    public UInt128 Body { get; init; }
}
