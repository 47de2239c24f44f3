using Muster.Core.Tickets;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests.Delivery;

/// <summary>A desk over memory that tells people by mail, under a policy of the test's own.</summary>
public abstract class TellingDesk(string policy) : IAsyncLifetime
{
    private DeliveryLoop delivery = null!;

    private protected MemoryStore Store { get; } = new();

    private protected TestChannel Mail { get; } = new("mail");

    private protected Instant Now { get; set; } = Instant.FromUtc(2026, 3, 2, 9, 0);

    private protected TicketDesk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var read = PolicyReader.Read([new PolicySource("test.yaml", policy, null)]);
        Assert.Empty(read.Faults);
        var epoch = new WriterEpoch(Store, "here");
        var book = await PolicyBook.Open(Store, await epoch.Current(), read.Policy!, read.MergedYaml, Now);
        Desk = new TicketDesk(Store, book, epoch, () => Now);
        delivery = new DeliveryLoop(Store, Desk, book, epoch, [Mail], new TestPath(), () => Now)
        {
            Deeds = [new TellLinked(Store, epoch, new Pulse(), () => Now), new RelayToTicket(Desk)],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<string> Open(OpenTicket open) => Assert.IsType<TicketAnswer.Done>(
        await Desk.Say(new TicketRequest("token", null, open with { Title = "x" }))).Ticket.State.Id.Value;

    private protected async Task Say(string id, TicketCommand command) =>
        Assert.IsType<TicketAnswer.Done>(await Desk.Say(new TicketRequest("token", id, command)));

    private protected async Task Send()
    {
        while (await delivery.Step(CancellationToken.None) > 0)
            await delivery.Settled();
        await delivery.Settled();
    }
}
