using System.Collections.Immutable;

namespace Muster.Core.Reports;

/// <summary>
/// The tree of whys as a list. People write a claim as <c>Why did it crash? Out of memory</c>, or as the claim alone.
/// </summary>
internal static class ReportWhys
{
    public static ImmutableArray<ReportWhy> Of(ImmutableArray<WhyBranch> top)
    {
        var rows = new List<ReportWhy>();
        var left = new Stack<(WhyBranch Branch, int? Explains)>(
            top.Reverse().Select(branch => (branch, (int?)null)));
        while (left.TryPop(out var next))
        {
            var (why, number) = (next.Branch.Why, rows.Count + 1);
            var (question, claim) = Parts(why.Text);
            rows.Add(new ReportWhy(
                number, next.Explains, question, claim, why.Evidence, why.Confidence, next.Branch.Number,
                IsClosing: question is null && next.Explains is { } of && rows[of - 1].Question is not null
                    && next.Branch.Answers.IsEmpty));
            foreach (var answer in next.Branch.Answers.Reverse())
                left.Push((answer, number));
        }
        return [.. rows];
    }

    /// <summary>The question, with its mark, and what answers it.</summary>
    private static (string? Question, string Claim) Parts(string text)
    {
        var mark = text.IndexOf('?', StringComparison.Ordinal);
        return mark < 0
            ? (null, text.Trim())
            : (text[..(mark + 1)].Trim(), text[(mark + 1)..].Trim(' ', '\t', '\r', '\n', '→', '-', '>', ':', '–'));
    }
}
