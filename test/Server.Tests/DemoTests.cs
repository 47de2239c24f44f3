using System.Text;
using Muster.Core.Tickets;
using Muster.Engine;
using Muster.Engine.Export;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Templates;
using Muster.Server.Demo;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Server.Tests;

public sealed class DemoTests
{
    private static readonly Instant End = Instant.FromUtc(2026, 3, 6, 12, 0);

    [Fact]
    public async Task The_same_seed_makes_the_same_week_and_another_one_another()
    {
        var (one, again, other) = (await Journal(1), await Journal(1), await Journal(2));
        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task The_week_is_believable_something_of_everything_and_all_of_it_by_the_rules()
    {
        var journal = await Journal(1);
        string[] all =
        [
            "sla-breached", "escalated", "warned", "paged", "reopened", "closed", "declared", "role-accepted",
            "status-posted", "restored", "stood-down", "why-stated", "action-added",
        ];
        foreach (var name in all)
            Assert.Contains($"\"event\":\"{name}\"", journal);
        Assert.InRange(
            journal.Split('\n').Count(line => line.Contains("\"event\":\"opened\"", StringComparison.Ordinal)),
            80, 200);
    }

    [Fact]
    public async Task No_row_was_written_by_another_hand_a_replay_tells_the_same_week()
    {
        await using var store = new MemoryStore();
        var policy = await Fill(store, 1);
        Assert.True((await store.Verify(TicketFolding.Under(await PolicyBook.Load(store)))).IsSound);
        // who is asked further by their load, only a server knows (E8)
        var history = (await StoreHistory.Read(store)).Where(told => told.Fact is not PeopleAsked).ToList();
        using var log = new MemoryStream();
        CommandLog.Write(log, history);
        log.Position = 0;
        using var replayed = new MemoryStream();
        using (var writer = new JournalWriter(replayed))
        {
            var replay = new LogReplay(
                policy, withMajors: true, (at, ticket, fact) => writer.Write(at, ticket.Id, fact))
            {
                Until = End,
            };
            Assert.True(replay.Run(log));
        }
        Assert.Equal(Text(history), Encoding.UTF8.GetString(replayed.ToArray()));
    }

    private static async Task<string> Journal(int seed)
    {
        await using var store = new MemoryStore();
        await Fill(store, seed);
        return Text(await StoreHistory.Read(store));
    }

    private static async Task<Core.Policies.Policy> Fill(MemoryStore store, int seed)
    {
        var epoch = new WriterEpoch(store, "demo");
        var policy = DemoPolicy.Read();
        var book = await PolicyBook.Open(
            store, await epoch.Current(), policy.Policy!, policy.MergedYaml, End - Duration.FromDays(8));
        await new DemoWeek(store, book, epoch, new NoPath(), MessageTemplates.Shipped).Fill(End, seed);
        return policy.Policy!;
    }

    private static string Text(IEnumerable<ToldFact> history)
    {
        using var journal = new MemoryStream();
        using (var writer = new JournalWriter(journal))
        {
            foreach (var told in history)
                writer.Write(told.At, told.Ticket, told.Fact);
        }
        return Encoding.UTF8.GetString(journal.ToArray());
    }

    private sealed class NoPath : Engine.Delivery.IReturnPath
    {
        public string TicketUrl(TicketId ticket) => $"http://localhost/tickets/{ticket}";

        public string AnswerUrl(TicketId ticket, string person) => $"http://localhost/answer/{ticket}.{person}";
    }
}
