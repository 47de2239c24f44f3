using Muster.Channels;
using Muster.Core.Tickets;
using Muster.Engine;
using Muster.Engine.Deadlines;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Templates;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Demo;

/// <summary>
/// Lets a week go by in a fresh store: what people say goes through the desk, and the very loops of the server bring
/// about what is due and what is to be told, under a clock that jumps. No row is written by another hand.
/// </summary>
internal sealed class DemoWeek(
    IEventStore store, PolicyBook policies, WriterEpoch epoch, IReturnPath back, MessageTemplates templates)
{
    /// <summary>Who said it, for the audit.</summary>
    public const string Actor = "demo";

    private static readonly Duration Moment = Duration.FromMilliseconds(1);

    /// <summary>Long enough for everything of an instant; a week has some thousand steps.</summary>
    private const int MostSteps = 1_000_000;

    private Instant now;

    /// <param name="end">When the week is over.</param>
    public async Task Fill(Instant end, int seed)
    {
        now = end - Duration.FromDays(7);
        var desk = new TicketDesk(store, policies, epoch, () => now);
        var deadlines = new DeadlineLoop(store, desk, () => now);
        var delivery = new DeliveryLoop(store, desk, policies, epoch, [new Letterbox()], back, () => now)
        {
            Templates = templates,
            Deeds = [new TellLinked(store, epoch, new Pulse(), () => now), new RelayToTicket(desk)],
        };
        var numbers = new Dictionary<string, string>();
        foreach (var line in new DemoScript(seed).Until(end))
        {
            await Pass(line.At, deadlines, delivery).ConfigureAwait(false);
            var isOpening = line.Command is OpenTicket;
            if (!isOpening && !numbers.ContainsKey(line.Ticket))
                continue;
            var answer = await desk.Say(new TicketRequest(
                Actor, isOpening ? null : numbers[line.Ticket], line.Command)).ConfigureAwait(false);
            if (isOpening && answer is TicketAnswer.Done done)
                numbers[line.Ticket] = done.Ticket.State.Id.Value;
        }
        await Pass(end, deadlines, delivery).ConfigureAwait(false);
    }

    /// <summary>Everything that falls due before <paramref name="until"/>, each at its own instant.</summary>
    private async Task Pass(Instant until, DeadlineLoop deadlines, DeliveryLoop delivery)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var due = await deadlines.Next().ConfigureAwait(false);
            var send = await delivery.Next().ConfigureAwait(false);
            var next = due is null || send < due ? send : due;
            if (next is not { } at || at + Moment > until)
                break;
            now = Instant.Max(now, at + Moment);
            await deadlines.Step().ConfigureAwait(false);
            await delivery.Step(CancellationToken.None).ConfigureAwait(false);
            await delivery.Settled().ConfigureAwait(false);
        }
        now = Instant.Max(now, until);
    }

    /// <summary>Where the week's mail went; nobody reads it any more.</summary>
    private sealed class Letterbox : IChannel
    {
        public string Name => "mail";

        public Task<DeliveryResult> Send(Letter letter, CancellationToken stop) =>
            Task.FromResult<DeliveryResult>(new DeliveryResult.Delivered());
    }
}
