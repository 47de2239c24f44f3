using Muster.Channels;
using Muster.Core.Messages;
using Muster.Engine;
using Muster.Engine.Delivery;
using Muster.Engine.Hosting;
using Muster.Engine.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status.Subscriptions;

/// <summary>
/// A fact of a major becomes a message to each who had confirmed by then. Begun again after a crash it makes the same
/// messages under the same keys.
/// </summary>
internal sealed class TellSubscribers(
    IEventStore store, WriterEpoch epoch, SubscriptionBook book, Pulse messagesWait, Func<Instant> clock) : IDeed
{
    private const int MostAtOnce = 500;

    public MessageKind Kind => MessageKind.Subscribers;

    public async Task<DeliveryResult> Do(Telltale told, CancellationToken stop)
    {
        if (told is not { Ticket: { } ticket, Message: { Version: var version } })
            return new DeliveryResult.Refused("there is no incident to tell of");
        var facts = await store.ReadStream(StreamId.Ticket(ticket.Id.Value), version - 1, 1).ConfigureAwait(false);
        var at = facts[0].RecordedAt;
        foreach (var some in book.Confirmed.Where(one => one.ConfirmedAt <= at).Chunk(MostAtOnce))
        {
            var result = await epoch.Append(current => new Batch
            {
                Epoch = current,
                RecordedAt = clock(),
                Messages =
                [
                    .. some.Select(one => MessageFormat.Write(
                        new Message(MessageKind.Subscriber, one.Id, ticket.Id, version), ticket, clock())),
                ],
            }).ConfigureAwait(false);
            if (result is not AppendResult.Appended)
                return new DeliveryResult.Retry("the store has too much to do");
            messagesWait.Beat();
        }
        return new DeliveryResult.Delivered();
    }
}

/// <summary>One subscriber is told of an update, or asked whether they meant to subscribe.</summary>
/// <param name="channels">By which mail or webhooks leave; one that is missing tells nobody.</param>
internal sealed class TellSubscriber(
    MessageKind kind, SubscriptionBook book, SubscriberLetters letters, PolicyBook policies,
    IReadOnlyDictionary<SubscriptionKind, IChannel> channels) : IDeed
{
    public MessageKind Kind => kind;

    /// <summary>A host that does not answer holds up those that do not depend on it alone.</summary>
    public string CareOf(Telltale told) => book.Find(told.Message.To) is { Kind: SubscriptionKind.Webhook } one
        && Uri.TryCreate(one.Address, UriKind.Absolute, out var url) ? $"subscriber/{url.Host}" : "subscriber/mail";

    public string? Moot(Telltale told) => book.Find(told.Message.To) switch
    {
        null => "the subscription is over",
        { ConfirmedAt: null } when kind == MessageKind.Subscriber => "nobody confirmed it",
        { ConfirmedAt: not null } when kind == MessageKind.Confirmation => "it is confirmed",
        var one when !channels.ContainsKey(one.Kind) => "this server has no such channel",
        _ => null,
    };

    public async Task<DeliveryResult> Do(Telltale told, CancellationToken stop)
    {
        if (book.Find(told.Message.To) is not { } one || !channels.TryGetValue(one.Kind, out var channel))
            return new DeliveryResult.Refused("the subscription is over");
        var letter = kind == MessageKind.Confirmation
            ? letters.Confirmation(one, told.Key)
            : told is { Fact: { } fact, Ticket: { } ticket }
                ? letters.Update(one, told.Key, fact, ticket, policies.Current)
                : null;
        if (letter is null)
            return new DeliveryResult.Refused("the status page has no words for it");
        var result = await channel.Send(letter, stop).ConfigureAwait(false);
        // a receiver that says no means it; a mail server may mean its own day
        if (result is DeliveryResult.Refused && one.Kind == SubscriptionKind.Webhook)
            await book.End(one.Id, "refused").ConfigureAwait(false);
        return result;
    }
}
