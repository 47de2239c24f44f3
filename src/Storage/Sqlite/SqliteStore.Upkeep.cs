namespace Muster.Storage.Sqlite;

public sealed partial class SqliteStore
{
    /// <summary>
    /// Streams that a rebuild rewrites in one transaction, so that appends wait for no more than these.
    /// </summary>
    private const int Stretch = 200;

    public Task<VerifyReport> Verify(StreamFold? fold) => readers.Read(reading => Check(reading, fold));

    private static VerifyReport Check(Reading reading, StreamFold? fold)
    {
        using var verification = new Verification(fold);
        var afresh = new Terms(); // what this program remembers is not what the file says
        var (events, tickets) = (new EventReading(afresh), new TicketReading(afresh));
        verification.Part("the file", () =>
        {
            if (Opening.Ask(reading.Connection, "PRAGMA quick_check(1)") is not "ok" and var broken)
                verification.Fault($"the file is damaged: {broken?.ReplaceLineEndings(" ")}");
        });
        verification.Part("the list of streams", () =>
        {
            foreach (var (_, head) in AllHeads(reading))
                verification.Part($"{head.Stream}", () => verification.Stream(
                    head, events.Stream(reading, head.Stream, 0, int.MaxValue), tickets.Find(reading, head.Stream)));
        });
        verification.Part("the audit", () =>
        {
            for (var last = 0L; SmallReading.Audit(reading, last, 1_000) is { Count: > 0 } next; last = next[^1].Number)
                next.ForEach(verification.Audit);
            var (count, hash) = AuditTable.End(reading);
            verification.AuditEnd(count, hash.Span);
        });
        return verification.Report;
    }

    public async Task<long> Rebuild(StreamFold fold)
    {
        var (last, count) = (0L, 0L);
        while (true)
        {
            // Folded and written within one transaction: no append can come between.
            var (key, done) = await Writer.Run(session => session.Rebuild(fold, events, last, Stretch))
                .ConfigureAwait(false);
            if (done == 0)
                return count;
            (last, count) = (key, count + done);
        }
    }

    private static IEnumerable<(long Key, StreamHead Head)> AllHeads(Reading reading)
    {
        for (var last = 0L; EventReading.Heads(reading, last, 1_000) is { Count: > 0 } heads; last = heads[^1].Key)
        {
            foreach (var head in heads)
                yield return head;
        }
    }
}
