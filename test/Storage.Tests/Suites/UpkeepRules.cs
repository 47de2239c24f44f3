using NodaTime;
using System.Text;
using Muster.Core.Tickets;
using Xunit;

namespace Muster.Storage.Tests.Suites;

public sealed class MemoryUpkeepTests : UpkeepRules<MemoryRoom>;

public sealed class SqliteUpkeepTests : UpkeepRules<SqliteRoom>;

public abstract class UpkeepRules<TRoom> : Suite<TRoom>
    where TRoom : IStoreRoom, new()
{
    private const string Said = """{"text":"my number is 0228"}""";

    /// <summary>A row whose title counts the events.</summary>
    private static StreamView Fold(StreamId stream, IReadOnlyList<StoredEvent> events) => new(
        Row(long.Parse(stream.Id), $"has {events.Count}"),
        [.. events.Where(fact => !fact.PersonalText.IsEmpty).Select(fact => (fact.Version, Text(fact.PersonalText)))]);

    private static StreamView Other(StreamId stream, IReadOnlyList<StoredEvent> events) =>
        new(Row(long.Parse(stream.Id), $"newly {events.Count}"), [(1, "rebuilt")]);

    [Fact]
    public async Task What_stands_in_it_is_counted()
    {
        await Open(Row(1));
        await Open(Row(2) with { State = TicketStatus.Assigned, Priority = Priority.P1 });
        await Open(Row(3) with { State = TicketStatus.Assigned, Priority = Priority.P1 });
        await Open(Row(4) with { State = TicketStatus.Closed });
        await Append(
            Part("5", 0, Fact()) with { Deadline = new Deadline(Nine, 1) },
            Part("6", 0, Fact()) with { Deadline = new Deadline(Nine + Duration.FromMilliseconds(1), 1) });
        await Store.Append(Batch() with
        {
            Messages =
            [
                new OutboxMessage("a", "page", null, 1, Nine - Duration.FromMinutes(1), default),
                new OutboxMessage("b", "page", null, 1, Nine + Duration.FromMinutes(1), default),
            ],
        });
        var figures = await Store.Measure(Nine);
        Assert.Equal((1, 2), (figures.StreamsDue, figures.Unsent));
        Assert.Equal(Nine - Duration.FromMinutes(1), figures.OldestUnsentAt);
        Assert.Equal(
            [((Priority.P1, TicketStatus.Assigned), 2), ((Priority.P3, TicketStatus.New), 1)],
            figures.Open.OrderBy(pair => pair.Key.Priority).Select(pair => (pair.Key, (int)pair.Value)));
    }

    [Fact]
    public async Task A_sound_store_is_verified_and_counted()
    {
        await Open(Row(1, "has 1"), said: Said);
        await Append(Part("2", 0, Fact(), Fact(text: Said)) with { Row = Row(2, "has 2") });
        var report = await Store.Verify(Fold);
        Assert.Equal([], report.Faults);
        Assert.Equal((2, 3, 0), (report.Streams, report.Events, report.AuditRecords));
    }

    [Fact]
    public async Task A_row_that_is_not_what_its_events_make_is_found()
    {
        await Open(Row(1, "has 2"));
        var report = await Store.Verify(Fold);
        Assert.Contains("has 1", Assert.Single(report.Faults));
        Assert.True((await Store.Verify(null)).IsSound);
    }

    [Fact]
    public async Task A_rebuild_computes_rows_and_words_anew()
    {
        for (var number = 1; number <= 450; number++)
            await Open(Row(number, "old"), text: "said");
        await Append(Part("1", 1, Fact()));
        Assert.Equal(450, await Store.Rebuild(Other));
        Assert.Equal("newly 2", (await Store.FindTicket(StreamId.Ticket("1")))!.Title);
        Assert.Equal(450, (await Pages(new TicketFilter { Words = "rebuilt", Limit = 500 })).Count);
        Assert.Empty(await Pages(new TicketFilter { Words = "said" }));
        Assert.Empty(await Pages(new TicketFilter { Words = "old" }));
        Assert.True((await Store.Verify(Other)).IsSound);
    }

    [Fact]
    public async Task A_rebuild_takes_away_the_row_of_what_is_no_ticket()
    {
        await Open(Row(1));
        await Store.Rebuild((_, _) => null);
        Assert.Null(await Store.FindTicket(StreamId.Ticket("1")));
        Assert.Single(await Store.ReadAll(0, 10));
    }

    [Fact]
    public async Task Appends_go_on_while_a_rebuild_runs()
    {
        for (var number = 1; number <= 300; number++)
            await Open(Row(number, "has 1"));
        var rebuild = Store.Rebuild(Fold);
        await Task.WhenAll(Enumerable.Range(1, 100).Select(number =>
            Append(Part($"{number}", 1, Fact()) with { Row = Row(number, "has 2") })));
        await rebuild;
        Assert.Equal([], (await Store.Verify(Fold)).Faults);
    }

    [Fact]
    public async Task Erased_text_is_gone_and_the_chain_still_holds()
    {
        var part = Part("1", 0, Fact(text: Said)) with { Row = Row(1), SearchText = "0228", Snapshot = new byte[9] };
        await Append(part);
        var batch = Batch(Part("1", 1, Fact("ticket.erased.v1"))) with
        {
            Erasures = [new Erasure(StreamId.Ticket("1"), 1, default)],
        };
        Assert.IsType<AppendResult.Appended>(await Store.Append(batch));

        var erased = (await Store.ReadStream(StreamId.Ticket("1"), 0, 10))[0];
        Assert.True(erased.IsErased && erased.PersonalText.IsEmpty && erased.Salt.IsEmpty);
        Assert.False(erased.TextDigest.IsEmpty);
        Assert.Empty(await Pages(new TicketFilter { Words = "0228" }));
        Assert.Null(await Store.ReadSnapshot(StreamId.Ticket("1")));
        Assert.Equal([], (await Store.Verify(null)).Faults);
    }

    [Fact]
    public async Task A_stand_in_takes_the_place_of_what_was_erased()
    {
        await Append(Part("1", 0, Fact(text: Said)));
        var standIn = Encoding.UTF8.GetBytes("""{"by":"person 1"}""");
        await Store.Append(Batch() with { Erasures = [new Erasure(StreamId.Ticket("1"), 1, standIn)] });
        var erased = Assert.Single(await Store.ReadStream(StreamId.Ticket("1"), 0, 10));
        Assert.Equal("""{"by":"person 1"}""", Text(erased.PersonalText));
        Assert.True(erased.IsErased);
        Assert.Equal([], (await Store.Verify(null)).Faults);
    }

    [Fact]
    public async Task To_erase_what_is_not_there_changes_nothing()
    {
        await Append(Part("1", 0, Fact()));
        Erasure[] nothing = [new(StreamId.Ticket("1"), 1, default), new(StreamId.Ticket("1"), 7, default),
            new(StreamId.Ticket("2"), 1, default)];
        Assert.IsType<AppendResult.Appended>(await Store.Append(Batch() with { Erasures = [.. nothing] }));
        Assert.False((await Store.ReadStream(StreamId.Ticket("1"), 0, 10))[0].IsErased);
        Assert.Equal([], (await Store.Verify(null)).Faults);
    }

    [Fact]
    public async Task Links_read_from_both_ends_and_say_whether_the_other_is_open()
    {
        await Open(Row(1));
        await Open(Row(2) with { State = TicketStatus.Closed });
        var (one, two, problem) = (StreamId.Ticket("1"), StreamId.Ticket("2"), new StreamId("problem/9"));
        await Store.Append(Batch() with
        {
            Links = [new LinkChange(one, LinkKind.Child, two), new LinkChange(one, LinkKind.InProblem, problem)],
        });
        Assert.Equal(
            [new StoredLink(one, LinkKind.Child, two, false), new StoredLink(one, LinkKind.InProblem, problem, false)],
            await Store.ReadLinks(one));
        Assert.Equal([new StoredLink(two, LinkKind.Parent, one, true)], await Store.ReadLinks(two));
        Assert.Empty(await Store.ReadLinks(problem));

        await Store.Append(Batch() with { Links = [new LinkChange(two, LinkKind.Parent, one, Removed: true)] });
        Assert.Single(await Store.ReadLinks(one));
        Assert.Empty(await Store.ReadLinks(two));
    }

    [Fact]
    public async Task Tickets_are_linked_from_whichever_end_it_was_said_and_each_once()
    {
        var (major, problem) = (StreamId.Ticket("5"), new StreamId("problem/9"));
        await Store.Append(Batch() with
        {
            Links =
            [
                new LinkChange(StreamId.Ticket("3"), LinkKind.Duplicate, major),
                new LinkChange(StreamId.Ticket("3"), LinkKind.CausedBy, major),
                new LinkChange(StreamId.Ticket("1"), LinkKind.Follows, major),
                new LinkChange(major, LinkKind.Follows, StreamId.Ticket("2")),
                new LinkChange(major, LinkKind.Relates, StreamId.Ticket("1")),
                new LinkChange(major, LinkKind.InProblem, problem),
                new LinkChange(problem, LinkKind.ByChange, major),
                new LinkChange(StreamId.Ticket("4"), LinkKind.Relates, StreamId.Ticket("3")),
            ],
        });
        Assert.Equal(
            [StreamId.Ticket("1"), StreamId.Ticket("2"), StreamId.Ticket("3")], await Store.ReadLinkedTickets(major));
        Assert.Empty(await Store.ReadLinkedTickets(problem));
    }

    [Fact]
    public async Task A_decision_asks_the_store_after_its_neighbours()
    {
        foreach (var number in new[] { 1, 2, 3, 4 })
            await Open(Row(number) with { State = number == 4 ? TicketStatus.Resolved : TicketStatus.New });
        await Store.Append(Batch() with
        {
            Names = [new NameClaim("INC-3", StreamId.Ticket("3"))],
            Links =
            [
                new LinkChange(StreamId.Ticket("1"), LinkKind.Child, StreamId.Ticket("2")),
                new LinkChange(StreamId.Ticket("2"), LinkKind.Child, StreamId.Ticket("3")),
                new LinkChange(StreamId.Ticket("3"), LinkKind.Child, StreamId.Ticket("4")),
            ],
        });
        var (one, three) = (new TicketId("1"), new TicketId("3"));
        var neighbours = await StoredNeighbours.Load(Store, one, "inc-3", "nobody");
        Assert.Equal(three, neighbours.Find("INC-3"));
        Assert.Null(neighbours.Find("nobody"));
        Assert.True(neighbours.HasOpenChild(one));
        Assert.False(neighbours.HasOpenChild(three));
        Assert.True(neighbours.AreLinked(new TicketId("2"), LinkKind.Parent, one));
        Assert.True(neighbours.WouldCycle(one, LinkKind.Parent, three));
        Assert.False(neighbours.WouldCycle(one, LinkKind.Child, three));
    }

    private async Task<IReadOnlyList<TicketRow>> Pages(TicketFilter filter) => (await Store.ListTickets(filter)).Items;
}
