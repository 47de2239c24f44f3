using Muster.Channels;
using Muster.Core.Messages;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Delivery;

/// <summary>
/// A status update becomes a message to each ticket that is linked with the major, from whichever end and however
/// often (M6). Begun again after a crash it makes the same messages under the same keys.
/// </summary>
public sealed class TellLinked(IEventStore store, WriterEpoch epoch, Pulse messagesWait, Func<Instant> clock) : IDeed
{
    private const int MostAtOnce = 500;

    public MessageKind Kind => MessageKind.Linked;

    public async Task<DeliveryResult> Do(Telltale told, CancellationToken stop)
    {
        if (told is not { Ticket: { } ticket, Message: { Version: var version } })
            return new DeliveryResult.Refused("there is no status update to tell");
        var linked = await store.ReadLinkedTickets(StreamId.Ticket(ticket.Id.Value)).ConfigureAwait(false);
        foreach (var some in linked.Chunk(MostAtOnce))
        {
            var result = await epoch.Append(current => new Batch
            {
                Epoch = current,
                RecordedAt = clock(),
                Messages =
                [
                    .. some.Select(one => MessageFormat.Write(
                        new Message(MessageKind.Relay, one.Id, ticket.Id, version), ticket, clock())),
                ],
            }).ConfigureAwait(false);
            if (result is not AppendResult.Appended)
                return new DeliveryResult.Retry("the store has too much to do");
            messagesWait.Beat();
        }
        return new DeliveryResult.Delivered();
    }
}
