using NodaTime;

namespace Muster.Storage;

/// <summary>A fact as it was stored.</summary>
public sealed record StoredEvent
{
    public required StreamId Stream { get; init; }

    /// <summary>From 1, without gaps within a stream.</summary>
    public required long Version { get; init; }

    /// <summary>Its place among all events: rises strictly, may leave gaps.</summary>
    public required long Position { get; init; }
    public required string Type { get; init; }
    public required Instant HappenedAt { get; init; }
    public required Instant RecordedAt { get; init; }
    public string? Actor { get; init; }
    public string? Cause { get; init; }
    public string? Key { get; init; }
    public required string Policy { get; init; }

    /// <summary>The epoch of the writer.</summary>
    public required long Epoch { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Empty where there was none; where it was erased, what stands in for it.</summary>
    public ReadOnlyMemory<byte> PersonalText { get; init; }

    /// <summary>SHA-256 over salt and personal text, 32 bytes; empty where there was none.</summary>
    public ReadOnlyMemory<byte> TextDigest { get; init; }

    /// <summary>The salt, 16 bytes; goes with the text when that is erased, so that the digest tells nothing.</summary>
    public ReadOnlyMemory<byte> Salt { get; init; }

    /// <summary>SHA-256 over the event before and this one, 32 bytes.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    public bool IsErased => !TextDigest.IsEmpty && Salt.IsEmpty;
}
