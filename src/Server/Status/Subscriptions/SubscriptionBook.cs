using System.Collections.Immutable;
using System.Security.Cryptography;
using Muster.Engine;
using Muster.Engine.Delivery;
using Muster.Server.Access;
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

    private const int MostEndedAtOnce = 100;

    private readonly FoldedStream<ImmutableDictionary<string, Subscription>> byId = new(
        store, epoch, Stream, clock, ImmutableDictionary<string, Subscription>.Empty, Fold);
    private (long Minute, int Asked) rate;

    /// <summary>Those who are told, by id.</summary>
    public IEnumerable<Subscription> Confirmed => byId.Now.Values.Where(one => one.ConfirmedAt is not null)
        .OrderBy(one => one.Id, StringComparer.Ordinal);

    public Subscription? Find(string id) => byId.Now.GetValueOrDefault(id);

    /// <summary>Reads on from where it stands.</summary>
    public Task Open() => byId.Open();

    /// <summary>
    /// Sends the address a letter that asks whether it was meant, unless it got one a short while ago. The answer is
    /// the same whether the address is subscribed or not.
    /// </summary>
    /// <returns>False where too many ask, or the store takes nothing more.</returns>
    public async Task<bool> Ask(SubscriptionKind kind, string address)
    {
        var isHeard = false;
        var result = await byId.Write(
            (_, at) => (isHeard = MayAsk(at)) ? AskedBy(kind, address, at) : null, null).ConfigureAwait(false);
        return isHeard && IsDone(result);
    }

    private Addition AskedBy(SubscriptionKind kind, string address, Instant at)
    {
        var earlier = Same(kind, address).Where(one => one.ConfirmedAt is null).ToList();
        if (earlier.Any(one => at < one.AskedAt + BetweenLetters))
            return Addition.Nothing;
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
    }

    /// <summary>The address is told from now on; what was confirmed of it before gives way.</summary>
    /// <returns>False where there is no such subscription any more, or no room.</returns>
    public async Task<bool> Confirm(string id)
    {
        var isGood = false;
        var result = await byId.Write((_, at) =>
        {
            isGood = false;
            if (Find(id) is not { } one)
                return null;
            isGood = one.ConfirmedAt is not null;
            if (isGood || !one.IsPending(at))
                return null;
            var earlier = Same(one.Kind, one.Address).Where(other => other.ConfirmedAt is not null).ToList();
            isGood = earlier.Count > 0 || Confirmed.Count() < Most;
            var ends = Ends(earlier, "replaced", at);
            return isGood
                ? ends with { Events = ends.Events.Insert(0, SubscriptionFormat.Confirm(id, policy(), at)) }
                : null;
        }, null).ConfigureAwait(false);
        return isGood && IsDone(result);
    }

    /// <param name="reason">unsubscribed, refused or removed.</param>
    /// <param name="command">For the audit, where somebody of the house asked for it.</param>
    /// <returns>False where the store takes nothing more.</returns>
    public async Task<bool> End(string id, string reason, CommandRecord? command = null) => IsDone(
        await byId.Write((_, at) => Find(id) is { } one ? Ends([one], reason, at) : null, command)
            .ConfigureAwait(false));

    /// <summary>Ends those whom nobody has confirmed in time.</summary>
    /// <returns>False where the store takes nothing more.</returns>
    public async Task<bool> Expire() => IsDone(await byId.Write((now, at) => Ends(
        [.. now.Values.Where(one => one.ConfirmedAt is null && !one.IsPending(at)).Take(MostEndedAtOnce)],
        "expired", at), null).ConfigureAwait(false));

    public void Dispose() => byId.Dispose();

    /// <summary>It is written, or there was nothing to write.</summary>
    private static bool IsDone(AppendResult? result) => result is null or AppendResult.Appended;

    private bool MayAsk(Instant at)
    {
        var minute = at.ToUnixTimeSeconds() / 60;
        rate = rate.Minute == minute ? (minute, rate.Asked + 1) : (minute, 1);
        return rate.Asked <= MostInMinute
            && byId.Now.Values.Count(one => one.IsPending(at)) < MostPending;
    }

    private IEnumerable<Subscription> Same(SubscriptionKind kind, string address) => byId.Now.Values.Where(
        one => one.Kind == kind && string.Equals(one.Address, address, StringComparison.OrdinalIgnoreCase));

    private Addition Ends(IReadOnlyCollection<Subscription> gone, string reason, Instant at) => new(
        [.. gone.Select(one => SubscriptionFormat.End(one.Id, reason, policy(), at))])
    {
        Erasures = [.. gone.Select(one => new Erasure(Stream, one.Version, "{}"u8.ToArray()))],
    };

    private static ImmutableDictionary<string, Subscription> Fold(
        ImmutableDictionary<string, Subscription> before, StoredEvent stored)
    {
        var id = SubscriptionFormat.IdOf(stored);
        return stored.Type switch
        {
            SubscriptionFormat.Asked => before.SetItem(id, SubscriptionFormat.ReadAsked(stored)),
            SubscriptionFormat.Confirmed => before.TryGetValue(id, out var one)
                ? before.SetItem(id, one with { ConfirmedAt = stored.RecordedAt })
                : before,
            SubscriptionFormat.Ended => before.Remove(id),
            _ => throw new UnknownEventException(stored.Type),
        };
    }
}
