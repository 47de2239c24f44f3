using System.Collections.Concurrent;
using System.Collections.Immutable;
using Muster.Channels;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Templates;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>
/// Brings the outbox to people: takes what may go now under a lease, decides anew whether it is still to be told, sends
/// it and says in the store what became of it. A process that dies in between sends it again under the same key; one
/// that is told late tells what is true by then. A channel that does not answer holds up no other.
/// </summary>
public sealed class DeliveryLoop(
    IEventStore store, TicketDesk desk, PolicyBook policies, WriterEpoch epoch, IReadOnlyList<IChannel> channels,
    IReturnPath back, Func<Instant> clock)
{
    /// <summary>How the reason begins of a message that was not needed any more.</summary>
    public const string NotTold = "not told: ";

    private const int MostAtOnce = 100;
    private const int MostUnderWay = 512;

    /// <summary>From so many under way to subscribers on, no more of them are begun: the others' places stay free.
    /// </summary>
    private const int MostToSubscribers = 64;

    /// <summary>So many notices that wait for one person go as one (S11).</summary>
    private const int DigestFrom = 3;

    /// <summary>Longer than all that one attempt may take.</summary>
    private static readonly Duration LeasedFor = Duration.FromSeconds(90);
    private static readonly Duration BetweenLooks = Duration.FromMilliseconds(100);

    private readonly string owner = $"{epoch.Node}/{Guid.NewGuid():n}";
    private readonly ConcurrentDictionary<Task, bool> underWay = new();
    private readonly ChannelCare care = new(clock);
    private int toSubscribers;

    /// <summary>What is done where nobody is told, one for each kind.</summary>
    public IReadOnlyList<IDeed> Deeds { get; init; } = [];

    /// <summary>Told of what could not be brought about; it is tried again when its lease is over.</summary>
    public Action<Exception>? OnFailure { get; init; }

    /// <summary>Whose words messages have.</summary>
    public MessageTemplates Templates { get; init; } = MessageTemplates.Shipped;

    /// <summary>Whether a message is still to be told; a simulation puts a broken one in its place.</summary>
    internal Func<Message, TicketState, bool, string?> Moot { get; init; } = Telling.Moot;

    /// <summary>
    /// Takes over what a dead process of this name had begun to send; its outcome is unknown, so it goes again under
    /// its key.
    /// </summary>
    public Task TakeOver() => store.EndLeases($"{epoch.Node}/");

    /// <summary>Begins to send what may go now; returns how many messages that were.</summary>
    public async Task<int> Step(CancellationToken stop)
    {
        var room = Math.Min(MostAtOnce, MostUnderWay - underWay.Count);
        if (room <= 0)
        {
            await Task.WhenAny(underWay.Keys).ConfigureAwait(false);
            return 1;
        }
        var lease = await store.Lease(new LeaseRequest(owner, clock(), LeasedFor, room)
        {
            LowestRank = HasManySubscribers ? OutboxMessage.LowestRank - 1 : OutboxMessage.LowestRank,
        }).ConfigureAwait(false);
        foreach (var group in Grouped(lease.Messages))
        {
            var sending = Send(group, stop);
            underWay[sending] = true;
            _ = sending.ContinueWith(
                done => underWay.TryRemove(done, out _), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        return lease.Messages.Count;
    }

    /// <summary>Ends when all that was begun has ended.</summary>
    public async Task Settled()
    {
        while (!underWay.IsEmpty)
            await Task.WhenAll(underWay.Keys).ConfigureAwait(false);
    }

    /// <summary>When there is something to send next; null when nothing waits.</summary>
    public async Task<Instant?> Next()
    {
        var next = await store.NextSend().ConfigureAwait(false);
        // what waits may be subscribers alone, whose turn comes when some of those under way are done
        return next is { } at && HasManySubscribers ? Instant.Max(at, clock() + BetweenLooks) : next;
    }

    private bool HasManySubscribers => Volatile.Read(ref toSubscribers) >= MostToSubscribers;

    /// <summary>Each message by itself, but what would be a storm of notices to one person as one.</summary>
    private static IEnumerable<LeasedMessage[]> Grouped(IReadOnlyList<LeasedMessage> leased)
    {
        var notices = leased.Where(message => message.Message.Kind == "notice")
            .GroupBy(message => MessageFormat.Read(message.Message).To).ToList();
        return leased.Where(message => message.Message.Kind != "notice").Select(message => new[] { message })
            .Concat(notices.Where(group => group.Count() < DigestFrom).SelectMany(group => group.Chunk(1)))
            .Concat(notices.Where(group => group.Count() >= DigestFrom).Select(group => group.ToArray()));
    }

    private async Task Send(LeasedMessage[] group, CancellationToken stop)
    {
        var toSubscriber = group[0].Message.Rank == OutboxMessage.LowestRank;
        if (toSubscriber)
            Interlocked.Increment(ref toSubscribers);
        try
        {
            var settled = new List<Settlement>();
            var open = new List<(LeasedMessage Leased, Telltale Told)>();
            foreach (var leased in group)
            {
                var (told, moot) = await Decide(leased).ConfigureAwait(false);
                if (told is null)
                    settled.Add(new Settlement.Dropped(leased.Id, owner, NotTold + moot));
                else
                    open.Add((leased, told));
            }
            if (open.Count > 0)
                settled.AddRange(await Tell(open, stop).ConfigureAwait(false));
            await Settle(settled).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // its lease runs out, and it is sent again under its key
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            OnFailure?.Invoke(failure);
        }
        finally
        {
            if (toSubscriber)
                Interlocked.Decrement(ref toSubscribers);
        }
    }

    /// <summary>What is to be told, or why not any more.</summary>
    private async Task<(Telltale? Told, string? Moot)> Decide(LeasedMessage leased)
    {
        var message = MessageFormat.Read(leased.Message);
        if (leased.Message.About is not { } stream)
            return (new Telltale(message, leased.Message.Key, null, null), null);
        if (await desk.Read(stream).ConfigureAwait(false) is not { } ticket)
            return (null, "its ticket is gone");
        if (Moot(message, ticket.State, await IsLatest(leased, message, stream).ConfigureAwait(false)) is { } reason)
            return (null, reason);
        var facts = await store.ReadStream(stream, message.Version - 1, 1).ConfigureAwait(false);
        var fact = TicketEventFormat.Read(facts[0]);
        return message.Blocked is { } blocked
            ? await DecideFreed(new Telltale(message, leased.Message.Key, fact, ticket.State), blocked)
                .ConfigureAwait(false)
            : (new Telltale(message, leased.Message.Key, fact, ticket.State), null);
    }

    /// <summary>L9: what blocks it now is what its person is told.</summary>
    private async Task<(Telltale? Told, string? Moot)> DecideFreed(Telltale told, TicketId blocked)
    {
        var stream = StreamId.Ticket(blocked.Value);
        if (await desk.Read(stream).ConfigureAwait(false) is not { State: { IsOpen: true } freed })
            return (null, $"{blocked} is not open any more");
        var links = await store.ReadLinks(stream).ConfigureAwait(false);
        ImmutableArray<string> blockers = [.. links
            .Where(link => link is { Kind: LinkKind.BlockedBy, ToIsOpen: true }).Select(link => link.To.Id)];
        var by = told.Fact is TicketUnlinked { Kind: LinkKind.BlockedBy } unlinked ? unlinked.To : told.Ticket!.Id;
        return blockers.Contains(by.Value)
            ? (null, $"{by} blocks {blocked} again")
            : (told with { Ticket = freed, Freed = new Freed(by.Value, blockers) }, null);
    }

    /// <summary>No later page about the ticket waits for the same person.</summary>
    private async Task<bool> IsLatest(LeasedMessage leased, Message message, StreamId stream)
    {
        if (message.Kind != MessageKind.Page)
            return true;
        var later = await store.ReadMessages(stream, leased.Id, MostAtOnce).ConfigureAwait(false);
        return !later.Any(other => other.State == OutboxState.Waiting && other.Message.Kind == leased.Message.Kind
            && MessageFormat.Read(other.Message).To == message.To);
    }

    private async Task<IEnumerable<Settlement>> Tell(
        List<(LeasedMessage Leased, Telltale Told)> open, CancellationToken stop)
    {
        var (first, told) = open[0];
        if (Telling.IsDeed(told.Message.Kind))
            return [await Bring(first, told, stop).ConfigureAwait(false)];
        var ways = Ways.Of(told.Message.To, policies.Current, channels);
        if (ways.IsEmpty)
            return open.Select(each => new Settlement.Refused(
                each.Leased.Id, owner, $"{told.Message.To} cannot be told: no contact that a channel here serves"));
        var result = await Try(first, [.. open.Select(each => each.Told)], ways, stop).ConfigureAwait(false);
        return open.Select(each => Settled(each.Leased, each.Told.Message.Kind, result, ways.Length));
    }

    private async Task<Settlement> Bring(LeasedMessage leased, Telltale told, CancellationToken stop)
    {
        if (Deeds.FirstOrDefault(deed => deed.Kind == told.Message.Kind) is not { } deed)
            return new Settlement.Dropped(leased.Id, owner, NotTold + "this server has no such place");
        if (deed.Moot(told) is { } moot)
            return new Settlement.Dropped(leased.Id, owner, NotTold + moot);
        return Settled(leased, told.Message.Kind, await care.Do(deed, told, stop).ConfigureAwait(false), ways: 1);
    }

    /// <summary>
    /// The way whose turn it is; where the other side refuses it for good, the next one at once, and so for what is
    /// urgent where the way's channel is known not to answer.
    /// </summary>
    private async Task<DeliveryResult> Try(
        LeasedMessage first, IReadOnlyList<Telltale> told, ImmutableArray<Way> ways, CancellationToken stop)
    {
        var from = Telling.WayAt(told[0].Message.Kind, first.Attempt, ways.Length);
        var refusals = new List<string>();
        for (var tried = 0; tried < ways.Length; tried++)
        {
            var way = ways[(from + tried) % ways.Length];
            if (Telling.IsUrgent(told[0].Message.Kind) && tried + 1 < ways.Length && care.IsLeftAlone(way.Channel.Name))
                continue;
            var letter = told.Count == 1
                ? LetterWriting.Of(told[0], way, back, Templates, clock())
                : LetterWriting.Digest(told, way, back, Templates);
            letter = letter with { IsRepeat = first.Attempt > 1 };
            var result = await care.Send(way.Channel, letter, stop).ConfigureAwait(false);
            if (result is not DeliveryResult.Refused refused)
                return result;
            refusals.Add(refused.Reason);
        }
        return new DeliveryResult.Refused(string.Join("; ", refusals));
    }

    private Settlement Settled(LeasedMessage leased, MessageKind kind, DeliveryResult result, int ways)
    {
        switch (result)
        {
            case DeliveryResult.Delivered:
                return new Settlement.Delivered(leased.Id, owner);
            case DeliveryResult.Refused refused:
                return new Settlement.Refused(leased.Id, owner, refused.Reason);
            case DeliveryResult.Retry retry:
                var now = clock();
                if (Telling.WaitAfter(kind, leased.Attempt, ways, now - leased.Message.NotBefore) is not { } wait)
                    return new Settlement.Refused(leased.Id, owner, $"given up: {retry.Reason}");
                // a page goes on by its own waits: another way may be quicker than what this one asks for
                if (!Telling.IsUrgent(kind) && retry.Wait is { } asked)
                    wait = Duration.Max(wait, Duration.Min(Duration.FromTimeSpan(asked), Duration.FromHours(1)));
                return new Settlement.Retry(leased.Id, owner, now + wait, retry.Reason);
            default:
                throw new ArgumentOutOfRangeException(nameof(result), result, "an unknown result");
        }
    }

    private async Task Settle(List<Settlement> settled)
    {
        var result = await epoch.Append(now => new Batch
        {
            Epoch = now,
            RecordedAt = clock(),
            Settlements = [.. settled],
        }).ConfigureAwait(false);
        if (result is not AppendResult.Appended)
            throw new InvalidOperationException($"what became of a message was not taken: {result}");
    }
}
