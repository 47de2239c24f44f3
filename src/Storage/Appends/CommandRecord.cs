using NodaTime;

namespace Muster.Storage;

/// <summary>
/// One command that was accepted or refused: an entry of the audit, and the answer for whoever repeats it.
/// </summary>
public sealed record CommandRecord
{
    /// <summary>How long an answer is kept for repeats.</summary>
    public static readonly Duration KeptFor = Duration.FromHours(72);

    /// <summary>When it was said: a repeat more than <see cref="KeptFor"/> later is a new command.</summary>
    public required Instant At { get; init; }

    /// <summary>Who said it, by an opaque id and not by name: the audit is not erased.</summary>
    public required string Actor { get; init; }
    public required string Verb { get; init; }
    public StreamId? Stream { get; init; }
    public required bool Accepted { get; init; }

    /// <summary>The rejection's code; null where it was accepted.</summary>
    public string? Code { get; init; }

    /// <summary>The idempotency key, made unique by the caller for each actor; null where none was given.</summary>
    public string? Key { get; init; }

    /// <summary>Digest of the body, by which a different command under the same key is told apart.</summary>
    public ReadOnlyMemory<byte> BodyDigest { get; init; }

    /// <summary>The answer as it was given, for repeats.</summary>
    public ReadOnlyMemory<byte> Answer { get; init; }
}

/// <summary>A line of the audit. Numbers rise without gaps.</summary>
/// <param name="Hash">SHA-256 over the line before and this one; key, digest and answer are not in it.</param>
public sealed record AuditRecord(
    long Number,
    Instant At,
    string Actor,
    string Verb,
    StreamId? Stream,
    bool Accepted,
    string? Code,
    ReadOnlyMemory<byte> Hash);
