using Muster.Core.Reports.Metrics;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Policies;
using Muster.Engine.Reports;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Files.Reports;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>R3 and section 12 from the store: what is kept of each ticket is kept true, and bounded.</summary>
public sealed class MetricBookTests : IAsyncLifetime
{
    private static readonly Instant Nine = Instant.FromUtc(2026, 3, 2, 9, 0);

    private readonly MemoryStore store = new();
    private Instant now = Nine;
    private WriterEpoch epoch = null!;
    private PolicyBook policies = null!;
    private TicketDesk desk = null!;
    private DeadlineLoop loop = null!;

    public async ValueTask InitializeAsync()
    {
        epoch = new WriterEpoch(store, "here");
        policies = await PolicyBook.Open(
            store, await epoch.Current(), PolicyReader.Shipped, PolicyReader.ShippedText, now);
        desk = new TicketDesk(store, policies, epoch, () => now);
        loop = new DeadlineLoop(store, desk, () => now);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public async Task A_book_that_followed_says_what_one_says_that_reads_everything_anew(int seed)
    {
        using var followed = new MetricBook(store, policies);
        var random = new Random(seed);
        var ids = new List<string>();
        for (var step = 0; step < 60; step++)
        {
            await Until(now + Duration.FromMinutes(random.Next(1, 60)));
            await Act(random, ids);
            if (step % 7 == 0)
                Assert.NotNull(await Taken(followed));
        }
        using var anew = new MetricBook(store, policies);
        Assert.Equal(Text(await Taken(anew)), Text(await Taken(followed)));
        Assert.NotEmpty((await Taken(anew))!.Table("escalations").Rows);
    }

    [Fact]
    public async Task Of_too_much_the_tickets_without_news_for_longest_are_forgotten_and_no_earlier_period_is_told()
    {
        using var book = new MetricBook(store, policies) { Most = 40 };
        for (var ticket = 0; ticket < 12; ticket++)
        {
            var id = await Opened();
            await Until(now + Duration.FromMinutes(1));
            await Say(id, new ResolveTicket("fixed", null));
            await Until(now + Duration.FromMinutes(1));
        }
        var open = await Opened();
        Assert.Null(await Taken(book));
        Assert.True(book.Since > Nine && book.Since < now);
        var rest = await book.Take(new MetricScope(book.Since!.Value, now), null, now, Stopped);
        Assert.InRange(rest!.Table("times").Rows[0].Values[4]!.Value, 1, 11);
        Assert.Equal(1, rest.Table("ageing").Rows[0].Values[0]);
        Assert.NotNull(open);
    }

    [Fact]
    public async Task What_was_recorded_longer_ago_than_a_period_may_last_is_read_only_where_it_is_open()
    {
        var old = await Opened();
        var done = await Opened();
        await Say(done, new ResolveTicket("fixed", null));
        var later = Nine + Duration.FromDays(500);
        await Until(later);
        await Opened();
        using var book = new MetricBook(store, policies);
        Assert.Null(await book.Take(new MetricScope(Nine, Nine + Duration.FromDays(1)), null, now, Stopped));
        var report = await book.Take(new MetricScope(later - Duration.FromDays(1), later + Duration.FromDays(1)),
            null, now, Stopped);
        Assert.Equal((2.0, 500 * 86_400.0),
            (report!.Table("ageing").Rows[0].Values[0], report.Table("ageing").Rows[0].Values[^1]));
        Assert.Equal(1, report.Table("noise").Rows[0].Values[0]);
        Assert.NotNull(old);
    }

    [Fact]
    public async Task A_message_counts_once_with_its_ticket_from_when_it_could_go_to_when_it_was_delivered()
    {
        var id = await Opened();
        using var book = new MetricBook(store, policies);
        await Send("first", StreamId.Ticket(id));
        await Send("second", null);
        Assert.Equal((0, null), Delay(await Taken(book)));
        now += Duration.FromSeconds(4);
        await Settle();
        for (var again = 0; again < 2; again++)
            Assert.Equal((2, 4.0), Delay(await Taken(book)));
        var vpn = new MetricScope(Nine, now + Duration.FromDays(1)) { Services = ["vpn"] };
        Assert.Equal((1, 4.0), Delay(await book.Take(vpn, null, now, Stopped)));
        var others = new TicketScope(["payroll"], []);
        Assert.Equal((0, null), Delay(await Taken(book, others)));
    }

    [Fact]
    public async Task Whoever_sees_some_teams_and_services_is_told_of_the_tickets_that_stand_there_now()
    {
        var moved = await Opened();
        var stayed = await Opened();
        await Say(moved, new TriageTicket(null, "payroll", null, null));
        using var book = new MetricBook(store, policies);
        var seen = await Taken(book, new TicketScope([], ["vpn"]));
        Assert.Equal(1, seen!.Table("noise").Rows[0].Values[0]);
        Assert.DoesNotContain(seen.Tables.SelectMany(table => table.Rows), row => row.Name == "payroll");
        Assert.NotNull(stayed);
    }

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    private static (long, double?) Delay(MetricReport? report)
    {
        var figure = report!.Figures.Single(each => each.Name == "messageDelay");
        return (figure.Count, figure.Value);
    }

    private static string Text(MetricReport? report) =>
        System.Text.Encoding.UTF8.GetString(MetricFormats.Write(report!, MetricFormat.Json).Span);

    private Task<MetricReport?> Taken(MetricBook book, TicketScope? seenBy = null) =>
        book.Take(new MetricScope(Nine, now + Duration.FromDays(1)), seenBy, now, Stopped);

    private async Task Act(Random random, List<string> ids)
    {
        if (ids.Count == 0 || random.Next(3) == 0)
        {
            ids.Add(await Opened((Priority)random.Next(1, 5)));
            return;
        }
        TicketCommand command = random.Next(8) switch
        {
            0 => new StartWork { By = "bo" },
            1 => new AssignTicket(random.Next(2) == 0 ? "tier-1" : "tier-2", "cy"),
            2 => new ResolveTicket("fixed", null) { By = "bo" },
            3 => new ReopenTicket(null),
            4 => new HoldTicket("vendor", null),
            5 => new ResumeTicket(),
            6 => new AcknowledgeTicket { By = "dee" },
            _ => new PrioritiseTicket((Priority)random.Next(1, 5), null),
        };
        await desk.Say(new TicketRequest("token-1", ids[random.Next(ids.Count)], command)
        {
            HappenedAt = random.Next(4) == 0 ? now - Duration.FromMinutes(random.Next(1, 30)) : null,
        });
    }

    private async Task<string> Opened(Priority priority = Priority.P2)
    {
        var command = new OpenTicket { Priority = priority, Service = "vpn" };
        return Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("token-1", null, command)))
            .Ticket.State.Id.Value;
    }

    private async Task Say(string id, TicketCommand command) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(new TicketRequest("token-1", id, command)));

    private async Task Until(Instant instant)
    {
        now = instant;
        while (await loop.Step() > 0)
        {
        }
    }

    private async Task Send(string key, StreamId? about) =>
        Assert.IsType<AppendResult.Appended>(await epoch.Append(current => new Batch
        {
            Epoch = current,
            RecordedAt = now,
            Messages = [new OutboxMessage(key, "notice", about, 5, now, ReadOnlyMemory<byte>.Empty)],
        }));

    private async Task Settle()
    {
        var leased = await store.Lease(new LeaseRequest("loop", now, Duration.FromMinutes(1), 10));
        await epoch.Append(current => new Batch
        {
            Epoch = current,
            RecordedAt = now,
            Settlements = [.. leased.Messages.Select(each => new Settlement.Delivered(each.Id, "loop"))],
        });
    }
}
