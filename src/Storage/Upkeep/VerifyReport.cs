namespace Muster.Storage;

/// <summary>
/// What a stream's rows should be by its events, oldest first; null for a stream that is no ticket. Called on a thread
/// of the store's: it must not call the store.
/// </summary>
public delegate StreamView? StreamFold(StreamId stream, IReadOnlyList<StoredEvent> events);

/// <param name="SearchText">What people wrote, by version, for full text search.</param>
public sealed record StreamView(TicketRow Row, IReadOnlyList<(long Version, string Text)> SearchText);

/// <param name="Faults">What is wrong, in words; the first <see cref="MostFaults"/> of it.</param>
public sealed record VerifyReport(long Streams, long Events, long AuditRecords, IReadOnlyList<string> Faults)
{
    public const int MostFaults = 100;

    public bool IsSound => Faults.Count == 0;

    /// <summary>The fact with the least position that is not what was written, in words; null for none.</summary>
    public string? FirstChanged { get; init; }
}
