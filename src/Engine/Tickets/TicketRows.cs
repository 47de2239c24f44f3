using System.Globalization;
using Muster.Core.Majors;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Storage;
using NodaTime;

namespace Muster.Engine.Tickets;

/// <summary>A ticket as lists and search show it.</summary>
public static class TicketRows
{
    /// <summary>A clock that has used this much of its target puts its ticket at risk.</summary>
    public const int RiskFromHundredths = 75;

    /// <summary>The same events under the same policy make the same row, whatever other tickets do.</summary>
    public static TicketRow Of(TicketState ticket, Policy policy) => new()
    {
        Number = NumberOf(ticket.Id),
        Title = ticket.Title,
        State = ticket.Status,
        Priority = ticket.Priority,
        Tier = ticket.Tier,
        Team = ticket.Team,
        Person = ticket.Person,
        Service = ticket.Service,
        Requester = ticket.Requester?.Name,
        OpenedAt = ticket.OpenedAt,
        LastActivityAt = ticket.LastActivityAt,
        NextDueAt = TicketDeadlines.Next(ticket, policy, Alone.Instance),
        ResponseDueAt = DueOf(ticket.Response),
        ResolutionDueAt = DueOf(ticket.Resolution),
        ResponseBreached = ticket.Response.HasBreached,
        ResolutionBreached = ticket.Resolution.HasBreached,
        AtRiskFrom = AtRiskFrom(ticket),
        IsMajor = ticket.IsMajor,
        Major = ticket.Major is { Phase: not (MajorPhase.None or MajorPhase.Rejected) } major
            ? major.Phase.Name()
            : null,
        Tags = ticket.Tags.Tags.IsEmpty
            ? null
            : string.Join(' ', ticket.Tags.Tags.Select(tag => $"{tag.Name}={tag.Value}")),
    };

    /// <summary>Majors and P1 first, 0; then by priority to 3.</summary>
    public static int RankOf(TicketState ticket) => ticket.IsMajor ? 0 : (int)ticket.Priority - 1;

    private static Instant? DueOf(SlaClock clock) => clock.BreachedDue ?? (clock.HasEnded ? clock.MetDue : clock.Due);

    private static Instant? AtRiskFrom(TicketState ticket)
    {
        var (response, resolution) = (RiskOf(ticket.Response), RiskOf(ticket.Resolution));
        var first = response is { } one && !(resolution < one) ? one : resolution;
        foreach (var further in ticket.Further)
        {
            if (RiskOf(further.Clock) is { } another && !(first <= another))
                first = another;
        }
        return first;
    }

    private static Instant? RiskOf(SlaClock clock)
    {
        if (clock.HasEnded)
            return null;
        return clock.BreachedDue
            ?? clock.FirstReached(new Percentage(RiskFromHundredths).Of(clock.Target));
    }

    private static long NumberOf(TicketId id)
    {
        var dash = id.Value.LastIndexOf('-');
        return dash >= 0 && long.TryParse(id.Value.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : 0;
    }
}
