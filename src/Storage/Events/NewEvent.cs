using NodaTime;

namespace Muster.Storage;

/// <summary>
/// A fact that is to be stored. It is never changed afterwards, save that its personal text may be erased.
/// </summary>
public sealed record NewEvent
{
    /// <summary>The explicit, versioned name of its form: <c>ticket.opened.v1</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it was true; an import tells of the past.</summary>
    public required Instant HappenedAt { get; init; }

    /// <summary>Who did it, by an opaque id; null for the coordinator. Names belong to the personal text.</summary>
    public string? Actor { get; init; }

    /// <summary>What brought it about: a command's id, a deadline, a rule.</summary>
    public string? Cause { get; init; }

    /// <summary>The idempotency key of the command; null where there was none.</summary>
    public string? Key { get; init; }

    /// <summary>The version of the policy that it was decided by.</summary>
    public required string Policy { get; init; }

    /// <summary>JSON in UTF-8, without personal text.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>
    /// Names, addresses, what people wrote, as JSON in UTF-8; empty for none. Lies in a row of its own.
    /// </summary>
    public ReadOnlyMemory<byte> PersonalText { get; init; }
}
