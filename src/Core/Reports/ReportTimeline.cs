using System.Collections.Immutable;
using Muster.Core.Majors;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>
/// What of a story its report tells: what people noted and decided, and what changed the course. The steps of the
/// procedure fill the minutes of which nobody wrote anything, so that nothing is told twice.
/// </summary>
internal static class ReportTimeline
{
    public static (ImmutableArray<ReportRow> Rows, int LeftOut) Of(MajorAccount account, int most)
    {
        var rows = new List<ReportRow>();
        foreach (var entry in account.Timeline)
        {
            if (Words(entry.Fact) is { } words)
                rows.Add(new ReportRow(entry.At, words, entry.Number));
        }
        Fill(rows, account.Timeline.Select(entry => (entry.At, Step(account, entry.Fact), entry.Number)));
        Fill(rows, account.Updates.Select(update => (
            update.Entry.At, (string?)With($"Status update ({update.Post.Phase})", update.Post.Text),
            update.Entry.Number)));
        Fill(rows, account.Major.Milestones
            .Select(reached => (reached.At, Name(reached.Milestone), FactAt(account, reached.Milestone, reached.At)))
            .Where(reached => reached.Item3 is not null)
            .Select(reached => (reached.At, reached.Item2, reached.Item3!.Value)));
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
    private static string? Words(TicketEvent fact) => fact switch
    {
        Noted note => note.Text,
        DecisionMade { Box: null } decision => $"Decision: {decision.Text}",
        SeverityChanged changed => With($"Severity {changed.From} to {changed.To}", changed.Reason),
        Relapsed relapsed => With("Relapsed", relapsed.Reason),
        _ => null,
    };

    private static string? Step(MajorAccount account, TicketEvent fact) => fact switch
    {
        TicketOpened opened => With("Reported", opened.Title),
        MajorDeclared declared => With($"{declared.Severity ?? MajorWords.Highest} declared", declared.Text),
        ServiceRestored restored => restored.Text ?? $"Restored, confirmed by {restored.ConfirmedBy}",
        MajorStoodDown stood => $"{account.Major.Severity} stood down"
            + (stood.Review is null ? "" : ", post-mortem scheduled"),
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

    private static void Fill(List<ReportRow> rows, IEnumerable<(Instant At, string? Words, long Fact)> steps)
    {
        var told = rows.Select(row => Minute(row.At)).ToHashSet();
        foreach (var (at, words, fact) in steps)
        {
            if (words is not null && !told.Contains(Minute(at)))
                rows.Add(new ReportRow(at, words, fact));
        }
    }

    private static long Minute(Instant at) => at.ToUnixTimeSeconds() / 60;

    private static string With(string what, string? text) => string.IsNullOrWhiteSpace(text) ? what : $"{what}: {text}";
}
