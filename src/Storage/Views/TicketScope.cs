using System.Collections.Immutable;

namespace Muster.Storage;

/// <summary>
/// Which tickets somebody may see: those of any of these teams or services, case counting. The one predicate of "seen
/// by whom": lists ask it of rows, everything else of the ticket at hand.
/// </summary>
public sealed record TicketScope(ImmutableArray<string> Teams, ImmutableArray<string> Services)
{
    /// <summary>Bound of the names of one scope.</summary>
    public const int Most = 100;

    public bool Sees(string? team, string? service) =>
        (team is not null && Teams.Contains(team)) || (service is not null && Services.Contains(service));
}
