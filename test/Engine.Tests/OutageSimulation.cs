using System.Text;
using Muster.Channels;
using Muster.Core.Messages;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Delivery;
using Muster.Engine.Export;
using Muster.Engine.Policies;
using Muster.Engine.Tests.Delivery;
using Muster.Engine.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using Muster.Support;
using NodaTime;

namespace Muster.Engine.Tests;

/// <summary>
/// Example 1 at a desk with its deadlines and deliveries under virtual time, in a process that dies once, at a point
/// that is counted: each write has one before and one after it, and so has each message. Another process takes over
/// with nothing but the store.
/// </summary>
internal sealed class OutageSimulation : IAsyncDisposable
{
    public const int MostUnderWay = 100;

    private readonly int? diesAt;
    private readonly MemoryStore store = new();
    private readonly PolicyResult policy = PolicyReader.Read([new PolicySource("test.yaml", Outage.Policy, null)]);
    private Process process = null!;
    private Instant now = Instant.FromUtc(2025, 10, 20, 14, 0);

    /// <param name="diesAt">From 0; null for a process that lives.</param>
    public OutageSimulation(int? diesAt) => this.diesAt = diesAt;

    /// <summary>How many points there were to die at.</summary>
    public int Points { get; private set; }

    public bool Died { get; private set; }

    /// <summary>What the providers took.</summary>
    public List<Letter> Taken { get; } = [];

    public async ValueTask DisposeAsync() => await store.DisposeAsync();

    public async Task Run()
    {
        await Start();
        var reader = new LogReader(new MemoryStream(Encoding.UTF8.GetBytes(Outage.Log)), policy.Policy!);
        var number = 0;
        while (reader.Read() is { } line)
        {
            await Until(line.At!.Value);
            var open = line.Command as OpenTicket;
            var request = new TicketRequest(
                "somebody", open is null ? line.Ticket : null,
                open is null ? line.Command! : open with { Aliases = [line.Ticket] })
            {
                Key = $"line-{++number}",
            };
            await Alive(async () =>
            {
                if (await process.Desk.Say(request) is not TicketAnswer.Done)
                    throw new InvalidOperationException($"line {number} was refused");
            });
            await Until(now);
        }
        await Until(now + Duration.FromDays(3)); // the review is announced by then
    }

    public async Task<List<string>> Journal()
    {
        using var bytes = new MemoryStream();
        using var writer = new JournalWriter(bytes);
        foreach (var told in await StoreHistory.Read(store))
            writer.Write(told.At, told.Ticket, told.Fact);
        writer.Flush();
        return [.. Encoding.UTF8.GetString(bytes.ToArray()).Split('\n')];
    }

    /// <summary>What became of every message, by its key.</summary>
    public async Task<List<(string Key, OutboxState State)>> Ends()
    {
        var all = new List<StoredMessage>();
        while (await store.ReadMessages(null, all.Count == 0 ? 0 : all[^1].Id, 500) is { Count: > 0 } page)
            all.AddRange(page);
        return [.. all.Select(message => (message.Message.Key, message.State))
            .OrderBy(message => message.Key, StringComparer.Ordinal)];
    }

    /// <summary>All that is due and all that may be sent until then, in the order of time.</summary>
    private async Task Until(Instant end)
    {
        while (await Next() is { } next && next <= end)
        {
            now = Instant.Max(now, next);
            await Alive(async () =>
            {
                while (await process.Deadlines.Step() > 0)
                {
                    // until nothing is due any more
                }
                while (await process.Delivery.Step(CancellationToken.None) > 0)
                    await process.Delivery.Settled();
            });
        }
        now = end;
    }

    private async Task<Instant?> Next()
    {
        var due = await store.NextDue() + Duration.FromMilliseconds(1); // what falls on a millisecond follows it (S8)
        return await store.NextSend() is { } send && !(due < send) ? send : due;
    }

    /// <summary>Does it, and if the process died of it, lets another one do it.</summary>
    private async Task Alive(Func<Task> act)
    {
        var alive = process;
        try
        {
            await act();
        }
        catch (Exception failure) when (alive.IsDead && failure is StoreFailedException or AggregateException)
        {
            // what a dead process fails at is seen by nobody
        }
        if (!alive.IsDead)
            return;
        await Start();
        await act();
    }

    private async Task Start()
    {
        var life = new Process(this);
        var faulting = new FaultingStore(store, life.OfWrite);
        var epoch = new WriterEpoch(faulting, "node");
        var claimed = await epoch.Renew(0);
        var book = await life.Calmly(() => PolicyBook.Open(faulting, claimed, policy.Policy!, policy.MergedYaml, now));
        life.Desk = new TicketDesk(faulting, book, epoch, () => now);
        life.Deadlines = new DeadlineLoop(faulting, life.Desk, () => now);
        life.Delivery = new DeliveryLoop(
            faulting, life.Desk, book, epoch, [new Provider(life)], new TestPath(), () => now)
        {
            Deeds =
            [
                new TellLinked(faulting, epoch, new Pulse(), () => now), new RelayToTicket(life.Desk),
                new Place(life, MessageKind.Status),
            ],
        };
        await life.Delivery.TakeOver();
        process = life;
    }

    /// <summary>What lives and dies together.</summary>
    private sealed class Process(OutageSimulation world)
    {
        private bool isCalm;

        public OutageSimulation World => world;
        public bool IsDead { get; private set; }
        public TicketDesk Desk { get; set; } = null!;
        public DeadlineLoop Deadlines { get; set; } = null!;
        public DeliveryLoop Delivery { get; set; } = null!;

        public async Task<T> Calmly<T>(Func<Task<T>> act)
        {
            isCalm = true;
            var made = await act();
            isCalm = false;
            return made;
        }

        public StoreFault OfWrite() => isCalm ? StoreFault.None
            : IsDead || Dies() ? StoreFault.CommitAndAnswerLost
            : Dies() ? StoreFault.AnswerLost
            : StoreFault.None;

        /// <summary>Takes a message as its provider does, unless the process dies before, or after.</summary>
        public DeliveryResult Send(Action take)
        {
            if (IsDead || Dies())
                return new DeliveryResult.Retry("dead");
            take();
            return Dies() ? new DeliveryResult.Retry("dead") : new DeliveryResult.Delivered();
        }

        private bool Dies()
        {
            if (world.Points++ != world.diesAt)
                return false;
            return IsDead = world.Died = true;
        }
    }

    private sealed class Provider(Process life) : IChannel
    {
        public string Name => "mail";

        public Task<DeliveryResult> Send(Letter letter, CancellationToken stop) =>
            Task.FromResult(life.Send(() => life.World.Taken.Add(letter)));
    }

    private sealed class Place(Process life, MessageKind kind) : IDeed
    {
        public MessageKind Kind => kind;

        public Task<DeliveryResult> Do(Telltale told, CancellationToken stop) => Task.FromResult(life.Send(() => { }));
    }
}
