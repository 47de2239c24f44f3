using Muster.Core.Tickets;
using Muster.Engine.Alerts;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>
/// Senders that say everything until they are answered, to two nodes whose writes fail, answer nothing or die, while
/// people start and resolve tickets; held after each word against what CONTRACT says of one key. A seed repeats a run.
/// </summary>
internal sealed class AlertSimulation : IAsyncDisposable
{
    private const int Keys = 3;

    private static readonly AlertSource Source = new("int_1", "alertmanager", "prod");

    private readonly Random random;
    private readonly FaultingStore store;
    private readonly TicketDesk[] desks = new TicketDesk[2];
    private readonly AlertDesk?[] alerts = new AlertDesk?[2];
    private readonly Expected[] expected = [.. Enumerable.Range(0, Keys).Select(_ => Expected.Nothing)];
    private Instant now = Instant.FromUtc(2026, 1, 1, 0, 0);
    private bool calm = true;
    private int tickets;

    public AlertSimulation(int seed)
    {
        random = new Random(seed);
        store = new FaultingStore(new MemoryStore(), NextFault);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var desk in alerts)
            desk?.Dispose();
        await store.DisposeAsync();
    }

    public async Task Run(int steps)
    {
        await Start(0);
        await Start(1);
        calm = false;
        for (var step = 0; step < steps; step++)
        {
            // longer than one node trusts in what it knows of another's writes
            now += Duration.FromSeconds(random.Next(2, 60));
            var key = random.Next(Keys);
            switch (random.Next(10))
            {
                case < 4: await Fire(key, expected[key].IsOver ? now : expected[key].Since); break;
                case 4 when expected[key].Ticket is not null:
                    await Fire(key, expected[key].Since - Duration.FromSeconds(random.Next(2)));
                    break;
                case 4 or 5 or 6: await End(key, expected[key].Since); break;
                case 7: await End(key, expected[key].Since - Duration.FromMilliseconds(1)); break;
                case 8: await Work(key); break;
                default: await Restart(); break;
            }
        }
        calm = true;
        Assert.Equal(tickets, (await store.ListTickets(new TicketFilter { Limit = 500 })).Items.Count);
        var report = await store.Verify(TicketFolding.Under(await PolicyBook.Load(store)));
        Assert.True(report.IsSound, string.Join('\n', report.Faults));
    }

    private async Task Fire(int key, Instant since)
    {
        var (known, answer) = (expected[key], await Hear(key, new AlertStatement("", true, since)));
        if (known.IsOver && since > known.Since)
        {
            Assert.True(answer.Outcome is AlertOutcome.Opened or AlertOutcome.Counted, $"{answer}");
            Assert.NotEqual(known.Ticket, answer.Ticket);
            tickets++;
            expected[key] = new Expected { Ticket = answer.Ticket, Since = since };
        }
        else if (known.IsOver || since < known.Since)
            Assert.Equal(AlertOutcome.Nothing, answer.Outcome);
        else
            Assert.Equal(new AlertAnswer(AlertOutcome.Counted, known.Ticket), answer);
    }

    private async Task End(int key, Instant since)
    {
        var (known, answer) = (expected[key], await Hear(key, new AlertStatement("", false, since)));
        if (known.IsOver || since < known.Since)
        {
            Assert.Equal(AlertOutcome.Nothing, answer.Outcome);
            return;
        }
        var ticket = (await desks[0].Find(known.Ticket!))!.State;
        Assert.Equal(known.IsStarted ? TicketStatus.InProgress : TicketStatus.Resolved, ticket.Status);
        expected[key] = known with { IsOver = true };
    }

    /// <summary>A person starts or resolves the ticket.</summary>
    private async Task Work(int key)
    {
        var known = expected[key];
        if (known.IsOver)
            return;
        var starts = random.Next(2) == 0;
        TicketCommand command = starts ? new StartWork { By = "bo" } : new ResolveTicket("fixed", null) { By = "bo" };
        await Insist(() => desks[random.Next(2)].Say(new TicketRequest("bo", known.Ticket, command)),
            answer => answer is not TicketAnswer.Overloaded);
        expected[key] = known with { IsStarted = known.IsStarted || starts, IsOver = !starts };
    }

    private async Task<AlertAnswer> Hear(int key, AlertStatement statement)
    {
        var signal = new AlertSignal($"key-{key}") { Title = $"key {key}", Alerts = [statement] };
        return await Insist(
            () => alerts[random.Next(2)]!.Hear(Source, signal), answer => answer.Outcome != AlertOutcome.Overloaded);
    }

    private static async Task<T> Insist<T>(Func<Task<T>> say, Func<T, bool> isAnswer)
    {
        while (true)
        {
            try
            {
                if (await say() is { } answer && isAnswer(answer))
                    return answer;
            }
            catch (StoreFailedException)
            {
                // nobody knows: it is said again
            }
        }
    }

    private async Task Restart()
    {
        calm = true;
        await Start(random.Next(2));
        calm = false;
    }

    /// <summary>A node begins anew with nothing but the store.</summary>
    private async Task Start(int node)
    {
        var epoch = new WriterEpoch(store, $"node-{node}");
        var book = await PolicyBook.Open(
            store, await epoch.Renew(0), PolicyReader.Shipped, PolicyReader.ShippedText, now);
        alerts[node]?.Dispose();
        desks[node] = new TicketDesk(store, book, epoch, () => now);
        alerts[node] = new AlertDesk(store, desks[node], book, epoch, () => now);
    }

    private StoreFault NextFault() =>
        calm || random.Next(5) > 0 ? StoreFault.None : (StoreFault)random.Next(1, 5);

    private sealed record Expected
    {
        public static readonly Expected Nothing = new() { IsOver = true };

        public string? Ticket { get; init; }
        public Instant Since { get; init; } = Instant.FromUtc(2020, 1, 1, 0, 0);
        public bool IsStarted { get; init; }

        /// <summary>There is none, or it is over by the sender's or a person's word.</summary>
        public bool IsOver { get; init; }
    }
}

public sealed class AlertSimulationTests
{
    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_fails_there_is_one_ticket_an_episode_and_it_stands_as_it_should(int seed)
    {
        await using var simulation = new AlertSimulation(seed);
        await simulation.Run(150);
    }
}
