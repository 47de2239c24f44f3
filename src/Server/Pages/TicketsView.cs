using Muster.Core.Policies;
using Muster.Storage;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>What the list of tickets shows, and what it was asked for.</summary>
/// <param name="Next">The address of the page after it; null on the last.</param>
/// <param name="Fault">Why the filter was not taken; null where it was.</param>
public sealed record TicketsView(
    Instant Now, TicketFilter Filter, IReadOnlyList<TicketLook> Tickets, string? Next, string? Fault, Policy Policy)
{
    /// <summary>The states as the address names them.</summary>
    public string State { get; init; } = "";

    /// <summary>The form for a new ticket; null for who may not open one.</summary>
    public VerbChoice? Opening { get; init; }
    public Refused? Refused { get; init; }
}
