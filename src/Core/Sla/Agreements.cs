using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Tickets;

namespace Muster.Core.Sla;

/// <summary>Which agreement a ticket falls under (S1).</summary>
public static class Agreements
{
    /// <summary>
    /// The first entry that matches; the first of all where none does, for no ticket goes without a clock.
    /// </summary>
    public static SlaEntry For(Policy policy, string? service, string? category, TagSet tags)
    {
        foreach (var entry in policy.Sla)
        {
            if (entry.Match is not { } match || Matches(match, service, category, tags))
                return entry;
        }
        return policy.Sla[0];
    }

    public static bool Matches(SlaMatch match, TicketState ticket) =>
        Matches(match, ticket.Service, ticket.Category, ticket.Tags);

    private static bool Matches(SlaMatch match, string? service, string? category, TagSet tags) =>
        Among(match.Services, service)
        && Among(match.Categories, category)
        && Among(match.Customers, tags["customer"])
        && match.Tags.All(tag => Among(tag.Value, tags[tag.Key]));

    private static bool Among(ImmutableHashSet<string> wanted, string? value) =>
        wanted.IsEmpty || (value is not null && wanted.Contains(value));
}
