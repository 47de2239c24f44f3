using System.Collections.Immutable;
using System.Security.Cryptography;
using Muster.Engine;
using Muster.Engine.Delivery;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status.Subscriptions;

/// <summary>
/// Who is told what the status page says, folded from a stream of its own at the start; what is asked, confirmed or
/// ended is on the disk before it counts. An address is erased with its subscription.
/// </summary>
internal sealed class SubscriptionBook(
    IEventStore store, WriterEpoch epoch, Func<string> policy, Func<Instant> clock) : IDisposable
{
    /// <summary>Bound of those who are confirmed: all of them are in memory, and each is told of each update.</summary>
    public const int Most = 10_000;

    /// <summary>Bound of those who wait to be confirmed: no more letters go to strangers in a day.</summary>
    public const int MostPending = 1_000;

    /// <summary>Bound of what is asked in a minute of the clock.</summary>
    public const int MostInMinute = 30;

    /// <summary>An address that was asked for gets no second letter for so long.</summary>
    public static readonly Duration BetweenLetters = Duration.FromHours(1);

    public static readonly StreamId Stream = new("access/subscriptions");

    private const int MostAttempts = 5;
    private const int MostEndedAtOnce = 100;

    private readonly SemaphoreSlim writing = new(1);
    private volatile Known known = new(0, ImmutableDictionary<string, Subscription>.Empty);
    private (long Minute, int Asked) rate;

    /// <summary>Those who are told, by id.</summary>
    public IEnumerable<Subscription> Confirmed => known.ById.Values.Where(one => one.ConfirmedAt is not null)
        .OrderBy(one => one.Id, StringComparer.Ordinal);

    public Subscription? Find(string id) => known.ById.GetValueOrDefault(id);

    /// <summary>Reads on from where it stands.</summary>
    public async Task Open()
    {
        var now = known;
        while (await store.ReadStream(Stream, now.Version, 500).ConfigureAwait(false) is { Count: > 0 } page)
            now = page.Aggregate(now, Fold);
        known = now;
    }

    /// <summary>
    /// Sends the address a letter that asks whether it was meant, unless it got one a short while ago. The answer is
    /// the same whether the address is subscribed or not.
    /// </summary>
    /// <returns>False where too many ask, or the store takes nothing more.</returns>
    public Task<bool> Ask(SubscriptionKind kind, string address) => Write(at =>
    {
        if (!MayAsk(at))
            return null;
        var earlier = Same(kind, address).Where(one => one.ConfirmedAt is null).ToList();
        if (earlier.Any(one => at < one.AskedAt + BetweenLetters))
            return Change.Nothing;
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var secret = kind == SubscriptionKind.Webhook
            ? "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))
            : null;
        var ends = Ends(earlier, "replaced", at);
        return ends with
        {
            Events = ends.Events.Add(SubscriptionFormat.Ask(id, kind, address, secret, policy(), at)),
            Messages = [MessageFormat.Confirmation(id, at)],
        };
    });

    /// <summary>The address is told from now on; what was confirmed of it before gives way.</summary>
    /// <returns>False where there is no such subscription any more, or no room.</returns>
    public async Task<bool> Confirm(string id)
    {
        var isGood = false;
        var isWritten = await Write(at =>
        {
            isGood = false;
            if (Find(id) is not { } one)
                return Change.Nothing;
            isGood = one.ConfirmedAt is not null;
            if (isGood || !one.IsPending(at))
                return Change.Nothing;
            var earlier = Same(one.Kind, one.Address).Where(other => other.ConfirmedAt is not null).ToList();
            isGood = earlier.Count > 0 || Confirmed.Count() < Most;
            var ends = Ends(earlier, "replaced", at);
            return isGood
                ? ends with { Events = ends.Events.Insert(0, SubscriptionFormat.Confirm(id, policy(), at)) }
                : Change.Nothing;
        }).ConfigureAwait(false);
        return isWritten && isGood;
    }

    /// <param name="reason">unsubscribed, refused or removed.</param>
    /// <param name="command">For the audit, where somebody of the house asked for it.</param>
    /// <returns>False where the store takes nothing more.</returns>
    public Task<bool> End(string id, string reason, CommandRecord? command = null) =>
        Write(at => Find(id) is { } one ? Ends([one], reason, at) : Change.Nothing, command);

    /// <summary>Ends those whom nobody has confirmed in time.</summary>
    public Task<bool> Expire() => Write(at => Ends(
        [.. known.ById.Values.Where(one => one.ConfirmedAt is null && !one.IsPending(at)).Take(MostEndedAtOnce)],
        "expired", at));

    public void Dispose() => writing.Dispose();

    private bool MayAsk(Instant at)
    {
        var minute = at.ToUnixTimeSeconds() / 60;
        rate = rate.Minute == minute ? (minute, rate.Asked + 1) : (minute, 1);
        return rate.Asked <= MostInMinute
            && known.ById.Values.Count(one => one.IsPending(at)) < MostPending;
    }

    private IEnumerable<Subscription> Same(SubscriptionKind kind, string address) => known.ById.Values.Where(
        one => one.Kind == kind && string.Equals(one.Address, address, StringComparison.OrdinalIgnoreCase));

    private Change Ends(IReadOnlyCollection<Subscription> gone, string reason, Instant at) => Change.Nothing with
    {
        Events = [.. gone.Select(one => SubscriptionFormat.End(one.Id, reason, policy(), at))],
        Erasures = [.. gone.Select(one => new Erasure(Stream, one.Version, "{}"u8.ToArray()))],
    };

    /// <param name="change">Null where it may not be.</param>
    private async Task<bool> Write(Func<Instant, Change?> change, CommandRecord? command = null)
    {
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            for (var attempt = 1; attempt <= MostAttempts; attempt++)
            {
                var at = clock();
                if (change(at) is not { } wanted)
                    return false;
                if (wanted.Events.IsEmpty)
                    return true;
                var result = await epoch.Append(current => new Batch
                {
                    Epoch = current,
                    RecordedAt = at,
                    Streams = [new StreamAppend(Stream, known.Version, wanted.Events)],
                    Messages = wanted.Messages,
                    Erasures = wanted.Erasures,
                    Command = command,
                }).ConfigureAwait(false);
                await Open().ConfigureAwait(false);
                if (result is not AppendResult.VersionConflict)
                    return result is AppendResult.Appended;
            }
            return false;
        }
        finally
        {
            writing.Release();
        }
    }

    private static Known Fold(Known before, StoredEvent stored)
    {
        var id = SubscriptionFormat.IdOf(stored);
        return new Known(stored.Version, stored.Type switch
        {
            SubscriptionFormat.Asked => before.ById.SetItem(id, SubscriptionFormat.ReadAsked(stored)),
            SubscriptionFormat.Confirmed => before.ById.TryGetValue(id, out var one)
                ? before.ById.SetItem(id, one with { ConfirmedAt = stored.RecordedAt })
                : before.ById,
            SubscriptionFormat.Ended => before.ById.Remove(id),
            _ => throw new UnknownEventException(stored.Type),
        });
    }

    private sealed record Known(long Version, ImmutableDictionary<string, Subscription> ById);

    private sealed record Change(
        ImmutableArray<NewEvent> Events, ImmutableArray<OutboxMessage> Messages, ImmutableArray<Erasure> Erasures)
    {
        public static readonly Change Nothing = new([], [], []);
    }
}
