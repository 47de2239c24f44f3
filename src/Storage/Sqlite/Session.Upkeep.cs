namespace Muster.Storage.Sqlite;

internal sealed partial class Session
{
    public long Claim(string node) => nodes.Claim(node);

    public bool Retire(string node)
    {
        nodes.Retire(node);
        return true;
    }

    public LeaseResult Lease(LeaseRequest request) =>
        IsHeld ? new LeaseResult(true, []) : new LeaseResult(false, outbox.Lease(request));

    public int EndLeases(string ownersBeginWith) => outbox.EndLeases(ownersBeginWith);

    public int Forget(NodaTime.Instant now, int max) => audit.Forget(now, max);

    public int ForgetMessages(NodaTime.Instant now, int max) => outbox.Forget(now, max);

    public bool Scrub()
    {
        tickets.WriteSearch();
        Opening.Ask(connection, "INSERT INTO search(search) VALUES('optimize')");
        return true;
    }

    public bool Release()
    {
        setMeta.With("held").With(0).Run();
        IsHeld = false;
        return true;
    }

    /// <summary>
    /// One stretch of a rebuild, as the open transaction sees it. Returns the last stream's key, and how many there
    /// were.
    /// </summary>
    public (long Last, int Count) Rebuild(StreamFold fold, EventReading events, long after, int max)
    {
        var heads = EventReading.Heads(own, after, max);
        foreach (var (key, head) in heads)
            tickets.Rewrite(key, fold(head.Stream, events.Stream(own, head.Stream, 0, int.MaxValue)));
        return (heads.Count == 0 ? after : heads[^1].Key, heads.Count);
    }
}
