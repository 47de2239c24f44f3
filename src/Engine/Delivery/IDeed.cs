using Muster.Channels;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Tickets;

namespace Muster.Engine.Delivery;

/// <summary>What a message brings about that is for a place and not for somebody.</summary>
public interface IDeed
{
    MessageKind Kind { get; }

    /// <summary>
    /// Whose answers it depends on: when that has failed several times in a row, it alone is left alone for a while.
    /// </summary>
    string CareOf(Telltale told) => MessageFormat.NameOf(Kind);

    /// <summary>Why there is nothing to do any more; null where there is.</summary>
    string? Moot(Telltale told) => null;

    /// <summary>Does it, or what of it was not done yet: it may have been begun before under the same key.</summary>
    Task<DeliveryResult> Do(Telltale told, CancellationToken stop);
}

/// <summary>A status update stands on the linked tickets, too, each once (M6).</summary>
public sealed class RelayToTicket(TicketDesk desk) : IDeed
{
    public MessageKind Kind => MessageKind.Relay;

    public async Task<DeliveryResult> Do(Telltale told, CancellationToken stop)
    {
        if (told.Fact is not Core.Majors.StatusPosted posted)
            return new DeliveryResult.Refused("there is no status update to tell");
        var update = new UpdateTicket(Public: true, Auto: true, $"{told.Ticket!.Id}: {posted.Text}")
        {
            By = Ticket.Coordinator,
        };
        var answer = await desk.Say(new TicketRequest(Ticket.Coordinator, told.Message.To, update)
        {
            Key = told.Key,
        }).ConfigureAwait(false);
        return answer switch
        {
            TicketAnswer.Done => new DeliveryResult.Delivered(),
            TicketAnswer.Unknown => new DeliveryResult.Refused($"there is no ticket {told.Message.To}"),
            TicketAnswer.Refused refused => new DeliveryResult.Refused(refused.Rejection.Text),
            _ => new DeliveryResult.Retry("the desk has too much to do"),
        };
    }
}
