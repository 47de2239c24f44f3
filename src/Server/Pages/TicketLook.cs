using System.Collections.Immutable;
using Muster.Core.Escalation;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A ticket as a line of a list shows it.</summary>
/// <param name="Clocks">The response clock, the resolution clock, then those that the agreement adds.</param>
public sealed record TicketLook(
    string Id, string? Title, Priority Priority, TicketStatus State, Tier Tier, string? Team, string? Person,
    bool IsMajor, bool IsAcknowledged, ImmutableArray<ClockLook> Clocks)
{
    public static TicketLook Of(TicketState ticket, Instant now) => new(
        ticket.Id.Value, ticket.Title, ticket.Priority, ticket.Status, ticket.Tier, ticket.Team, ticket.Person,
        ticket.IsMajor, !ticket.AcknowledgedBy.IsEmpty,
        [.. ticket.Clocks.Select(clock => ClockLook.Of(ticket, clock, now))]);

    public string Path => PathOf(Id);

    /// <summary>The next due of a clock that is not over and not missed yet; null where there is none.</summary>
    public Instant? NextDue => Clocks.Where(clock => clock is { Ended: false, Looks: not Looks.Missed })
        .Min(clock => clock.Due);

    /// <summary>The first due that was missed by a clock that still runs.</summary>
    public Instant? FirstMissed => Clocks.Where(clock => clock is { Ended: false, Looks: Looks.Missed })
        .Min(clock => clock.Due);

    public bool IsAtRisk => Clocks.Any(clock => clock.Looks == Looks.AtRisk);

    public static string PathOf(string id) => $"/tickets/{Uri.EscapeDataString(id)}";

    public static string Words(TicketStatus state) => state == TicketStatus.InProgress ? "In progress" : $"{state}";
}
