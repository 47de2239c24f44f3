using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;

namespace Muster.Support;

/// <summary>What happens to one write.</summary>
public enum StoreFault
{
    None,

    /// <summary>The commit fails: it is not there, and the caller is told so.</summary>
    CommitFails,

    /// <summary>The commit is there, and the caller gets an error that leaves it open.</summary>
    AnswerLost,

    /// <summary>The commit is not there, and the caller gets an error that leaves it open.</summary>
    CommitAndAnswerLost,

    /// <summary>The store takes no more just now.</summary>
    Overloaded,
}

/// <summary>
/// A store whose writes go wrong as <paramref name="next"/> says, one answer a write, so that a seed repeats a run.
/// With a memory store inside it can also crash.
/// </summary>
public sealed class FaultingStore(IEventStore inner, Func<StoreFault> next) : IEventStore
{
    private readonly Dictionary<long, string> nodes = [];
    private readonly Dictionary<string, long> epochs = [];
    private MemoryState? onDisk = (inner as MemoryStore)?.State;

    /// <summary>
    /// The bug to be caught: false acknowledges before the write is on the disk, and a crash takes back what
    /// <see cref="Sync"/> has not put there.
    /// </summary>
    public bool SyncsBeforeAnswering { get; init; } = true;

    /// <summary>How often each fault has struck.</summary>
    public Dictionary<StoreFault, int> Struck { get; } = [];

    /// <summary>Everything written so far is on the disk.</summary>
    public void Sync() => onDisk = (inner as MemoryStore)?.State;

    /// <summary>The machine stops and starts: what was not on the disk is gone.</summary>
    /// <exception cref="InvalidOperationException">The store inside is none in memory.</exception>
    public void Crash()
    {
        if (inner is not MemoryStore memory || onDisk is null)
            throw new InvalidOperationException("only a store in memory can be put back");
        memory.State = onDisk;
    }

    /// <summary>The bug to be caught: false takes what a writer sends whose epoch is over.</summary>
    public bool ChecksEpochs { get; init; } = true;

    /// <summary>Batches that were taken from a writer whose epoch was over.</summary>
    public int TakenFromStaleWriters { get; private set; }

    public async Task<long> ClaimEpoch(string node)
    {
        var claimed = await inner.ClaimEpoch(node);
        (nodes[claimed], epochs[node]) = (node, claimed);
        return claimed;
    }

    public Task RetireEpoch(string node) => inner.RetireEpoch(node);

    public async Task<AppendResult> Append(Batch batch)
    {
        var live = nodes.TryGetValue(batch.Epoch, out var node) ? epochs[node] : batch.Epoch;
        var sent = ChecksEpochs ? batch : batch with { Epoch = live };
        var result = await Write(() => inner.Append(sent), new AppendResult.Overloaded());
        if (live != batch.Epoch && result is AppendResult.Appended)
            TakenFromStaleWriters++;
        return result;
    }

    public Task<LeaseResult> Lease(LeaseRequest request) =>
        Write(() => inner.Lease(request), new LeaseResult(false, []));

    public Task<int> EndLeases(string ownersBeginWith) => inner.EndLeases(ownersBeginWith);

    public Task<int> ForgetAnswers(Instant now, int max) => Write(() => inner.ForgetAnswers(now, max), 0);

    public Task<int> ForgetMessages(Instant now, int max) => Write(() => inner.ForgetMessages(now, max), 0);

    public Task<StreamHead?> ReadHead(StreamId stream) => inner.ReadHead(stream);

    public Task<IReadOnlyList<StoredEvent>> ReadStream(StreamId stream, long afterVersion, int max) =>
        inner.ReadStream(stream, afterVersion, max);

    public Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max) => inner.ReadAll(afterPosition, max);

    public Task<Snapshot?> ReadSnapshot(StreamId stream) => inner.ReadSnapshot(stream);

    public Task<IReadOnlyList<StreamDue>> Due(Instant until, int max) => inner.Due(until, max);

    public Task<Instant?> NextDue() => inner.NextDue();

    public Task<IReadOnlyList<StoredMessage>> ReadMessages(StreamId? about, long afterId, int max) =>
        inner.ReadMessages(about, afterId, max);

    public Task<Instant?> NextSend() => inner.NextSend();

    public Task<Instant?> OldestUnsent(Instant now) => inner.OldestUnsent(now);

    public Task<StoreFigures> Measure(Instant now) => inner.Measure(now);

    public Task<CommandRecord?> FindCommand(string key, Instant now) => inner.FindCommand(key, now);

    public Task<IReadOnlyList<AuditRecord>> ReadAudit(long afterNumber, int max) => inner.ReadAudit(afterNumber, max);

    public Task<TicketPage> ListTickets(TicketFilter filter) => inner.ListTickets(filter);

    public Task<long> CountTickets(TicketFilter filter) => inner.CountTickets(filter);

    public Task<long> CountOpen(string person) => inner.CountOpen(person);

    public Task<TicketRow?> FindTicket(StreamId stream) => inner.FindTicket(stream);

    public Task<StreamId?> FindName(string name) => inner.FindName(name);

    public Task<IReadOnlyList<StoredLink>> ReadLinks(StreamId stream) => inner.ReadLinks(stream);

    public Task<IReadOnlyList<StreamId>> ReadLinkedTickets(StreamId ticket) => inner.ReadLinkedTickets(ticket);

    public Task<long> ReadCounter(string name) => inner.ReadCounter(name);

    public Task<bool> IsHeld() => inner.IsHeld();

    public Task Release() => inner.Release();

    public Task<VerifyReport> Verify(StreamFold? fold) => inner.Verify(fold);

    public Task<long> Rebuild(StreamFold fold) => inner.Rebuild(fold);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<T> Write<T>(Func<Task<T>> write, T overloaded)
    {
        var fault = next();
        Struck[fault] = Struck.GetValueOrDefault(fault) + 1;
        switch (fault)
        {
            case StoreFault.Overloaded:
                return overloaded;
            case StoreFault.CommitFails:
                throw new StoreFailedException("The disk is full.", mayHaveHappened: false);
            case StoreFault.CommitAndAnswerLost:
                throw new StoreFailedException("The connection broke.", mayHaveHappened: true);
        }
        var result = await write();
        if (SyncsBeforeAnswering)
            Sync();
        return fault == StoreFault.AnswerLost
            ? throw new StoreFailedException("The connection broke.", mayHaveHappened: true)
            : result;
    }
}
