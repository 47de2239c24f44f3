namespace Muster.Storage.Sqlite;

internal sealed partial class Session
{
    /// <summary>
    /// Looks for every reason to refuse before it writes the first row, so a refusal leaves nothing behind.
    /// </summary>
    /// <param name="directory">Where the log of erasures lies.</param>
    public AppendResult Append(Batch batch, string directory)
    {
        if (Refusal(batch) is { } refusal)
            return refusal;
        if (!batch.Erasures.IsEmpty)
            ErasedLog.Add(directory, batch.Erasures);
        foreach (var part in batch.Streams)
            Write(batch, part);
        foreach (var erasure in batch.Erasures)
        {
            if (streams.Erase(erasure) is { } key)
                tickets.Unlearn(key, erasure.Version);
        }
        foreach (var message in batch.Messages)
            outbox.Add(message);
        foreach (var settlement in batch.Settlements)
            outbox.Settle(settlement, batch.RecordedAt);
        small.Write(batch);
        if (batch.Command is { } command)
            audit.Add(command);
        return new AppendResult.Appended(position);
    }

    private AppendResult? Refusal(Batch batch)
    {
        if (!nodes.IsLive(batch.Epoch))
            return new AppendResult.StaleEpoch(batch.Epoch);
        if (batch.Command is { Key: { } key } command && audit.Find(key, command.At) is { } earlier)
            return new AppendResult.KeyUsed(earlier);
        foreach (var part in batch.Streams)
        {
            var version = streams.VersionOf(part.Stream);
            if (version != part.ExpectedVersion)
                return new AppendResult.VersionConflict(part.Stream, version);
        }
        foreach (var claim in batch.Names)
        {
            if (small.HolderOf(claim.Name) is { } holder && holder != claim.Stream)
                return new AppendResult.NameTaken(claim.Name, holder);
        }
        foreach (var settlement in batch.Settlements)
        {
            if (!outbox.IsLeasedBy(settlement.MessageId, settlement.Owner))
                return new AppendResult.LeaseLost(settlement.MessageId);
        }
        return null;
    }

    private void Write(Batch batch, StreamAppend part)
    {
        var (key, began) = streams.Append(batch, part, ref position);
        if (part.Row is { } row && began)
            tickets.Add(key, row);
        else if (part.Row is { } changed)
            tickets.Write(key, changed);
        if (part.SearchText is { Length: > 0 } text)
            tickets.Learn(key, part.ExpectedVersion + part.Events.Length, text);
    }
}
