using Muster.Channels;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using Muster.Support;
using NodaTime;

namespace Muster.Engine.Tests.Delivery;

/// <summary>A bug in telling people that the checker has to find.</summary>
public enum TellingBug
{
    None,

    /// <summary>It says in the store that a message went out before it has, and dies in between now and then.</summary>
    RecordsBeforeSending,

    /// <summary>It does not look whether the message is still needed.</summary>
    TellsWhatIsMoot,

    /// <summary>An attempt after the first goes out under another key.</summary>
    RetriesWithoutKey,
}

/// <summary>
/// A desk, its deadlines and its deliveries under virtual time: people open urgent tickets and answer some of them,
/// providers fail, refuse and lose their answers, writes fail, the process dies. The same seed gives the same run.
/// </summary>
internal sealed class DeliverySimulation : IAsyncDisposable
{
    private const string Text = """
        people:
          ana: {mail: ana@example.org, webhook: "https://example.org/ana"}
          bo: {mail: bo@example.org}
          mo: {webhook: "https://example.org/mo"}
        paging:
          standard:
            {repeat: 1, ackTimeout: 20m, lastResort: [person:mo],
             steps: [{notify: [person:ana]}, {notify: [person:bo, person:mo], after: 5m}]}
        teams: {tier-1: {members: [ana], paging: standard}}
        """;

    private readonly Random random;
    private readonly TellingBug bug;
    private readonly FaultingStore store;
    private readonly List<string> tickets = [];
    private TicketDesk desk = null!;
    private DeadlineLoop deadlines = null!;
    private DeliveryLoop delivery = null!;
    private Instant now = Instant.FromUtc(2026, 3, 2, 9, 0);
    private bool calm;

    public DeliverySimulation(int seed, TellingBug bug = TellingBug.None)
    {
        random = new Random(seed);
        this.bug = bug;
        store = new FaultingStore(new MemoryStore(), () => calm || random.Next(12) > 0
            ? StoreFault.None
            : (StoreFault)random.Next(1, 5));
    }

    public IEventStore Store => store;

    /// <summary>What the providers took, and whether it was needed at that moment.</summary>
    public List<(Letter Letter, string? Moot)> Taken { get; } = [];

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public async Task Run()
    {
        await Start();
        for (var round = 0; round < 60; round++)
        {
            await Calmly(Live);
            await Wake();
            if (random.Next(6) == 0)
                await Start(); // the old process died where it stood
            await Safely(() => delivery.Step(CancellationToken.None));
            await delivery.Settled();
            now += Duration.FromMilliseconds(random.Next(1, 240_000));
        }
        calm = true;
        for (var round = 0; round < 2_000 && await StillBusy(); round++)
        {
            now += Duration.FromSeconds(20);
            await Wake();
            await delivery.Step(CancellationToken.None);
            await delivery.Settled();
        }
    }

    /// <summary>Messages in their order.</summary>
    public async Task<List<StoredMessage>> Messages()
    {
        var all = new List<StoredMessage>();
        while (await store.ReadMessages(null, all.Count == 0 ? 0 : all[^1].Id, 500) is { Count: > 0 } page)
            all.AddRange(page);
        return all;
    }

    /// <summary>Every paged fact, with whom it meant.</summary>
    public async Task<List<(StreamId Ticket, long Version, string Person)>> Paged()
    {
        var paged = new List<(StreamId, long, string)>();
        var position = 0L;
        while (await store.ReadAll(position, 500) is { Count: > 0 } page)
        {
            foreach (var stored in page.Where(stored => stored.Type == "ticket.paged.v1"))
            {
                var fact = (TicketPaged)TicketEventFormat.Read(stored);
                paged.AddRange(fact.To.Select(person => (stored.Stream, stored.Version, person)));
            }
            position = page[^1].Position;
        }
        return paged;
    }

    private async Task<bool> StillBusy() =>
        await store.NextSend() is not null || (await store.NextDue() is { } due && due < now + Duration.FromHours(1));

    private async Task Live()
    {
        if (random.Next(3) == 0)
        {
            var open = new OpenTicket { Title = "down", Priority = Priority.P1 };
            var answer = (TicketAnswer.Done)await desk.Say(new TicketRequest("x", null, open));
            tickets.Add(answer.Ticket.State.Id.Value);
        }
        if (tickets.Count == 0 || random.Next(2) == 0)
            return;
        TicketCommand command = random.Next(5) switch
        {
            0 => new StartWork { By = "bo" },
            1 => new ResolveTicket("fixed", null) { By = "bo" },
            _ => new AcknowledgeTicket { By = random.Next(2) == 0 ? "ana" : "bo" },
        };
        await desk.Say(new TicketRequest("x", tickets[random.Next(tickets.Count)], command));
    }

    private async Task Wake()
    {
        now += Duration.FromMilliseconds(1);
        while (await Safely(deadlines.Step) > 0)
        {
            // until nothing is due any more
        }
    }

    /// <summary>A process with nothing but the store.</summary>
    private async Task Start() => await Calmly(async () =>
    {
        var read = PolicyReader.Read([new PolicySource("test.yaml", Text, null)]);
        var epoch = new WriterEpoch(store, "node");
        var book = await PolicyBook.Open(store, await epoch.Renew(0), read.Policy!, read.MergedYaml, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        deadlines = new DeadlineLoop(store, desk, () => now);
        var back = new NoWayBack();
        IChannel[] channels = [new Provider("mail", this), new Provider("webhook", this)];
        delivery = bug == TellingBug.TellsWhatIsMoot
            ? new DeliveryLoop(store, desk, book, epoch, channels, back, () => now) { Moot = (_, _, _) => null }
            : new DeliveryLoop(store, desk, book, epoch, channels, back, () => now);
    });

    private async Task Calmly(Func<Task> act)
    {
        var before = calm;
        calm = true;
        await act();
        calm = before;
    }

    private static async Task<T?> Safely<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception failure) when (failure is StoreFailedException or AggregateException)
        {
            return default;
        }
    }

    private async Task<DeliveryResult> Send(Letter letter)
    {
        if (bug == TellingBug.RetriesWithoutKey)
            letter = letter with { Key = $"{letter.Key}/{random.Next()}" };
        if (bug == TellingBug.RecordsBeforeSending && !calm && random.Next(3) == 0)
            return new DeliveryResult.Delivered(); // the process dies before it sends
        switch (calm ? 9 : random.Next(10))
        {
            case 0 or 1: return new DeliveryResult.Retry("busy");
            case 2: return new DeliveryResult.Refused("no such user");
            case 3: throw new InvalidOperationException("the process dies before it sends");
            case 4:
                await Take(letter);
                throw new InvalidOperationException("the process dies after it has sent");
            case 5:
                await Take(letter);
                return new DeliveryResult.Retry("no answer");
            default:
                await Take(letter);
                return new DeliveryResult.Delivered();
        }
    }

    private async Task Take(Letter letter)
    {
        if (letter.Facts["kind"] != "page")
            return;
        var stream = StreamId.Ticket(letter.Facts["ticket"]);
        var message = new Message(MessageKind.Page, letter.Facts["person"], new TicketId(stream.Id), 0);
        var ticket = await desk.Read(stream);
        Taken.Add((letter, Telling.Moot(message, ticket!.State, isLatest: true)));
    }

    private sealed class Provider(string name, DeliverySimulation world) : IChannel
    {
        public string Name => name;

        public Task<DeliveryResult> Send(Letter letter, CancellationToken stop) => world.Send(letter);
    }

    private sealed class NoWayBack : IReturnPath
    {
        public string TicketUrl(TicketId ticket) => $"/tickets/{ticket}";

        public string AnswerUrl(TicketId ticket, string person) => $"/answer/{ticket}/{person}";
    }
}
