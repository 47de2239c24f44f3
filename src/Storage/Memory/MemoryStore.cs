using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Storage.Memory;

/// <summary>
/// A store that lasts as long as the process: for trying out, and for simulations, which replay its states. Holds
/// everything in memory, without bound.
/// </summary>
public sealed class MemoryStore : IEventStore
{
    private readonly Lock writing = new();
    private readonly Chain chain = new();
    private volatile MemoryState state = MemoryState.Empty;

    /// <summary>Everything it holds now. Setting an earlier state is what a crash before its fsync does.</summary>
    public MemoryState State
    {
        get => state;
        set
        {
            lock (writing)
                state = value;
        }
    }

    public Task<long> ClaimEpoch(string node) => Change(now =>
    {
        var epoch = now.HighestEpoch + 1;
        return (now with { HighestEpoch = epoch, Nodes = now.Nodes.SetItem(node, epoch) }, epoch);
    });

    public Task RetireEpoch(string node) => Change(now => (now with { Nodes = now.Nodes.Remove(node) }, true));

    public Task<AppendResult> Append(Batch batch)
    {
        BatchBounds.Check(batch);
        return Change(now => new MemoryAppend(batch, chain).To(now));
    }

    public Task<StreamHead?> ReadHead(StreamId stream) =>
        Answer(state.Streams.TryGetValue(stream, out var found) ? Head(stream, found) : null);

    public Task<IReadOnlyList<StoredEvent>> ReadStream(StreamId stream, long afterVersion, int max)
    {
        var now = state;
        var positions = now.Streams.GetValueOrDefault(stream)?.Positions ?? [];
        return Several(positions.Skip((int)afterVersion).Take(max).Select(position => now.Events[(int)position - 1]));
    }

    public Task<IReadOnlyList<StoredEvent>> ReadAll(long afterPosition, int max) =>
        Several(state.Events.Skip((int)afterPosition).Take(max));

    public Task<Snapshot?> ReadSnapshot(StreamId stream) => Answer(state.Streams.GetValueOrDefault(stream)?.Snapshot);

    public Task<IReadOnlyList<StreamDue>> Due(Instant until, int max) => Several(state.Streams
        .Where(stream => stream.Value.Deadline?.DueAt <= until)
        .OrderBy(stream => stream.Value.Deadline!.Value.DueAt)
        .ThenBy(stream => stream.Value.Deadline!.Value.Rank)
        .ThenBy(stream => stream.Value.Key)
        .Take(max)
        .Select(stream => new StreamDue(stream.Key, stream.Value.Positions.Count, stream.Value.Deadline!.Value)));

    public Task<Instant?> NextDue() => Answer(state.Streams.Values.Min(stream => stream.Deadline?.DueAt));

    public Task<LeaseResult> Lease(LeaseRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(request.Max is >= 1 and <= BatchBounds.Others, true);
        return Change(now => MemoryOutbox.Lease(now, request));
    }

    public Task<int> EndLeases(string ownersBeginWith) =>
        Change(now => MemoryOutbox.EndLeases(now, ownersBeginWith));

    public Task<IReadOnlyList<StoredMessage>> ReadMessages(StreamId? about, long afterId, int max) =>
        Several(state.Messages.Values
            .Select(message => message.Stored)
            .Where(message => message.Id > afterId && (about is null || message.Message.About == about))
            .Take(max));

    public Task<Instant?> NextSend() => Answer(Waiting(state).Min(message => (Instant?)message.ReadyAt));

    public Task<Instant?> OldestUnsent(Instant now) => Answer(OldestOf(Waiting(state), now));

    public Task<StoreFigures> Measure(Instant now)
    {
        var seen = state;
        return Answer(new StoreFigures
        {
            StreamsDue = seen.Streams.Values.LongCount(stream => stream.Deadline?.DueAt <= now),
            Unsent = Waiting(seen).LongCount(),
            OldestUnsentAt = OldestOf(Waiting(seen), now),
            Open = seen.Tickets.Values.Where(ticket => ticket.Row.IsOpen)
                .GroupBy(ticket => (ticket.Row.Priority, ticket.Row.State))
                .ToDictionary(group => group.Key, group => group.LongCount()),
            Bytes = 0,
        });
    }

    public Task<CommandRecord?> FindCommand(string key, Instant now) =>
        Answer(state.Answers.GetValueOrDefault(key) is { } found && found.At + CommandRecord.KeptFor > now
            ? found
            : null);

    public Task<IReadOnlyList<AuditRecord>> ReadAudit(long afterNumber, int max) =>
        Several(state.Audit.Skip((int)afterNumber).Take(max));

    public Task<int> ForgetAnswers(Instant now, int max) => Change(before =>
    {
        var old = before.Answers.Values
            .Where(answer => answer.At + CommandRecord.KeptFor <= now)
            .OrderBy(answer => answer.At)
            .Take(max)
            .Select(answer => answer.Key!)
            .ToList();
        return (before with { Answers = before.Answers.RemoveRange(old) }, old.Count);
    });

    public Task<int> ForgetMessages(Instant now, int max) =>
        Change(before => MemoryOutbox.Forget(before, now, max));

    public Task<TicketPage> ListTickets(TicketFilter filter) => Answer(MemoryTickets.List(state, filter));

    public Task<long> CountTickets(TicketFilter filter) => Answer(MemoryTickets.Count(state, filter));

    public Task<long> CountOpen(string person) =>
        Answer(state.Tickets.Values.LongCount(ticket => ticket.Row.IsOpen && ticket.Row.Person == person));

    public Task<TicketRow?> FindTicket(StreamId stream) => Answer(Row(state, stream));

    public Task<StreamId?> FindName(string name) =>
        Answer(state.Names.TryGetValue(Names.Compared(name), out var found) ? found : (StreamId?)null);

    public Task<IReadOnlyList<StoredLink>> ReadLinks(StreamId stream)
    {
        var now = state;
        return Several(now.Links
            .Where(link => link.From == stream)
            .OrderBy(link => link.Kind).ThenBy(link => link.To)
            .Select(link => new StoredLink(stream, link.Kind, link.To, Row(now, link.To) is { IsOpen: true })));
    }

    public Task<IReadOnlyList<StreamId>> ReadLinkedTickets(StreamId ticket) => Several(state.Links
        .Where(link => link.Kind.PointsAtTicket() && (link.From == ticket || link.To == ticket))
        .Select(link => link.From == ticket ? link.To : link.From)
        .Distinct().Order());

    public Task<long> ReadCounter(string name) => Answer(state.Counters.GetValueOrDefault(name));

    public Task<bool> IsHeld() => Answer(state.IsHeld);

    public Task Release() => Change(now => (now with { IsHeld = false }, true));

    public Task<VerifyReport> Verify(StreamFold? fold)
    {
        var now = state;
        using var verification = new Verification(fold);
        foreach (var (stream, found) in now.Streams.OrderBy(stream => stream.Value.Key))
            verification.Stream(
                Head(stream, found), [.. found.Positions.Select(position => now.Events[(int)position - 1])],
                Row(now, stream));
        now.Audit.ForEach(verification.Audit);
        return Answer(verification.Report);
    }

    public Task<long> Rebuild(StreamFold fold) => Change(now =>
    {
        var tickets = now.Tickets.Clear();
        foreach (var (stream, found) in now.Streams)
        {
            if (fold(stream, [.. found.Positions.Select(position => now.Events[(int)position - 1])]) is not { } view)
                continue;
            var ticket = MemoryTickets.With(null, view.Row with { Stream = stream });
            foreach (var (version, text) in view.SearchText)
                ticket = ticket with { Texts = ticket.Texts.SetItem(version, text) };
            tickets = tickets.Add(found.Key, ticket);
        }
        return (now with { Tickets = tickets }, (long)now.Streams.Count);
    });

    public ValueTask DisposeAsync()
    {
        chain.Dispose();
        return ValueTask.CompletedTask;
    }

    private static StreamHead Head(StreamId stream, StreamEntry found) =>
        new(stream, found.Positions.Count, found.Hash, found.Deadline);

    private static TicketRow? Row(MemoryState now, StreamId stream) =>
        now.Streams.TryGetValue(stream, out var found) ? now.Tickets.GetValueOrDefault(found.Key)?.Row : null;

    private static IEnumerable<MemoryMessage> Waiting(MemoryState now) =>
        now.Messages.Values.Where(message => message.Stored.State == OutboxState.Waiting);

    private static Instant? OldestOf(IEnumerable<MemoryMessage> waiting, Instant now) => waiting
        .Select(message => message.Stored.Message)
        .Where(message => message.Rank < OutboxMessage.LowestRank && message.NotBefore <= now)
        .Min(message => (Instant?)message.NotBefore);

    private static Task<T> Answer<T>(T answer) => Task.FromResult(answer);

    private static Task<IReadOnlyList<T>> Several<T>(IEnumerable<T> answer) =>
        Task.FromResult<IReadOnlyList<T>>([.. answer]);

    private Task<T> Change<T>(Func<MemoryState, (MemoryState State, T Result)> change)
    {
        lock (writing)
        {
            (state, var result) = change(state);
            return Task.FromResult(result);
        }
    }
}
