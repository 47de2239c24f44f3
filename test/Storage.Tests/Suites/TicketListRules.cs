using Muster.Core.Escalation;
using Muster.Core.Tickets;
using NodaTime;
using Xunit;

namespace Muster.Storage.Tests.Suites;

public sealed class MemoryTicketListTests : TicketListRules<MemoryRoom>;

public sealed class SqliteTicketListTests : TicketListRules<SqliteRoom>;

public abstract class TicketListRules<TRoom> : Suite<TRoom>
    where TRoom : IStoreRoom, new()
{
    private async Task<IEnumerable<long>> List(TicketFilter filter) =>
        (await Store.ListTickets(filter)).Items.Select(row => row.Number);

    [Fact]
    public async Task A_row_is_read_back_as_it_was_written()
    {
        var row = Row(1) with
        {
            State = TicketStatus.Pending,
            Priority = Priority.P1,
            Tier = Tier.Vendor,
            Team = "tier-2",
            Person = "cy",
            Service = "vpn",
            Requester = "ana",
            LastActivityAt = Nine + Duration.FromMinutes(1),
            NextDueAt = Nine + Duration.FromMinutes(2),
            ResponseDueAt = Nine + Duration.FromMinutes(3),
            ResolutionDueAt = Nine + Duration.FromMinutes(4),
            ResponseBreached = true,
            ResolutionBreached = true,
            AtRiskFrom = Nine + Duration.FromMinutes(5),
            IsMajor = true,
            Major = "declared",
            Tags = "os=macOS",
        };
        await Open(row);
        await Open(Row(2));
        Assert.Equal(row with { Stream = StreamId.Ticket("1") }, await Store.FindTicket(StreamId.Ticket("1")));
        Assert.Equal(Row(2) with { Stream = StreamId.Ticket("2") }, (await Store.ListTickets(new())).Items[0]);
        Assert.Null(await Store.FindTicket(StreamId.Ticket("3")));
    }

    [Fact]
    public async Task A_write_is_in_the_next_list_read()
    {
        await Open(Row(1));
        var part = Part("1", 1, Fact()) with { Row = Row(1) with { State = TicketStatus.Closed, Team = "tier-1" } };
        await Append(part);
        Assert.Equal([1], await List(new TicketFilter { States = [TicketStatus.Closed], Teams = ["tier-1"] }));
        Assert.Empty(await List(new TicketFilter { States = [TicketStatus.New] }));
    }

    [Fact]
    public async Task Whoever_has_a_scope_sees_what_is_of_its_teams_or_its_services_and_no_more()
    {
        await Open(Row(1) with { Team = "network" });
        await Open(Row(2) with { Service = "vpn" });
        await Open(Row(3) with { Team = "desk", Service = "mail" });
        await Open(Row(4));
        TicketFilter For(string[] teams, string[] services) =>
            new() { SeenBy = new TicketScope([.. teams], [.. services]) };
        Assert.Equal([1], await List(For(["network"], [])));
        Assert.Equal([2, 1], await List(For(["network", "none"], ["vpn"])));
        Assert.Equal([3, 2], await List(For([], ["vpn", "mail"])));
        Assert.Empty(await List(For(["none"], [])));
        Assert.Empty(await List(For(["network"], []) with { Teams = ["desk"] }));
    }

    [Fact]
    public async Task Majors_are_listed_by_where_they_stand()
    {
        string?[] where = ["candidate", "declared", null, "watched", "stood-down", "declared"];
        for (var number = 1; number <= where.Length; number++)
            await Open(Row(number, "red lamp") with { Major = where[number - 1], Team = number > 1 ? "t" : null });
        Assert.Equal([6, 2], await List(new TicketFilter { Major = ["declared"] }));
        var running = new TicketFilter { Major = ["declared", "watched"], Teams = ["t"] };
        Assert.Equal([6, 4, 2], await List(running));
        Assert.Equal([6, 4, 2], await List(running with { SeenBy = new TicketScope(["t"], []), Words = "red" }));
        Assert.Equal([6], await List(running with { Limit = 1 }));
        Assert.Equal(6, (await List(new TicketFilter { Major = null })).Count());
        await Append(Part("6", 1, Fact()) with { Row = Row(6) with { Major = "stood-down" } });
        Assert.Equal([2], await List(new TicketFilter { Major = ["declared"] }));
    }

    [Fact]
    public async Task What_somebody_has_open_is_counted()
    {
        await Open(Row(1) with { Person = "ana" });
        await Open(Row(2) with { Person = "ana", State = TicketStatus.Reopened });
        await Open(Row(3) with { Person = "ana", State = TicketStatus.Closed });
        await Open(Row(4) with { Person = "bo" });
        await Open(Row(5));
        Assert.Equal((2, 1, 0), (
            await Store.CountOpen("ana"), await Store.CountOpen("bo"), await Store.CountOpen("cy")));
        await Append(Part("1", 1, Fact()) with { Row = Row(1) with { Person = "bo" } });
        await Append(Part("2", 1, Fact()) with { Row = Row(2) with { Person = "ana", State = TicketStatus.Resolved } });
        Assert.Equal((0, 2), (await Store.CountOpen("ana"), await Store.CountOpen("bo")));
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest_and_miss_none()
    {
        for (var number = 1; number <= 23; number++)
            await Open(Row(number));
        var seen = new List<long>();
        long? cursor = null;
        do
        {
            var page = await Store.ListTickets(new TicketFilter { Cursor = cursor, Limit = 5 });
            seen.AddRange(page.Items.Select(row => row.Number));
            cursor = page.Next;
            if (seen.Count == 10)
                await Open(Row(24)); // what comes meanwhile does not shift the pages
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(1, 23).Reverse().Select(number => (long)number), seen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(501)]
    public async Task A_limit_is_within_1_and_500(int limit) => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
        async () => await Store.ListTickets(new TicketFilter { Limit = limit }));

    [Fact]
    public async Task At_risk_is_from_an_instant_on()
    {
        await Open(Row(1) with { AtRiskFrom = Nine });
        await Open(Row(2) with { AtRiskFrom = Nine + Duration.FromMilliseconds(1) });
        await Open(Row(3));
        Assert.Equal([1], await List(new TicketFilter { AtRisk = (true, Nine) }));
        Assert.Equal([3, 2], await List(new TicketFilter { AtRisk = (false, Nine) }));
    }

    [Fact]
    public async Task Words_are_found_without_case_and_by_their_beginning()
    {
        await Open(Row(1, "VPN drops") with { Requester = "Ana", Service = "network", Tags = "os=macOS" });
        await Open(Row(2, "Printer"), text: "Printer\nthe vpn client crashes", said: """{"text":"x"}""");
        await Open(Row(30, "nothing"));
        Assert.Equal([2, 1], await List(new TicketFilter { Words = "vpn" }));
        Assert.Equal([1], await List(new TicketFilter { Words = "drops VPN" }));
        Assert.Equal([2], await List(new TicketFilter { Words = "print* cli*" }));
        Assert.Equal([1], await List(new TicketFilter { Words = "ana network macos" }));
        Assert.Equal([30], await List(new TicketFilter { Words = "30" }));
        Assert.Empty(await List(new TicketFilter { Words = "vp" }));
        Assert.Equal([30, 2, 1], await List(new TicketFilter { Words = " - " }));
    }

    [Fact]
    public async Task Words_are_found_without_accents_however_they_are_spelt()
    {
        await Open(Row(1, "Ärger im Café"));
        await Open(Row(2, "cafe\u0301"));
        await Open(Row(3, "カフェ 10€"));
        Assert.Equal([2, 1], await List(new TicketFilter { Words = "cafe" }));
        Assert.Equal([2, 1], await List(new TicketFilter { Words = "CAFÉ" }));
        Assert.Equal([1], await List(new TicketFilter { Words = "arg*" }));
        Assert.Equal([3], await List(new TicketFilter { Words = "カフェ" }));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("a AND (")]
    [InlineData("NEAR(x y)")]
    [InlineData("words:x ^y -z")]
    [InlineData("'; DROP TABLE tickets; --")]
    public async Task What_is_asked_for_is_words_and_never_a_query(string words)
    {
        await Open(Row(1, words));
        Assert.Equal([1], await List(new TicketFilter { Words = words }));
        Assert.Equal([1], await List(new TicketFilter { Teams = [], Words = "" }));
        Assert.Empty(await List(new TicketFilter { Teams = [words] }));
    }

    [Fact]
    public async Task What_was_written_later_is_found_and_a_ticket_stands_once_in_the_list()
    {
        await Open(Row(1, "fuse"));
        await Open(Row(2, "fuse"));
        for (var version = 1; version <= 3; version++)
            await Append(Part("1", version, Fact()) with { SearchText = $"a new fuse, number{version}" });
        Assert.Equal([2, 1], await List(new TicketFilter { Words = "fuse" }));
        Assert.Equal([1], await List(new TicketFilter { Words = "number2" }));
        var first = await Store.ListTickets(new TicketFilter { Words = "fuse", Limit = 1 });
        Assert.Equal([1], await List(new TicketFilter { Words = "fuse", Cursor = first.Next, Limit = 1 }));
    }

    [Fact]
    public async Task A_changed_head_is_found_by_its_new_words_only()
    {
        await Open(Row(1, "fuse"));
        await Append(Part("1", 1, Fact()) with { Row = Row(1, "lamp") });
        Assert.Empty(await List(new TicketFilter { Words = "fuse" }));
        Assert.Equal([1], await List(new TicketFilter { Words = "lamp" }));
    }

    [Fact]
    public async Task Every_filter_shows_exactly_the_tickets_for_which_it_holds()
    {
        var rows = new List<TicketRow>();
        var random = new Random(7);
        for (var number = 1; number <= 200; number++)
        {
            rows.Add(Row(number, random.Next(2) == 0 ? "red lamp" : "blue lamp") with
            {
                State = (TicketStatus)random.Next(8),
                Priority = (Priority)random.Next(1, 5),
                Team = random.Next(4) is > 0 and var team ? $"t{team}" : null,
                Service = random.Next(4) is > 0 and var service ? $"s{service}" : null,
                Major = random.Next(3) switch { 0 => "declared", 1 => "candidate", _ => null },
                AtRiskFrom = random.Next(3) is > 0 and var minutes ? Nine + Duration.FromMinutes(minutes) : null,
            });
            await Open(rows[^1]);
        }
        for (var turn = 0; turn < 300; turn++)
        {
            var filter = new TicketFilter
            {
                States = [.. Enum.GetValues<TicketStatus>().Take(random.Next(4))],
                Priorities = [.. Enum.GetValues<Priority>().Take(random.Next(3))],
                Teams = [.. new[] { "t1", "t2" }.Take(random.Next(3))],
                Services = [.. new[] { "s1", "s9" }.Take(random.Next(3))],
                Major = random.Next(4) == 0 ? ["declared", "watched"] : null,
                AtRisk = random.Next(3) is > 0 and var risk ? (risk == 1, Nine + Duration.FromMinutes(1)) : null,
                Words = random.Next(2) == 0 ? "red" : null,
                Limit = 500,
            };
            var expected = rows.Where(row => Holds(filter, row)).Select(row => row.Number).Reverse();
            Assert.Equal(expected, await List(filter));
            Assert.Equal(expected.Count(), await Store.CountTickets(filter with { Limit = 1 }));
            var half = filter with { Cursor = 101 };
            Assert.Equal(expected.Count(number => number < 101), await Store.CountTickets(half));
        }
    }

    private static bool Holds(TicketFilter filter, TicketRow row) =>
        (filter.States.IsEmpty || filter.States.Contains(row.State))
        && (filter.Priorities.IsEmpty || filter.Priorities.Contains(row.Priority))
        && (filter.Teams.IsEmpty || filter.Teams.Contains(row.Team!))
        && (filter.Services.IsEmpty || filter.Services.Contains(row.Service!))
        && (filter.Major is not { } majors || (row.Major is { } major && majors.Contains(major)))
        && (filter.AtRisk is not { } risk || risk.Is == (row.AtRiskFrom is { } from && from <= risk.At))
        && (filter.Words is null || row.Title!.Contains("red"));
}
