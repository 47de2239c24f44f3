namespace Muster.Storage;

/// <summary>How much one batch may hold. Whoever makes more has a bug, so it is an exception.</summary>
public static class BatchBounds
{
    public const int Streams = 100;
    public const int Events = 1_000;
    public const int Others = 1_000;

    /// <summary>Of one body or one personal text: 1 MiB.</summary>
    public const int Bytes = 1 << 20;

    /// <exception cref="ArgumentException">The batch is too large, or contradicts itself.</exception>
    public static void Check(Batch batch)
    {
        Require(batch.Streams.Length <= Streams, "streams");
        Require(batch.Streams.Sum(part => part.Events.Length) <= Events, "events");
        Require(batch.Messages.Length <= Others && batch.Settlements.Length <= Others, "messages");
        Require(batch.Names.Length <= Others && batch.Links.Length <= Others, "names or links");
        Require(batch.Counters.Length <= Others && batch.Erasures.Length <= Others, "counters or erasures");
        for (var index = 0; index < batch.Streams.Length; index++)
            Check(batch, index);
        Require(batch.Names.DistinctBy(claim => Names.Compared(claim.Name)).Count() == batch.Names.Length, "names");
        foreach (var message in batch.Messages)
            Require(message.Body.Length <= Bytes && message.Rank is >= 0 and <= OutboxMessage.LowestRank, "message");
    }

    private static void Check(Batch batch, int index)
    {
        var part = batch.Streams[index];
        Require(part.Stream.Value is { Length: > 0 and <= StreamId.LongestName }, "stream name");
        Require(part.ExpectedVersion > 0 || !part.Events.IsEmpty, "beginning of a stream without an event");
        Require(part.Deadline is not { } deadline || deadline.Rank is >= 0 and <= 9, "rank");
        for (var other = 0; other < index; other++)
            Require(batch.Streams[other].Stream != part.Stream, "mention of one stream");
        foreach (var fact in part.Events)
            Require(fact.Body.Length <= Bytes && fact.PersonalText.Length <= Bytes, "event");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ArgumentException($"A batch does not allow such {what}; see {nameof(BatchBounds)}.");
    }
}
