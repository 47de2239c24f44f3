using System.Collections.Immutable;
using Muster.Core.Asking;
using Muster.Core.Escalation;
using Muster.Core.Tickets;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Composition;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>The tickets that a filter in words names, as far as the caller sees them.</summary>
internal static class Filtered
{
    /// <summary>Bound of what one text looks through.</summary>
    private const int MostPages = 40;

    /// <summary>At most <paramref name="most"/> of them, newest first.</summary>
    public static async Task<List<TicketRow>> Rows(House house, Token caller, Slots slots, int most)
    {
        var now = house.Now;
        var named = new Named(house.Policies.Current, caller.Speaker);
        var filter = new TicketFilter
        {
            States = [.. States(slots.Text("state"))],
            Priorities = [.. slots.List("priority").Select(Enum.Parse<Priority>)],
            Teams = slots.Text("team") is { } team ? [named.Team(team)] : [],
            Services = slots.Text("service") is { } service ? [named.Service(service)] : [],
            AtRisk = slots.Has("atRisk") ? (true, now) : null,
            Words = slots.Text("q"),
            SeenBy = caller.Scope,
            Limit = TicketFilter.LargestLimit,
        };
        var found = new List<TicketRow>();
        for (var page = 0; page < MostPages; page++)
        {
            var read = await house.Store.ListTickets(filter).ConfigureAwait(false);
            found.AddRange(read.Items.Where(row => Fits(row, slots, named, now)));
            if (found.Count >= most || read.Next is null)
                break;
            filter = filter with { Cursor = read.Next };
        }
        return found.Count > most ? found[..most] : found;
    }

    private static IEnumerable<TicketStatus> States(string? said) => (said ?? "")
        .Split(',', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(name => name == "open"
            ? Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())
            : [Enum.Parse<TicketStatus>(name)])
        .Distinct();

    /// <summary>What the store's own filter does not know.</summary>
    private static bool Fits(TicketRow row, Slots slots, Named named, Instant now) =>
        (slots.Text("tier") is not { } tier || row.Tier.Name() == tier)
        && (slots.Text("assignee") is not { } assignee || IsOf(row, assignee, named))
        && (slots.Text("requester") is not { } requester
            || string.Equals(row.Requester, named.Person(requester), StringComparison.OrdinalIgnoreCase)
            || string.Equals(row.Requester, requester, StringComparison.OrdinalIgnoreCase))
        && (slots.Text("kind") != "major" || row.IsMajor)
        && (Span(slots, "idleFor") is not { } idle || now - row.LastActivityAt >= idle)
        && (Moment(slots, "from") is not { } from || row.OpenedAt >= from)
        && (Moment(slots, "until") is not { } until || row.OpenedAt < until)
        && (slots.Has("atRisk") || Span(slots, "within") is not { } within || row.OpenedAt >= now - within)
        && (!slots.Has("atRisk") || Span(slots, "within") is not { } soon || IsDueBy(row, now + soon));

    private static bool IsOf(TicketRow row, string assignee, Named named) => assignee == "nobody"
        ? row.Person is null
        : string.Equals(row.Person, named.Person(assignee), StringComparison.OrdinalIgnoreCase);

    private static bool IsDueBy(TicketRow row, Instant at) =>
        (!row.ResponseBreached && row.ResponseDueAt <= at) || (!row.ResolutionBreached && row.ResolutionDueAt <= at);

    private static Duration? Span(Slots slots, string name) =>
        Durations.TryParse(slots.Text(name), out var span) ? span : null;

    private static Instant? Moment(Slots slots, string name) =>
        slots.Text(name) is { } said && Rfc3339.TryParse(said, out var at) ? at : null;
}
