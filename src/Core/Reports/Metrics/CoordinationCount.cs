using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// What coordinating itself takes (section 12): the time between what the coordinator asked of somebody and the act
/// that answered it, summed over a ticket; detection of majors; the report; how late time was noticed.
/// </summary>
internal static class CoordinationCount
{
    public static void Count(CountedItems items)
    {
        var asked = new Dictionary<string, Instant>(StringComparer.OrdinalIgnoreCase);
        var took = Duration.Zero;
        int? answered = null, told = null;
        var isReported = false;
        for (var index = 0; index < items.Story.Count; index++)
        {
            var (moment, at) = (items.Story[index], items.At(index));
            if (AnswerOf(moment) is { } answer && asked.Remove(answer, out var since))
                (took, answered) = (took + Duration.Max(Duration.Zero, at - since), index);
            if (PromptOf(moment.Fact) is { } prompt)
                asked.TryAdd(prompt, at);
            if (told is { } cause && IsFound(moment.Fact))
                items.Span(CountedKind.Detected, index, moment.RecordedAt - items.Story[cause].RecordedAt);
            if (!moment.Fact.Auto)
                told = index;
            NoteLag(items, index);
            if (moment.Fact is MajorStoodDown)
                isReported = false;
            if (moment.Fact is ReportAccepted && !isReported
                && moment.Ticket.Major?.At(Milestone.StoodDown) is { } end)
            {
                items.Span(CountedKind.Reported, index, at - end);
                isReported = true;
            }
        }
        if (answered is { } last)
            items.Span(CountedKind.Coordinated, last, took);
    }

    /// <summary>Once for all that time brought at one instant.</summary>
    private static void NoteLag(CountedItems items, int index)
    {
        var moment = items.Story[index];
        if (moment.ByTime && (index == 0 || items.Story[index - 1] is not { ByTime: true } before
            || before.At != moment.At))
            items.Span(CountedKind.Noticed, index, moment.RecordedAt - moment.At);
    }

    private static bool IsFound(TicketEvent fact) => fact is CandidateRaised or MajorDeclared { Auto: true };

    private static string? PromptOf(TicketEvent fact) => fact switch
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

    private static string? AnswerOf(MetricMoment moment) => !moment.IsByHand ? null : moment.Fact switch
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
}
