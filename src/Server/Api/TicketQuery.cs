using Microsoft.AspNetCore.Http;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Api;

/// <summary>What a list of tickets is asked for, read from the query.</summary>
internal sealed class TicketQuery(IQueryCollection query, Instant now)
    : ListQuery(query, "state", "priority", "team", "service", "atRisk", "q")
{
    private const string Open = "open";

    public (TicketFilter? Filter, Problem? Problem) Read()
    {
        var filter = new TicketFilter
        {
            States = [.. Words("state", [Open, .. Enum.GetNames<TicketStatus>()]).SelectMany(State)],
            Priorities = [.. Words("priority", Enum.GetNames<Priority>()).SelectMany(Named<Priority>)],
            Teams = Names("team"),
            Services = Names("service"),
            AtRisk = AtRisk(),
            Words = Text("q"),
            Cursor = Cursor,
            Limit = Limit,
        };
        return Fault() is { } fault ? (null, fault) : (filter, null);
    }

    private static IEnumerable<TicketStatus> State(string name) => name == Open
        ? Enum.GetValues<TicketStatus>().Where(status => status.IsOpen())
        : Named<TicketStatus>(name);

    // an unknown one is blamed by then
    private static T[] Named<T>(string name)
        where T : struct, Enum => Enum.TryParse<T>(name, out var value) ? [value] : [];

    private (bool Is, Instant At)? AtRisk()
    {
        switch (Text("atRisk"))
        {
            case null: return null;
            case "true": return (true, now);
            case "false": return (false, now);
            default:
                Blame("atRisk", "atRisk must be true or false");
                return null;
        }
    }
}
