using NodaTime;

namespace Muster.Storage;

/// <summary>
/// The coordinator's memory: what happened, when it wants to be woken, what is to be told, and the lists computed from
/// it. Safe for any number of callers at once. Instants are kept to the millisecond, rounded down. A broken disk is a
/// <see cref="StoreFailedException"/>; everything a caller may meet in good order is a result.
/// </summary>
public interface IEventStore : IAsyncDisposable
{
    /// <summary>
    /// Gives the node an epoch higher than any before; the one it had is over at once. An append carries its writer's
    /// epoch and is refused when that is over.
    /// </summary>
    /// <remarks>
    /// An epoch belongs to a node and not to a stream: a claim costs one commit a process in place of one an opened
    /// ticket, and one line fences all that a dead or frozen process may still want to write. What two live nodes
    /// decide at once about one stream is for the expected version to settle, which is needed anyway.
    /// </remarks>
    Task<long> ClaimEpoch(string node);

    /// <summary>Ends the node's epoch: what it still sends is refused until it claims anew.</summary>
    Task RetireEpoch(string node);

    /// <summary>Commits the batch whole or not at all; a result comes only when it is on the disk.</summary>
    /// <exception cref="ArgumentException">The batch is beyond <see cref="BatchBounds"/>.</exception>
    /// <exception cref="StoreFailedException">The commit failed, or nobody knows.</exception>
    Task<AppendResult> Append(Batch batch);

    /// <summary>Null where the stream has no events.</summary>
    Task<StreamHead?> ReadHead(StreamId stream);

    /// <summary>The stream's events after a version, oldest first, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<StoredEvent>> ReadStream(StreamId stream, long afterVersion, int max);

    /// <summary>
    /// Events of all streams after a position, in its order, at most <paramref name="max"/>. Positions may have gaps;
    /// an event never appears below a position that was read already.
    /// </summary>
    Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max);

    /// <summary>Null where none was kept. It is a cache: its version may be behind.</summary>
    Task<Snapshot?> ReadSnapshot(StreamId stream);

    /// <summary>Streams due at or before an instant: by instant, then rank, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<StreamDue>> Due(Instant until, int max);

    /// <summary>When the next stream is due, past or future; null when none ever is.</summary>
    Task<Instant?> NextDue();

    /// <summary>
    /// Gives the owner unsent messages that may go now and that nobody else has leased: by rank, then
    /// <see cref="OutboxMessage.NotBefore"/>. They are settled in a batch.
    /// </summary>
    Task<LeaseResult> Lease(LeaseRequest request);

    /// <summary>
    /// Ends the leases of owners whose name begins so: they are known to be dead, and what they had may go at once.
    /// Returns how many.
    /// </summary>
    Task<int> EndLeases(string ownersBeginWith);

    /// <summary>
    /// The messages about a stream, oldest first, at most <paramref name="max"/>; null for about anything.
    /// </summary>
    Task<IReadOnlyList<StoredMessage>> ReadMessages(StreamId? about, long afterId, int max);

    /// <summary>The next instant at which a message may go or a lease ends; null when nothing waits.</summary>
    Task<Instant?> NextSend();

    /// <summary>
    /// Since when the oldest message that might have gone by now waits; null when none does. Those of the lowest rank
    /// do not count.
    /// </summary>
    Task<Instant?> OldestUnsent(Instant now);

    /// <summary>Counts what stands in the store now. Its cost grows with the tickets stored.</summary>
    Task<StoreFigures> Measure(Instant now);

    /// <summary>The command that used the key less than 72 hours before now; null where none did.</summary>
    Task<CommandRecord?> FindCommand(string key, Instant now);

    /// <summary>The audit after a number, oldest first, at most <paramref name="max"/>.</summary>
    Task<IReadOnlyList<AuditRecord>> ReadAudit(long afterNumber, int max);

    /// <summary>
    /// Forgets keys and answers that are older than 72 hours, at most <paramref name="max"/>; the audit stays. Returns
    /// how many.
    /// </summary>
    Task<int> ForgetAnswers(Instant now, int max);

    /// <summary>
    /// Deletes messages that were delivered or dropped <see cref="StoredMessage.KeptFor"/> ago or longer, at most
    /// <paramref name="max"/>; what waits and dead letters stay. Returns how many.
    /// </summary>
    Task<int> ForgetMessages(Instant now, int max);

    /// <exception cref="ArgumentOutOfRangeException">The limit is not within 1 to 500.</exception>
    Task<TicketPage> ListTickets(TicketFilter filter);

    /// <summary>
    /// How many tickets the filter holds for, from its cursor on, whatever its limit. Its cost grows with the tickets
    /// stored, as a list's that finds few.
    /// </summary>
    Task<long> CountTickets(TicketFilter filter);

    /// <summary>How many open tickets a person has, case counting.</summary>
    Task<long> CountOpen(string person);

    Task<TicketRow?> FindTicket(StreamId stream);

    /// <summary>The stream that a name leads to, compared without case; null for none.</summary>
    Task<StreamId?> FindName(string name);

    /// <summary>The links read from a stream, in the order of kind and other end.</summary>
    Task<IReadOnlyList<StoredLink>> ReadLinks(StreamId stream);

    /// <summary>
    /// The tickets that hang together with one, said from whichever end, each once and in order; problems and changes
    /// are none.
    /// </summary>
    Task<IReadOnlyList<StreamId>> ReadLinkedTickets(StreamId ticket);

    Task<long> ReadCounter(string name);

    /// <summary>The store was restored from a backup and tells nobody anything until released.</summary>
    Task<bool> IsHeld();

    Task Release();

    /// <summary>
    /// Checks every event, chain, audit line and, with a <paramref name="fold"/>, every row. Reads the whole store.
    /// </summary>
    /// <param name="fold">What a stream's events should look like; null leaves the rows unchecked.</param>
    Task<VerifyReport> Verify(StreamFold? fold);

    /// <summary>
    /// Computes every stream's row anew while the store goes on; returns how many streams it went through.
    /// </summary>
    Task<long> Rebuild(StreamFold fold);
}
