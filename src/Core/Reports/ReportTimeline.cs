using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>
/// What of a story its report tells: what people noted and decided, what changed the course and what ended it always;
/// the beginning, the milestones and the status updates where nobody wrote of that very instant.
/// </summary>
internal static class ReportTimeline
{
    public static (ImmutableArray<ReportRow> Rows, int LeftOut) Of(MajorAccount account, int most)
    {
        var rows = new List<ReportRow>();
        foreach (var entry in account.Timeline)
        {
            if (Words(account, entry.Fact) is { } words)
                rows.Add(new ReportRow(entry.At, words, entry.Number));
        }
        var byHand = account.Timeline.Where(entry => entry.Fact is Noted or DecisionMade { Box: null })
            .Select(entry => entry.At).ToHashSet();
        foreach (var entry in account.Timeline)
        {
            if (Beginning(entry.Fact) is { } words && !byHand.Contains(entry.At))
                rows.Add(new ReportRow(entry.At, words, entry.Number));
        }
        var told = rows.Select(row => row.At).ToHashSet();
        foreach (var (post, entry) in account.Updates)
        {
            if (!told.Contains(entry.At))
                rows.Add(new ReportRow(entry.At, With($"Status update ({post.Phase})", post.Text), entry.Number));
        }
        var cited = rows.Select(row => row.Fact).ToHashSet();
        foreach (var (milestone, at) in account.Major.Milestones)
        {
            if (Name(milestone) is { } words && !byHand.Contains(at)
                && FactAt(account, milestone, at) is { } fact && !cited.Contains(fact))
                rows.Add(new ReportRow(at, words, fact));
        }
        ImmutableArray<ReportRow> ordered = [.. rows.OrderBy(row => row.At).ThenBy(row => row.Fact)];
        return ordered.Length <= most ? (ordered, 0) : (ordered[..most], ordered.Length - most);
    }

    /// <summary>The fact that brought a milestone; null where none did.</summary>
    public static long? FactAt(MajorAccount account, Milestone milestone, Instant at)
    {
        long? found = null;
        foreach (var entry in account.Recorded)
        {
            if (entry.Fact is MilestoneStated stated ? stated.Milestone == milestone && stated.At == at
                : (entry.Fact.HappenedAt ?? entry.RecordedAt) == at && Brings(entry.Fact, milestone))
                found = entry.Number;
        }
        return found;
    }

    private static bool Brings(TicketEvent fact, Milestone milestone) => milestone switch
    {
        Milestone.Detected => fact is TicketOpened,
        Milestone.Declared => fact is MajorDeclared,
        Milestone.Assembled => fact is RoleAccepted,
        Milestone.Diagnosed => fact is StatusPosted { Phase: "identified" }
            or TaskEnded { Number: MajorTask.Diagnosis, Cancelled: false },
        Milestone.Resolved => fact is ServiceRestored,
        Milestone.StoodDown => fact is MajorStoodDown,
        _ => false,
    };

    /// <summary>What always has a row of its own.</summary>
    private static string? Words(MajorAccount account, TicketEvent fact) => fact switch
    {
        Noted note => note.Text,
        DecisionMade { Box: null } decision => $"Decision: {decision.Text}",
        SeverityChanged changed => With($"Severity {changed.From} to {changed.To}", changed.Reason),
        Relapsed relapsed => With("Relapsed", relapsed.Reason),
        ServiceRestored restored => restored.Text ?? $"Restored, confirmed by {restored.ConfirmedBy}",
        MajorStoodDown stood => $"{account.Major.Severity} stood down"
            + (stood.Review is null ? "" : ", post-mortem scheduled"),
        _ => null,
    };

    private static string? Beginning(TicketEvent fact) => fact switch
    {
        TicketOpened opened => With("Reported", opened.Title),
        MajorDeclared declared => With($"{declared.Severity ?? MajorWords.Highest} declared", declared.Text),
        _ => null,
    };

    private static string? Name(Milestone milestone) => milestone switch
    {
        Milestone.Started => "It began",
        Milestone.Detected => "Detected",
        Milestone.Assembled => "War room assembled",
        Milestone.Diagnosed => "Diagnosis complete",
        Milestone.Mitigated => "Impact contained",
        _ => null, // these have facts of their own
    };

    private static string With(string what, string? text) => string.IsNullOrWhiteSpace(text) ? what : $"{what}: {text}";
}
