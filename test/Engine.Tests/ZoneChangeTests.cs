using System.Text;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Engine.Deadlines;
using Muster.Engine.Policies;
using Muster.Engine.Tickets;
using Muster.Engine.Zones;
using Muster.Files;
using Muster.Files.Policies;
using Muster.Storage;
using Muster.Storage.Memory;
using Muster.Support;
using NodaTime;
using Xunit;

namespace Muster.Engine.Tests;

/// <summary>A country changes its clocks: what is to come moves, what has happened stays.</summary>
public sealed class ZoneChangeTests : IAsyncDisposable
{
    // Two hours are promised. One counts on Friday, from 16:00 in Berlin; the other on Monday, when it is summer there.
    private const string Text = """
        calendars:
          berlin: {zone: Europe/Berlin, week: {mon-fri: ["09:00-17:00"]}}
          paris: {zone: Europe/Paris, week: {mon-fri: ["09:00-17:00"]}}
        sla:
          - match: {service: [paris]}
            calendar: paris
            warnAt: ["75%"]
            targets: {P2: {response: 1h, resolution: 2h, escalateAt: 2h}}
          - match: {service: [duty]}
            calendar: paris
            warnAt: ["75%"]
            targets: {P2: {response: 1h, resolution: 2h, escalateAt: 2h}}
            clocks:
              authority:
                {kind: regulatory, calendar: berlin, targets: {P2: 2h}, metBy: {authority: [notified]}}
          - calendar: berlin
            warnAt: ["75%"]
            targets: {P2: {response: 1h, resolution: 2h, escalateAt: 2h}}
        schedules:
          primary: {zone: Europe/Berlin, layers: [{rotation: weekly, start: 2027-03-22T09:00, people: [ana, bo]}]}
          other: {zone: Europe/Paris, layers: [{rotation: weekly, start: 2027-03-22T09:00, people: [ana, bo]}]}
        """;

    private static readonly Instant Friday = Instant.FromUtc(2027, 3, 26, 15, 0);
    private static readonly Instant Spring = Instant.FromUtc(2027, 3, 28, 1, 0);
    private static readonly Instant Monday = Instant.FromUtc(2027, 3, 29, 0, 0);

    private readonly MemoryStore store = new();
    private Instant now = Friday;
    private WriterEpoch epoch = null!;
    private PolicyBook book = null!;
    private TicketDesk desk = null!;
    private DeadlineLoop loop = null!;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task A_due_of_a_running_clock_moves_with_its_zone_and_the_list_tells_it()
    {
        await Start(LoadedZones.BuiltIn);
        var (ticket, elsewhere) = (await Open(), await Open("paris"));
        var before = await Facts(ticket);
        await Until(Spring - Duration.FromDays(1));
        var told = await Facts(ticket);
        var moves = await Change(Berlin(1));

        var moved = Assert.Single(moves.Tickets);
        Assert.Equal((ticket, 1), (moved.Id, moves.TicketCount));
        Assert.Equal(
            new MovedClock(ClockKind.Resolution, Monday + Hours(8), Monday + Hours(9), IsBreached: false),
            Assert.Single(moved.Clocks));
        Assert.Equal(new MovedZone("Europe/Berlin", Spring), Assert.Single(moves.Zones));
        Assert.Equal(Monday + Hours(9), (await desk.Find(ticket))!.State.Resolution.Due);
        Assert.Equal(Monday + Hours(9), (await Row(ticket)).ResolutionDueAt);
        Assert.Equal(Monday + Hours(8), (await Row(elsewhere)).ResolutionDueAt);
        Assert.Equal(told, await Facts(ticket)); // nothing was written of it
        Assert.Equal(before, told[..before.Length]);

        await Until(Monday + Hours(8) + Duration.FromMinutes(59));
        Assert.DoesNotContain(await Facts(ticket), IsBreach);
        Assert.Contains(await Facts(elsewhere), IsBreach);
        await Until(Monday + Hours(9) + Duration.FromMilliseconds(1));
        var breach = await Breach(ticket);
        Assert.Equal((Monday + Hours(9), Rule.S6, false), (breach.Due, breach.Rule, breach.Retroactive));
        await IsSound();
    }

    [Fact]
    public async Task A_due_that_moves_into_the_past_is_a_breach_at_the_instant_of_the_change()
    {
        await Start(LoadedZones.BuiltIn);
        var ticket = await Open();
        await Until(Monday + Hours(7) + Duration.FromMinutes(10));
        var told = await Facts(ticket);
        var moves = await Change(Berlin(3)); // the office opened at six already
        Assert.Equal(
            new MovedClock(ClockKind.Resolution, Monday + Hours(8), Monday + Hours(7), IsBreached: true),
            Assert.Single(Assert.Single(moves.Tickets).Clocks));
        var change = now;
        await Until(now + Duration.FromMilliseconds(1));
        var breach = await Breach(ticket);
        Assert.Equal((Monday + Hours(7), Rule.S4, true), (breach.Due, breach.Rule, breach.Retroactive));
        var facts = await Facts(ticket);
        Assert.Equal(told, facts[..told.Length]);
        Assert.All((await Stored(ticket)).Skip(told.Length), fact => Assert.Equal(change, fact.HappenedAt));
        await IsSound();
    }

    [Fact]
    public async Task What_has_happened_is_not_taken_back_and_not_told_again()
    {
        await Start(LoadedZones.BuiltIn);
        var ticket = await Open();
        await Until(Monday + Hours(8) + Duration.FromMinutes(5));
        var told = await Facts(ticket);
        Assert.Contains(told, IsBreach);
        var moves = await Change(Berlin(1));
        Assert.All(moves.Tickets, moved => Assert.Empty(moved.Clocks));
        Assert.Equal(Monday + Hours(8), (await Row(ticket)).ResolutionDueAt);
        Assert.True((await desk.Find(ticket))!.State.Resolution.HasBreached);
        await Until(Monday + Hours(9) + Duration.FromMilliseconds(1));
        Assert.Equal(told, (await Facts(ticket))[..told.Length]);
        Assert.Single(await Facts(ticket), IsBreach);
        await IsSound();
    }

    [Fact]
    public async Task The_same_data_again_moves_nothing_and_a_walk_that_broke_off_lists_the_same_again()
    {
        await Start(LoadedZones.BuiltIn);
        var ticket = await Open();
        await Until(Spring - Duration.FromDays(1));
        var (before, after) = (book, await PolicyBook.Load(store, Berlin(1).Zones));
        var foreseen = await new ZoneChange(store, before, after, now).Foreseen();
        Assert.Equal(Monday + Hours(8), (await Row(ticket)).ResolutionDueAt);
        var first = await new ZoneChange(store, before, after, now).Make(epoch);
        var again = await new ZoneChange(store, before, after, now).Make(epoch);
        Assert.Equal(TextOf(foreseen), TextOf(first));
        Assert.Equal(TextOf(first), TextOf(again));
        Assert.Equal(0, (await new ZoneChange(store, after, after, now).Make(epoch)).TicketCount);
    }

    [Fact]
    public async Task Shifts_that_begin_at_another_instant_are_listed()
    {
        await Start(LoadedZones.BuiltIn);
        now = Spring - Duration.FromDays(1);
        var moves = await Change(Berlin(1));
        Assert.All(moves.Shifts, shift => Assert.Equal("primary", shift.Schedule));
        Assert.Equal(
            new MovedShift(
                "primary", "ana", new Interval(now, Monday + Hours(7)), new Interval(now, Monday + Hours(8))),
            moves.Shifts[0]);
        Assert.Equal((14, 14), (moves.Shifts.Length, moves.ShiftCount));
    }

    [Fact]
    public async Task What_is_met_or_closed_is_counted_anew_as_a_rebuild_would_and_not_listed()
    {
        await Start(LoadedZones.BuiltIn);
        var (met, closed) = (await Open(), await Open());
        await Say(met, new ResolveTicket("fixed", null));
        await Say(closed, new CloseTicket("cancelled", null));
        var moves = await Change(Berlin(1));
        Assert.Empty(moves.Tickets);
        Assert.Equal(Monday + Hours(9), (await Row(met)).ResolutionDueAt);
        await IsSound();
    }

    [Fact]
    public async Task A_clock_that_runs_on_after_the_ticket_is_resolved_moves_too()
    {
        await Start(LoadedZones.BuiltIn);
        var ticket = await Open("duty");
        await Say(ticket, new ResolveTicket("fixed", null));
        await Until(Spring - Duration.FromDays(1));
        var moved = Assert.Single((await Change(Berlin(1))).Tickets);
        Assert.Equal(
            new MovedClock(new ClockName(default, "authority"), Monday + Hours(8), Monday + Hours(9), false),
            Assert.Single(moved.Clocks));
        await Until(Monday + Hours(9));
        Assert.DoesNotContain(await Facts(ticket), IsBreach);
        await Until(Monday + Hours(9) + Duration.FromMilliseconds(1));
        Assert.Single(await Facts(ticket), IsBreach);
        await IsSound();
    }

    [Fact]
    public async Task The_book_keeps_the_data_so_that_the_next_can_be_held_against_it()
    {
        await Start(LoadedZones.BuiltIn);
        await Open();
        now = Spring - Duration.FromDays(1);
        await Change(Berlin(1));
        var kept = await ZoneBook.Load(store);
        Assert.Equal((Berlin(1).Zones.Name, "2027a"), (kept.CurrentName, kept.Versions[^1].Version));
        Assert.Equal((1, 14), (kept.Versions[^1].Tickets, kept.Versions[^1].Shifts));
        Assert.Equal(Offset.FromHours(1), kept.Current.Find("Europe/Berlin")!.GetUtcOffset(Monday));
        var back = await Change(LoadedZones.BuiltIn);
        Assert.Equal(
            (Monday + Hours(9), Monday + Hours(8)),
            (back.Tickets[0].Clocks[0].Due!.Value, back.Tickets[0].Clocks[0].NewDue!.Value));
        Assert.Equal((2, "2026f"), ((await ZoneBook.Load(store)).Versions.Length, back.To));
        await IsSound();
    }

    [Fact]
    public async Task A_rule_that_changed_before_a_ticket_was_opened_is_no_matter_of_it()
    {
        await Start(LoadedZones.BuiltIn);
        await Open();
        var moves = await Change(ZoneFile.Of(
            ChangedZones.Of("2027a", ("Europe/Rome", Instant.FromUtc(1980, 4, 6, 1, 0), Offset.FromHours(1))), "x"));
        Assert.Empty(moves.Zones);
        Assert.Empty(moves.Tickets);
    }

    /// <summary>
    /// Whatever is said to tickets of two zones before and after any change: the rows are those of a rebuild, nothing
    /// written is changed, and each open ticket waits for the very instant at which time brings something to it.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_was_said_a_store_after_a_change_is_as_if_counted_anew(int seed)
    {
        var random = new Random(seed);
        await Start(LoadedZones.BuiltIn);
        var tickets = new List<string>();
        for (var step = 0; step < 150; step++)
        {
            await Until(now + Duration.FromMinutes(random.Next(180)));
            if (tickets.Count == 0 || random.Next(4) == 0)
                tickets.Add(await Open(random.Next(2) == 0 ? "paris" : null));
            else if (step % 30 < 29)
                await Try(tickets[random.Next(tickets.Count)], random);
            if (step % 30 == 29)
            {
                var facts = await store.ReadAll(0, 10_000);
                await Change(step % 60 == 59 ? LoadedZones.BuiltIn : Berlin(random.Next(4)));
                Assert.Equal(facts, (await store.ReadAll(0, 10_000)).Take(facts.Count));
                await IsSound();
                foreach (var ticket in tickets)
                    await WaitsForTheNext(ticket);
            }
        }
    }

    private async Task WaitsForTheNext(string ticket)
    {
        var stream = StreamId.Ticket(ticket);
        var state = (await desk.Find(ticket))!.State;
        var next = TicketDeadlines.Next(state, book.Current, await StoredNeighbours.Load(store, state.Id));
        var waiting = (await store.ReadHead(stream))!.Deadline?.DueAt;
        Assert.Equal(next is null, waiting is null);
        if (next >= now)
            Assert.Equal(next, waiting);
        else
            Assert.True(!(waiting > now), $"{ticket} should be woken at once, not at {waiting}");
    }

    private async Task Try(string ticket, Random random) => await desk.Say(new TicketRequest("ana", ticket,
        random.Next(6) switch
        {
            0 => new HoldTicket("requester", null),
            1 => new ResumeTicket(),
            2 => new ResolveTicket("fixed", null),
            3 => new ReopenTicket("again"),
            4 => new PrioritiseTicket((Priority)random.Next(1, 5), "x"),
            _ => new UpdateTicket(false, false, "x"),
        }));

    private async Task Start(LoadedZones zones)
    {
        var read = PolicyReader.Read([new PolicySource("test.yaml", Text, null)], zones: zones.Zones);
        Assert.Empty(read.Faults);
        epoch = new WriterEpoch(store, "here");
        await Use(await PolicyBook.Open(store, await epoch.Current(), read.Policy!, read.MergedYaml, now));
    }

    private Task Use(PolicyBook used)
    {
        book = used;
        desk = new TicketDesk(store, book, epoch, () => now);
        loop = new DeadlineLoop(store, desk, () => now);
        return Task.CompletedTask;
    }

    /// <summary>As a start with other zone data does it.</summary>
    private async Task<ZoneMoves> Change(LoadedZones zones)
    {
        var kept = await ZoneBook.Load(store);
        var before = await PolicyBook.Load(store, kept.Current);
        var after = await PolicyBook.Load(store, zones.Zones);
        var moves = await new ZoneChange(store, before, after, now).Make(epoch);
        await kept.Adopt(store, epoch, zones, moves, after.Current.Version, now);
        await Use(after);
        return moves;
    }

    private static LoadedZones Berlin(int hours) => ZoneFile.Of(
        ChangedZones.Of("2027a", ("Europe/Berlin", Spring, Offset.FromHours(hours))), "tzdb2027a.nzd");

    private async Task<string> Open(string? service = null)
    {
        var answer = await desk.Say(new TicketRequest("ana", null, new OpenTicket
        {
            Title = "printer",
            Priority = Priority.P2,
            Service = service,
        }));
        var ticket = Assert.IsType<TicketAnswer.Done>(answer).Ticket.State.Id.Value;
        await Say(ticket, new StartWork()); // which meets the response clock
        return ticket;
    }

    private async Task Say(string ticket, TicketCommand command) => Assert.IsType<TicketAnswer.Done>(
        await desk.Say(new TicketRequest("ana", ticket, command with { Imported = true })));

    private async Task Until(Instant at)
    {
        now = at;
        while (await loop.Step() > 0)
        {
            // until nothing is due any more
        }
    }

    private async Task<TicketRow> Row(string ticket) => (await store.FindTicket(StreamId.Ticket(ticket)))!;

    private Task<IReadOnlyList<StoredEvent>> Stored(string ticket) =>
        store.ReadStream(StreamId.Ticket(ticket), 0, 1_000);

    private async Task<string[]> Facts(string ticket) =>
    [
        .. (await Stored(ticket)).Select(
            fact => $"{fact.HappenedAt} {fact.Type} {Encoding.UTF8.GetString(fact.Body.Span)}"),
    ];

    private static bool IsBreach(string fact) => fact.Contains(" ticket.sla-breached.", StringComparison.Ordinal);

    private async Task<ClockBreached> Breach(string ticket) => (await Stored(ticket)).Select(TicketEventFormat.Read)
        .OfType<ClockBreached>().Single(breach => breach.Clock == ClockKind.Resolution);

    private async Task IsSound()
    {
        var report = await store.Verify(TicketFolding.Under(await ZoneBook.Policies(store)));
        Assert.True(report.IsSound, string.Join('\n', report.Faults));
    }

    private static string TextOf(ZoneMoves moves)
    {
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
            moves.Write(json);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static Duration Hours(int hours) => Duration.FromHours(hours);
}
