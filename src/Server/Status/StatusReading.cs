using System.Collections.Concurrent;
using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Engine.Delivery;
using Muster.Engine.Policies;
using Muster.Engine.Reports;
using Muster.Engine.Tickets;
using Muster.Files.Templates;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Status;

/// <summary>
/// What the status page is to say, read from the store: the majors, the services of the policy, what was set by hand.
/// </summary>
internal sealed class StatusReading(
    IEventStore store, TicketDesk desk, PolicyBook policies, StatusBook book, MessageTemplates templates,
    IReturnPath back)
{
    /// <summary>Bound: of majors that are over, the newest; of those that are open, as many again.</summary>
    private const int MostMajors = 500;

    // An incident is told anew only where its ticket or the policy has changed; bound: twice MostMajors.
    private readonly ConcurrentDictionary<string, (long Version, string Policy, StatusIncident? Told)> told =
        new(StringComparer.Ordinal);

    public async Task<StatusView> Read(string name, Instant now)
    {
        var policy = policies.Current;
        var incidents = await Incidents(policy, now).ConfigureAwait(false);
        return new StatusView(name, now, Services(policy, incidents, now), incidents);
    }

    private async Task<ImmutableArray<StatusIncident>> Incidents(Policy policy, Instant now)
    {
        var open = await List("declared", "watched").ConfigureAwait(false);
        var over = await List("stood-down").ConfigureAwait(false);
        var rows = open.Concat(over).DistinctBy(row => row.Stream.Id).ToList();
        var incidents = new List<StatusIncident>();
        foreach (var row in rows)
        {
            if (await Tell(row.Stream.Id, policy).ConfigureAwait(false) is { } incident
                && (incident.ResolvedAt is not { } end || now - end < Duration.FromDays(StatusView.Days)))
                incidents.Add(incident);
        }
        foreach (var gone in told.Keys.Except(rows.Select(row => row.Stream.Id)).ToList())
            told.TryRemove(gone, out _);
        return [.. incidents.OrderByDescending(incident => incident.StartedAt)
            .ThenBy(incident => incident.Id, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<TicketRow>> List(params ImmutableArray<string> states)
    {
        var page = await store.ListTickets(new TicketFilter { Major = states, Limit = MostMajors })
            .ConfigureAwait(false);
        return page.Items;
    }

    private async Task<StatusIncident?> Tell(string id, Policy policy)
    {
        if (await desk.Find(id).ConfigureAwait(false) is not { } ticket)
            return null;
        if (told.TryGetValue(id, out var known) && known.Version == ticket.Version && known.Policy == policy.Version)
            return known.Told;
        var account = await MajorAccounts.Read(store, ticket).ConfigureAwait(false);
        var incident = StatusTelling.Of(account, policy, templates, back);
        told[id] = (ticket.Version, policy.Version, incident);
        return incident;
    }

    private ImmutableArray<StatusService> Services(
        Policy policy, ImmutableArray<StatusIncident> incidents, Instant now)
    {
        var own = incidents.Where(incident => incident.Service is not null)
            .SelectMany(incident => incident.Spells.Select(spell => (incident.Service, spell)))
            .ToLookup(each => each.Service!, each => each.spell, StringComparer.Ordinal);
        return
        [
            .. policy.Services.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service =>
            {
                var spells = own[service.Key]
                    .Concat(service.Value.DependsOn.SelectMany(on => StatusHistory.Behind(own[on]))).ToList();
                var (days, health) = (StatusHistory.Days(spells, now), StatusHistory.Now(spells));
                return new StatusService(service.Key, PublicWords.Clean(service.Key),
                [
                    .. Named(service.Key, service.Value)
                        .Select(part => Component(part.Id, part.Name, health, days, now)),
                ]);
            }),
        ];
    }

    private StatusComponent Component(
        string id, string name, Health derived, ImmutableArray<StatusDay> days, Instant now)
    {
        var set = book.Find(id, now);
        return new StatusComponent(id, name, derived, days)
        {
            Health = set?.Health ?? derived,
            SetUntil = set?.Until,
        };
    }

    /// <summary>Whether the page has such a component.</summary>
    public static bool Has(Policy policy, string component) =>
        policy.Services.Any(service => Named(service.Key, service.Value).Any(part => part.Id == component));

    /// <summary>A service's components; one that has none is its own.</summary>
    private static IEnumerable<(string Id, string Name)> Named(string name, Service service) =>
        service.Components.IsDefaultOrEmpty
            ? [(name, PublicWords.Clean(name))]
            : service.Components.Distinct(StringComparer.Ordinal)
                .Select(part => ($"{name}.{part}", PublicWords.Clean(part)));
}
