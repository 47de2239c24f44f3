using Muster.Core.Tickets;

namespace Muster.Core.Reports.Metrics;

/// <summary>Places and names, each kept once. Bounded by how many different ones the tickets have.</summary>
public sealed class MetricNames
{
    private readonly Dictionary<MetricPlace, MetricPlace> places = [];
    private readonly Dictionary<string, string> people = new(StringComparer.Ordinal);

    public MetricPlace Place(TicketState ticket)
    {
        var place = new MetricPlace(ticket.Priority, ticket.Team, ticket.Service);
        if (!places.TryGetValue(place, out var known))
            places.Add(place, known = place);
        return known;
    }

    public string? Person(string? name)
    {
        if (name is null)
            return null;
        if (!people.TryGetValue(name, out var known))
            people.Add(name, known = name);
        return known;
    }
}
