using Muster.Core.Reports;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>What the log does not know, and what therefore cannot be judged from it.</summary>
internal sealed class FootPart(Html html, ReplayReport report)
{
    public void Write()
    {
        html.Begin("footer");
        html.Leaf("h2", "What the log does not know");
        string[] missing = report.Summary.Tickets == 0 ? [] : [.. Missing(report.Figures.Knowledge)];
        if (report.Summary.Imported > 0)
            html.Leaf("p", $"{Count(report.Summary.Imported)} of {Count(report.Summary.Lines, "line", "lines")} "
                + "are imported: another system wrote them down, with what that system keeps and no more.");
        if (missing.Length > 0)
        {
            html.Begin("ul");
            foreach (var sentence in missing)
                html.Leaf("li", sentence);
            html.End();
        }
        else if (report.Summary.Imported == 0)
            html.Leaf("p", "It holds questions, replies, updates, acknowledgements and holds; what people did without "
                + "writing it down is not in it.");
        if (report.Summary.Refused > 0)
            html.Leaf(
                "p", $"{Count(report.Summary.Refused, "line was", "lines were")} refused and counted nowhere else; "
                + "the replay named each on standard error.");
        html.Leaf("p", "Made by muster replay. The same log, policy and zone data give this page again, byte by byte.",
            ("class", "small"));
        html.End();
    }

    private static IEnumerable<string> Missing(LogKnowledge log)
    {
        if (log.Asks == 0)
            yield return "No questions to the requester: nobody can tell when a ticket waited for an answer, and it is "
                + "never held by itself for want of one (L3).";
        if (log.Replies == 0)
            yield return "No replies of the requester: neither their words (E4) nor a late answer (L4) can speak.";
        if (log.Updates == 0)
            yield return "No notes or updates: work that left no other trace looks like quiet, so that stagnation "
                + "(E2), the threshold for tickets nobody works on (E1) and quiet spells are likely too many.";
        if (log.Acknowledgements == 0)
            yield return "No acknowledgements: the response counts until work starts, the requester is told something, "
                + "or the ticket is resolved.";
        if (log.Holds == 0)
            yield return "No ticket was put on hold by hand: time spent waiting for others counts against the desk.";
        if (log.RequestersNamed == 0)
            yield return "No requesters: a VIP is not recognised (E4).";
    }
}
