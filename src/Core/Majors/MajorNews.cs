using Muster.Core.Tickets;

namespace Muster.Core.Majors;

/// <summary>What of a major's facts is worth telling those who wait for it; drafts are made of it (M6).</summary>
public static class MajorNews
{
    /// <summary>A sentence, in the words of whoever said it; null for what is no news to them.</summary>
    public static string? Of(TicketEvent fact) => fact switch
    {
        Noted note => Sentence(note.Text),
        DecisionMade { Box: null } decision => Sentence($"Decided: {decision.Text}"),
        SeverityChanged changed => $"Now {changed.To}.",
        MilestoneStated { Milestone: Milestone.Diagnosed } => "The cause is known.",
        MilestoneStated { Milestone: Milestone.Mitigated } => "The impact is contained.",
        TaskEnded { Number: MajorTask.Diagnosis, Cancelled: false } => "The diagnosis is complete.",
        ServiceRestored restored => Sentence($"Restored, confirmed by {restored.ConfirmedBy}"),
        Relapsed => "The fault is back.",
        MajorDeclared => "We are looking into it.",
        TicketUpdated { Public: true, Machine: false, Text: { } text } => Sentence(text),
        _ => null,
    };

    /// <summary>The next status update as it could be posted; null where nothing is new.</summary>
    public static string? Draft(MajorState major) => major.News.IsEmpty ? null : string.Join(' ', major.News);

    private static string Sentence(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length == 0 || trimmed[^1] is '.' or '!' or '?' ? trimmed : trimmed + ".";
    }
}
