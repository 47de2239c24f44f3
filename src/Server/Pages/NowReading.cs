using Muster.Core.Tickets;
using Muster.Files.Pages;
using Muster.Server.Api;
using Muster.Server.Composition;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>Reads what Now shows, from the same rows and events that the interface reads.</summary>
/// <param name="call">Whoever looks sees the tickets of their scope alone.</param>
internal sealed class NowReading(Call call, TicketFilter filter)
{
    /// <summary>Tickets at risk that are put in order; of more, the newest.</summary>
    public const int MostLooked = 2_000;

    private const int MostShown = 30;
    private const int MostComing = 10;
    private const int MostLatest = 10;
    private const int LatestLooked = 200;

    private readonly House house = call.House;
    private readonly Instant now = call.House.Now;

    public async Task<NowView> Read()
    {
        var found = await AtRisk().ConfigureAwait(false);
        // a row knows the dues that are ahead; which of them still count, the ticket itself knows
        var ahead = found.Where(row => DueAhead(row) is not null).OrderBy(DueAhead).ToList();
        var behind = found.Where(row => DueAhead(row) is null).OrderByDescending(row => row.AtRiskFrom).ToList();
        var missed = found.Where(IsMissed).OrderByDescending(row => row.AtRiskFrom).ToList();
        var atRisk = ahead.Concat(behind).Except(missed).ToList();
        var policy = house.Policies.Current;
        return new NowView(
            now,
            [
                .. (await Looks(atRisk.Take(MostShown)).ConfigureAwait(false))
                    .OrderBy(look => look.NextDue ?? Instant.MaxValue),
            ],
            await Looks(missed.Take(MostShown)).ConfigureAwait(false),
            atRisk.Count,
            missed.Count,
            await Coming().ConfigureAwait(false),
            await WaitingPage.Read(this).ConfigureAwait(false),
            OnCallLook.All(policy, now),
            await Latest().ConfigureAwait(false))
        {
            Majors = await MajorLook.All(call, MajorLook.Active).ConfigureAwait(false),
            Team = filter.Teams.FirstOrDefault(),
            Priorities = filter.Priorities,
            Teams = [.. policy.Teams.Keys.Union(filter.Teams).Order(StringComparer.Ordinal)],
        };
    }

    public IEventStore Store => house.Store;

    /// <summary>The policy pages people.</summary>
    public bool IsPaging => !house.Policies.Current.Paging.IsEmpty;

    /// <summary>Open tickets of the team and priorities asked for, newest first; one page of them.</summary>
    public async Task<IReadOnlyList<TicketRow>> Rows(Func<TicketFilter, TicketFilter> narrow) =>
        (await house.Store.ListTickets(narrow(OpenOnes)).ConfigureAwait(false)).Items;

    public async Task<IReadOnlyList<TicketState>> Load(IEnumerable<string> ids)
    {
        var tickets = new List<TicketState>();
        foreach (var id in ids)
        {
            if (await house.Desk.Find(id).ConfigureAwait(false) is { } ticket)
                tickets.Add(ticket.State);
        }
        return tickets;
    }

    private TicketFilter OpenOnes => new()
    {
        States = [.. Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())],
        Teams = filter.Teams,
        Priorities = filter.Priorities,
        SeenBy = call.Caller.Scope,
    };

    private async Task<List<TicketRow>> AtRisk()
    {
        var found = new List<TicketRow>();
        var wanted = OpenOnes with { AtRisk = (true, now), Limit = TicketFilter.LargestLimit };
        while (found.Count < MostLooked)
        {
            var page = await house.Store.ListTickets(wanted).ConfigureAwait(false);
            found.AddRange(page.Items);
            if (page.Next is not { } next)
                break;
            wanted = wanted with { Cursor = next };
        }
        return found;
    }

    private Instant? DueAhead(TicketRow row) =>
        new[] { row.ResponseDueAt, row.ResolutionDueAt }.Where(due => due > now).Min();

    private static bool IsMissed(TicketRow row) => row.ResolutionBreached
        || (row.ResponseBreached && row.ResponseDueAt == row.AtRiskFrom);

    private async Task<IReadOnlyList<TicketLook>> Looks(IEnumerable<TicketRow> rows)
    {
        var tickets = await Load(rows.Select(row => row.Stream.Id)).ConfigureAwait(false);
        return [.. tickets.Where(ticket => ticket.IsOpen).Select(ticket => TicketLook.Of(ticket, now))];
    }

    private async Task<IReadOnlyList<ComingUp>> Coming()
    {
        var coming = new List<ComingUp>();
        var policy = house.Policies.Current;
        var due = await house.Store.Due(now + Duration.FromDays(3_650), LatestLooked).ConfigureAwait(false);
        foreach (var stream in due.Where(stream => stream.Stream.Kind == "ticket"))
        {
            if (coming.Count == MostComing)
                break;
            if (await house.Desk.Find(stream.Stream.Id).ConfigureAwait(false) is not { State: var ticket }
                || !IsWanted(ticket))
                continue;
            var neighbours = await StoredNeighbours.Load(house.Store, ticket.Id).ConfigureAwait(false);
            var at = Instant.Max(now, stream.Deadline.DueAt);
            var brings = TicketDeadlines.Reach(ticket, new Context(at, policy, neighbours)).Events
                .FirstOrDefault(fact => !fact.IsSilent);
            if (brings is not null)
                coming.Add(new ComingUp(
                    at, TicketLook.Of(ticket, now), Happenings.RuleOf(brings), EventWords.Of(brings)!));
        }
        return coming;
    }

    private bool IsWanted(TicketState ticket) => call.Sees(ticket)
        && (filter.Teams.IsEmpty || (ticket.Team is { } team && filter.Teams.Contains(team)))
        && (filter.Priorities.IsEmpty || filter.Priorities.Contains(ticket.Priority));

    private async Task<IReadOnlyList<Happened>> Latest()
    {
        if (await house.Tail.End(now).ConfigureAwait(false) is not { } end)
            return [];
        var stored = await house.Store.ReadAll(Math.Max(0, end - LatestLooked), LatestLooked).ConfigureAwait(false);
        return [.. Happenings.Of(await Seen(stored).ConfigureAwait(false))
            .Reverse().Take(MostLatest).OrderByDescending(happened => happened.At)];
    }

    private async Task<IReadOnlyList<StoredEvent>> Seen(IReadOnlyList<StoredEvent> stored)
    {
        if (call.Caller.Scope is not { } scope)
            return stored;
        var seen = new HashSet<StreamId>();
        foreach (var stream in stored.Select(fact => fact.Stream).Where(stream => stream.Kind == "ticket").Distinct())
        {
            if (await house.Store.FindTicket(stream).ConfigureAwait(false) is { } row
                && scope.Sees(row.Team, row.Service))
                seen.Add(stream);
        }
        return [.. stored.Where(fact => seen.Contains(fact.Stream))];
    }
}
