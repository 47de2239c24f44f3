using System.Collections.Immutable;
using NodaTime;

namespace Muster.Storage;

/// <summary>What happens to one stream, and what it looks like afterwards.</summary>
/// <param name="ExpectedVersion">The version that was decided upon; 0 for a stream that does not exist yet.</param>
/// <param name="Events">
/// They get the versions after the expected one. Empty where only the rows change, as when a stale deadline is cleared;
/// a stream of no events cannot be begun.
/// </param>
public sealed record StreamAppend(StreamId Stream, long ExpectedVersion, ImmutableArray<NewEvent> Events)
{
    /// <summary>The stream's next deadline from now on; null takes away the one it had.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>The ticket's row in lists and search; null leaves the one it has.</summary>
    public TicketRow? Row { get; init; }

    /// <summary>
    /// What people wrote in these events, for full text search beside the row's own words; of an opening the title
    /// with the description, since words are looked for within one text. Null adds none.
    /// </summary>
    public string? SearchText { get; init; }

    /// <summary>The state after these events, as a cache; null keeps the older one.</summary>
    public ReadOnlyMemory<byte>? Snapshot { get; init; }
}

/// <param name="DueAt">When the stream wants to be woken; a past instant means at once.</param>
/// <param name="Rank">0 to 9, the most urgent first; orders what is due at the same instant.</param>
public readonly record struct Deadline(Instant DueAt, int Rank);

/// <param name="Version">How many events it has.</param>
/// <param name="Hash">The chain's end: 32 bytes.</param>
public sealed record StreamHead(StreamId Stream, long Version, ReadOnlyMemory<byte> Hash, Deadline? Deadline);

/// <param name="Version">The version of the stream whose state it holds.</param>
public sealed record Snapshot(long Version, ReadOnlyMemory<byte> Body);

/// <summary>A stream that wants to be woken.</summary>
public sealed record StreamDue(StreamId Stream, long Version, Deadline Deadline);
