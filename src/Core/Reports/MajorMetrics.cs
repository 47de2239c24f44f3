using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>What a major incident is measured by (M8); null where one of its two instants is not known.</summary>
/// <param name="ToDetect">From the start to its detection.</param>
/// <param name="ToAcknowledge">From its detection until the first person answered.</param>
/// <param name="ToWarRoom">From its declaration until the team was together.</param>
/// <param name="ToDiagnose">From its declaration until the cause was known.</param>
/// <param name="ToMitigate">From the start until the impact was contained.</param>
/// <param name="ToResolve">From the start until somebody confirmed that users can work again.</param>
/// <param name="Downtime">The same: the original counts to the confirmed restoration.</param>
public sealed record MajorMetrics(
    Duration? ToDetect, Duration? ToAcknowledge, Duration? ToWarRoom, Duration? ToDiagnose, Duration? ToMitigate,
    Duration? ToResolve, Duration? Downtime)
{
    public static MajorMetrics Of(MajorAccount account)
    {
        var major = account.Major;
        var (started, detected) = (major.At(Milestone.Started), major.At(Milestone.Detected));
        var declared = major.At(Milestone.Declared);
        var resolved = major.At(Milestone.Resolved);
        return new MajorMetrics(
            detected - started,
            FirstAnswer(account) - detected,
            major.At(Milestone.Assembled) - declared,
            major.At(Milestone.Diagnosed) - declared,
            major.At(Milestone.Mitigated) - started,
            resolved - started,
            resolved - started);
    }

    /// <summary>The first act of a person that says: I have seen it.</summary>
    private static Instant? FirstAnswer(MajorAccount account)
    {
        var detected = account.Major.At(Milestone.Detected);
        foreach (var entry in account.Timeline)
        {
            if (entry.At >= detected && entry.Fact is TicketAcknowledged or WorkStarted or RoleAccepted
                && !entry.Fact.Auto && !Ticket.IsCoordinator(entry.Fact.By))
                return entry.At;
        }
        return null;
    }
}
