using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Files.Policies;
using Muster.Files.States;
using Muster.Storage;
using Muster.Storage.Memory;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

public sealed class DeskTests : IAsyncLifetime
{
    private readonly MemoryStore store = new();
    private Instant now = Instant.FromUtc(2026, 3, 2, 9, 0);
    private TicketDesk desk = null!;
    private DeadlineLoop loop = null!;

    public async ValueTask InitializeAsync()
    {
        var epoch = new WriterEpoch(store, "here");
        var book = await PolicyBook.Open(
            store, await epoch.Current(), PolicyReader.Shipped, PolicyReader.ShippedText, now);
        desk = new TicketDesk(store, book, epoch, () => now);
        loop = new DeadlineLoop(store, desk, () => now);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Numbers_rise_within_the_year_and_are_read_in_any_spelling()
    {
        var first = await Open();
        var second = await Open();
        Assert.Equal(("INC-2026-00001", "INC-2026-00002"), (first, second));
        foreach (var name in (string[])["INC-2026-00002", "inc-2026-2", "2", "INC-2026-0000002"])
            Assert.Equal(second, (await desk.Find(name))!.State.Id.Value);
        Assert.Null(await desk.Find("3"));
        now = Instant.FromUtc(2027, 1, 1, 0, 0);
        Assert.Equal("INC-2027-00001", await Open());
        Assert.Null(await desk.Find("1")); // no longer the only one
    }

    [Fact]
    public async Task A_new_node_gives_no_number_again()
    {
        await Open();
        await Open();
        await InitializeAsync();
        Assert.Equal("INC-2026-00003", await Open());
    }

    // L2: the close waits for the last open child, whose end brings it about
    [Fact]
    public async Task A_parent_that_waited_closes_when_its_last_child_does()
    {
        var (parent, child) = (await Open(), await Open());
        await Say(parent, new LinkTicket(child, LinkKind.Child));
        await Say(parent, new ResolveTicket("fixed", null), imported: true);
        await Pass(Duration.FromDays(9));
        Assert.Equal(TicketStatus.Resolved, await StateOf(parent));
        await Say(child, new CloseTicket("cancelled", null));
        var ended = now;
        await Pass(Duration.FromMilliseconds(1));
        Assert.Equal(TicketStatus.Closed, await StateOf(parent));
        Assert.Equal(ended, (await desk.Find(parent))!.State.ClosedAt);
    }

    [Fact]
    public async Task A_parent_closes_when_its_last_child_is_unlinked_from_either_end()
    {
        foreach (var fromParent in (bool[])[true, false])
        {
            var (parent, child) = (await Open(), await Open());
            await Say(parent, new LinkTicket(child, LinkKind.Child));
            await Say(parent, new ResolveTicket("fixed", null), imported: true);
            await Pass(Duration.FromDays(9));
            await (fromParent
                ? Say(parent, new UnlinkTicket(child, LinkKind.Child))
                : Say(child, new UnlinkTicket(parent, LinkKind.Parent)));
            var unlinked = now;
            await Pass(Duration.FromMilliseconds(1));
            Assert.Equal(unlinked, (await desk.Find(parent))!.State.ClosedAt);
        }
    }

    // section 1: wherever an id is taken, case does not matter and a unique bare number will do
    [Fact]
    public async Task Another_ticket_is_named_in_any_spelling_too()
    {
        var (first, second, third) = (await Open(), await Open(), await Open());
        await Say(first, new LinkTicket("2", LinkKind.Relates));
        await Say(first, new LinkTicket("inc-2026-3", LinkKind.Blocks));
        await Say(third, new MergeTicket("1", null));
        Assert.Equal(
            [(LinkKind.Relates, second), (LinkKind.Blocks, third)],
            (await store.ReadLinks(StreamId.Ticket(first)))
                .Where(link => link.Kind is LinkKind.Relates or LinkKind.Blocks)
                .Select(link => (link.Kind, link.To.Id)));
        Assert.IsType<TicketAnswer.Refused>(await desk.Say(Request(first, new LinkTicket("9", LinkKind.Relates))));
    }

    [Fact]
    public async Task One_ticket_that_cannot_be_woken_holds_up_none_of_the_others()
    {
        var (broken, whole) = (await Open(), await Open());
        var damaged = new NewEvent
        {
            Type = "ticket.unheard-of.v1",
            HappenedAt = now,
            Policy = PolicyReader.Shipped.Version,
            Body = "{}"u8.ToArray(),
        };
        await Write(broken, damaged);
        now += Duration.FromDays(9);
        var failure = await Assert.ThrowsAsync<AggregateException>(loop.Step);
        Assert.Contains(broken, failure.Message);
        Assert.True((await desk.Find(whole))!.Version > 1);
    }

    // L6
    [Fact]
    public async Task A_version_that_is_no_longer_the_latest_is_stale()
    {
        var ticket = await Open();
        Assert.IsType<TicketAnswer.Done>(await desk.Say(Request(ticket, new StartWork()) with { SeenVersion = 1 }));
        var stale = await desk.Say(Request(ticket, new UpdateTicket(false, false, "x")) with { SeenVersion = 1 });
        Assert.Equal(new TicketAnswer.Stale((await desk.Find(ticket))!.Version), stale);
    }

    // what a running server adds by itself right after an opening is nothing that a client can have overlooked
    [Fact]
    public async Task What_is_only_remembered_and_whom_it_tells_make_no_version_stale()
    {
        var answer = await desk.Say(Request(null, new OpenTicket { Priority = Priority.P2, Service = "vpn" }));
        var opened = Assert.IsType<TicketAnswer.Done>(answer).Ticket;
        var ticket = opened.State.Id.Value;
        now += Duration.FromMilliseconds(1);
        await loop.Step();
        var paged = TicketEventFormat.Write(new TicketPaged("standard", 1, 1, ["dee"], false, null) { Auto = true });
        await Write(ticket, new NewEvent
        {
            Type = paged.Type,
            HappenedAt = now,
            Cause = LoadedTicket.ByTime,
            Policy = PolicyReader.Shipped.Version,
            Body = paged.Body,
        });
        Assert.Equal(opened.Version + 2, (await desk.Find(ticket))!.Version);
        foreach (var never in (long[])[0, 9])
            Assert.IsType<TicketAnswer.Stale>(
                await desk.Say(Request(ticket, new StartWork()) with { SeenVersion = never }));
        Assert.IsType<TicketAnswer.Done>(
            await desk.Say(Request(ticket, new StartWork()) with { SeenVersion = opened.Version }));
        Assert.IsType<TicketAnswer.Stale>(
            await desk.Say(Request(ticket, new AcknowledgeTicket()) with { SeenVersion = opened.Version }));
    }

    // L7
    [Fact]
    public async Task The_same_key_is_answered_as_the_first_time_and_another_body_is_refused()
    {
        var ticket = await Open();
        var request = Request(ticket, new StartWork()) with { Key = "k", Body = 7 };
        var first = Assert.IsType<TicketAnswer.Done>(await desk.Say(request));
        now += Duration.FromHours(1);
        await Say(ticket, new ResolveTicket("fixed", null));
        var again = Assert.IsType<TicketAnswer.Done>(await desk.Say(request));
        Assert.True(again.Repeated);
        Assert.Equal(
            (first.Ticket.Version, TicketStatus.InProgress), (again.Ticket.Version, again.Ticket.State.Status));
        Assert.Equal(first.Ticket.AsOf, again.Ticket.AsOf);
        Assert.Equal(new TicketAnswer.KeyReused("k"), await desk.Say(request with { Body = 8 }));
    }

    [Fact]
    public async Task What_is_refused_is_in_the_audit()
    {
        var ticket = await Open();
        Assert.IsType<TicketAnswer.Refused>(await desk.Say(Request(ticket, new ResumeTicket())));
        Assert.Equal(new TicketAnswer.Unknown("99"), await desk.Say(Request("99", new ResumeTicket())));
        var audit = await store.ReadAudit(0, 10);
        Assert.Equal(
            [("open", true, null), ("resume", false, "not-allowed"), ("resume", false, "unknown-ticket")],
            audit.Select(line => (line.Verb, line.Accepted, line.Code)));
    }

    [Fact]
    public async Task Two_nodes_at_once_lose_nothing()
    {
        var ticket = await Open();
        var other = new WriterEpoch(store, "there");
        var book = await PolicyBook.Open(
            store, await other.Current(), PolicyReader.Shipped, PolicyReader.ShippedText, now);
        var second = new TicketDesk(store, book, other, () => now);
        var said = Enumerable.Range(0, 40).Select(number => Task.Run(() =>
            (number % 2 == 0 ? desk : second).Say(Request(ticket, new UpdateTicket(false, false, $"{number}")))));
        var answers = await Task.WhenAll(said);
        Assert.All(answers, answer => Assert.IsType<TicketAnswer.Done>(answer));
        Assert.Equal(41, (await store.ReadStream(StreamId.Ticket(ticket), 0, 100)).Count);
    }

    [Fact]
    public async Task A_long_story_goes_on_from_its_snapshot_as_from_its_beginning()
    {
        var ticket = await Open();
        await desk.Say(Request(ticket, new StartWork()) with { HappenedAt = now });
        for (var number = 1; number < 1_250; number++)
            await Say(ticket, new UpdateTicket(false, false, null) { By = $"{number}" });
        var stream = StreamId.Ticket(ticket);
        var snapshot = (await store.ReadSnapshot(stream))!;
        Assert.Equal(1_200, snapshot.Version);
        var book = await PolicyBook.Load(store);
        var told = await new TicketStreams(store, book).At(stream, snapshot.Version);
        var kept = TicketSnapshots.Read(stream, snapshot, book);
        Assert.Equal(
            TicketStateText.Write(told!.State, book.Current), TicketStateText.Write(kept!.State, book.Current));
        Assert.Equal((told.LastAt, told.LastByTime, true), (kept.LastAt, kept.LastByTime, kept.HasStatedTimes));
        Assert.Equal(1_252, (await new TicketStreams(store, book).Load(stream))!.Version);
    }

    private async Task<string> Open() =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(Request(null, new OpenTicket { Title = "printer" })))
            .Ticket.State.Id.Value;

    private async Task Say(string ticket, TicketCommand command, bool imported = false) =>
        Assert.IsType<TicketAnswer.Done>(await desk.Say(Request(ticket, command with { Imported = imported })));

    private static TicketRequest Request(string? ticket, TicketCommand command) => new("ana", ticket, command);

    private async Task<TicketStatus> StateOf(string ticket) => (await desk.Find(ticket))!.State.Status;

    private async Task Pass(Duration duration)
    {
        now += duration;
        while (await loop.Step() > 0)
        {
            // until nothing is due any more
        }
    }

    private async Task Write(string ticket, NewEvent fact)
    {
        var (epoch, version) = (new WriterEpoch(store, "newer"), (await desk.Find(ticket))!.Version);
        Assert.IsType<AppendResult.Appended>(await store.Append(new Batch
        {
            Epoch = await epoch.Current(),
            RecordedAt = now,
            Streams = [new StreamAppend(StreamId.Ticket(ticket), version, [fact]) { Deadline = new(now, 0) }],
        }));
    }
}
