using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// What coordinating itself takes (section 12): the time between what the coordinator asked of somebody and the act
/// that answered it, summed over a ticket; detection of majors; the report; how late time was noticed.
/// </summary>
internal sealed class Coordination(MetricScope scope)
{
    private readonly Dictionary<string, Instant> asked = new(StringComparer.OrdinalIgnoreCase);

    public Spread PerTicket { get; } = new();

    /// <summary>From the fact that a person or sender told last to the candidate that was found in it.</summary>
    public Spread Detection { get; } = new();

    /// <summary>From the stand-down to the first acceptance of the report.</summary>
    public Spread Report { get; } = new();

    /// <summary>From when something fell due to when that was recorded.</summary>
    public Spread DeadlineLag { get; } = new();

    public void Ticket(IReadOnlyList<MetricMoment> story)
    {
        asked.Clear();
        var (took, answers) = (Duration.Zero, 0);
        Instant? stoodDown = null;
        MetricMoment? told = null;
        foreach (var moment in story)
        {
            var counts = scope.Holds(moment.At, moment.Ticket.Team, moment.Ticket.Service);
            if (Answered(moment) is { } since && counts)
                (took, answers) = (took + (moment.At - since), answers + 1);
            Ask(moment);
            if (IsFound(moment.Fact) && told is { } cause && counts)
                Detection.Add(moment.RecordedAt - cause.RecordedAt);
            if (!moment.Fact.Auto)
                told = moment;
            if (moment.ByTime && counts)
                DeadlineLag.Add(moment.RecordedAt - moment.At);
            if (moment.Fact is MajorStoodDown)
                stoodDown = moment.At;
            if (moment.Fact is ReportAccepted && stoodDown is { } end)
            {
                if (counts)
                    Report.Add(moment.At - end);
                stoodDown = null;
            }
        }
        if (answers > 0)
            PerTicket.Add(took);
    }

    private static bool IsFound(TicketEvent fact) => fact is CandidateRaised or MajorDeclared { Auto: true };

    private void Ask(MetricMoment moment)
    {
        var prompt = moment.Fact switch
        {
            TicketPaged { To.IsEmpty: false } => "page",
            WarningGiven { Proposed: true } => "proposal",
            CandidateRaised => "candidate",
            RoleOffered { Auto: true } offered => $"role {offered.Role} {offered.To}",
            BoxEnded => "box",
            StatusDue => "status",
            WatchEnded => "watch",
            _ => null,
        };
        if (prompt is not null)
            asked.TryAdd(prompt, moment.At);
    }

    /// <summary>Since when it was asked what this answers; null for what answers nothing.</summary>
    private Instant? Answered(MetricMoment moment)
    {
        if (!moment.IsByHand)
            return null;
        var prompt = moment.Fact switch
        {
            TicketAcknowledged or WorkStarted => "page",
            TicketEscalated => "proposal",
            CandidateRejected or MajorDeclared => "candidate",
            RoleAccepted accepted => $"role {accepted.Role} {accepted.To}",
            DecisionMade { Box: not null } => "box",
            StatusPosted => "status",
            MajorStoodDown => "watch",
            _ => null,
        };
        return prompt is not null && asked.Remove(prompt, out var since) ? since : null;
    }
}
