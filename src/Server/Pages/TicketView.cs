using System.Collections.Immutable;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What the page of a ticket shows.</summary>
/// <param name="Explained">Why it stands as it stands (S10).</param>
/// <param name="Verbs">What may be said to it now.</param>
/// <param name="Timeline">The latest first.</param>
/// <param name="LeftOut">Events of the timeline that are too many to show, the oldest.</param>
public sealed record TicketView(
    Instant Now, TicketState Ticket, Explanation Explained, IReadOnlyList<VerbChoice> Verbs,
    IReadOnlyList<StoredLink> Links, IReadOnlyList<Happened> Timeline, int LeftOut, Policy Policy)
{
    /// <summary>The verb that brought the reader here, just done; null for none.</summary>
    public string? Done { get; init; }
    public Refused? Refused { get; init; }

    /// <summary>The open children of a resolved ticket that whoever looks may resolve with it (L8).</summary>
    public ImmutableArray<(string Child, VerbChoice Choice)> Offered { get; init; } = [];
}
