using NodaTime;

namespace Muster.Storage.Sqlite;

/// <summary>
/// The store of one process, in one folder. Writes share a transaction with whatever else waits and are acknowledged
/// after its fsync; reads run beside them.
/// </summary>
public sealed partial class SqliteStore : IEventStore
{
    private readonly string folder;
    private readonly Readers readers;
    private readonly EventReading events;
    private readonly TicketReading tickets;

    // null where it only reads beside another process
    private readonly DataDirectory? held;
    private readonly Session? session;
    private readonly WriteLoop? loop;

    private SqliteStore(string path, DataDirectory? held, CommitHooks hooks)
    {
        (folder, this.held) = (path, held);
        var terms = new Terms();
        events = new EventReading(terms);
        tickets = new TicketReading(terms);
        session = held is null ? null : Opening.Guarded(Database, () => new Session(Database));
        readers = new Readers(Database);
        loop = session is null ? null : new WriteLoop(session, hooks);
    }

    private string Database => DataDirectory.DatabaseIn(folder);

    private WriteLoop Writer => loop
        ?? throw new InvalidOperationException($"{folder} was opened beside the process that has it, to be read");

    /// <summary>
    /// Opens the store in a folder, which is made where it is missing, and brings an older form forward.
    /// </summary>
    /// <exception cref="StoreRefusedException">
    /// Another process has the folder, it lies on a network, a newer program wrote it, or it is no store.
    /// </exception>
    public static SqliteStore Open(string path, CommitHooks? hooks = null)
    {
        var directory = DataDirectory.Take(path);
        try
        {
            return new SqliteStore(directory.Path, directory, hooks ?? new CommitHooks());
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public Task<long> ClaimEpoch(string node) => Writer.Run(session => session.Claim(node));

    public Task RetireEpoch(string node) => Writer.Run(session => session.Retire(node));

    public Task<AppendResult> Append(Batch batch)
    {
        BatchBounds.Check(batch);
        return Writer.Try(session => session.Append(batch, folder), mayBeRefused: true)
            ?? Task.FromResult<AppendResult>(new AppendResult.Overloaded());
    }

    public Task<StreamHead?> ReadHead(StreamId stream) =>
        readers.Read(reading => EventReading.Head(reading, stream));

    public Task<IReadOnlyList<StoredEvent>> ReadStream(StreamId stream, long afterVersion, int max) =>
        Several(reading => events.Stream(reading, stream, afterVersion, max));

    public Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max) =>
        Several(reading => events.All(reading, afterPosition, max));

    public Task<Snapshot?> ReadSnapshot(StreamId stream) =>
        readers.Read(reading => EventReading.Snapshot(reading, stream));

    public Task<IReadOnlyList<StreamDue>> Due(Instant until, int max) =>
        Several(reading => EventReading.Due(reading, until, max));

    public Task<Instant?> NextDue() => readers.Read(SmallReading.NextDue);

    public Task<int> EndLeases(string ownersBeginWith) => Writer.Run(session => session.EndLeases(ownersBeginWith));

    public Task<LeaseResult> Lease(LeaseRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(request.Max is >= 1 and <= BatchBounds.Others, true);
        return Writer.Run(session => session.Lease(request));
    }

    public Task<IReadOnlyList<StoredMessage>> ReadMessages(StreamId? about, long afterId, int max) =>
        Several(reading => SmallReading.Messages(reading, about, afterId, max));

    public Task<Instant?> NextSend() => readers.Read(SmallReading.NextSend);

    public Task<Instant?> OldestUnsent(Instant now) =>
        readers.Read(reading => SmallReading.OldestUnsent(reading, now));

    public Task<StoreFigures> Measure(Instant now) =>
        readers.Read(reading => Figures.Read(reading, now, folder));

    public Task<CommandRecord?> FindCommand(string key, Instant now) =>
        readers.Read(reading => SmallReading.Command(reading, key, now));

    public Task<IReadOnlyList<AuditRecord>> ReadAudit(long afterNumber, int max) =>
        Several(reading => SmallReading.Audit(reading, afterNumber, max));

    public Task<int> ForgetAnswers(Instant now, int max) => Writer.Run(session => session.Forget(now, max));

    public Task<int> ForgetMessages(Instant now, int max) =>
        Writer.Run(session => session.ForgetMessages(now, max));

    public Task<TicketPage> ListTickets(TicketFilter filter) => readers.Read(reading => tickets.List(reading, filter));

    public Task<long> CountTickets(TicketFilter filter) =>
        readers.Read(reading => TicketReading.Count(reading, filter));

    public Task<long> CountOpen(string person) => readers.Read(reading => TicketReading.CountOpen(reading, person));

    public Task<TicketRow?> FindTicket(StreamId stream) => readers.Read(reading => tickets.Find(reading, stream));

    public Task<StreamId?> FindName(string name) => readers.Read(reading => SmallReading.Name(reading, name));

    public Task<IReadOnlyList<StoredLink>> ReadLinks(StreamId stream) =>
        Several(reading => SmallReading.Links(reading, stream));

    public Task<IReadOnlyList<StreamId>> ReadLinkedTickets(StreamId ticket) =>
        Several(reading => SmallReading.LinkedTickets(reading, ticket));

    public Task<long> ReadCounter(string name) => readers.Read(reading => SmallReading.Counter(reading, name));

    public Task<bool> IsHeld() => Writer.Run(session => session.IsHeld);

    public Task Release() => Writer.Run(session => session.Release());

    /// <summary>Finishes what waits to be written, then lets the folder go.</summary>
    public ValueTask DisposeAsync()
    {
        loop?.Dispose();
        session?.Dispose();
        readers.Dispose();
        held?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<T>> Several<T>(Func<Reading, List<T>> read) =>
        await readers.Read(read).ConfigureAwait(false);
}
