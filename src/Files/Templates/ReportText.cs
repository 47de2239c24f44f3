using System.Collections.Immutable;
using System.Globalization;

namespace Muster.Files.Templates;

/// <summary>What a report says in one place: somebody's words with the facts that hold them, or an open question.
/// </summary>
internal sealed record ReportText(string Text, ImmutableArray<long> Facts)
{
    /// <summary>Nobody has said it yet.</summary>
    public bool IsQuestion { get; init; }

    public static ReportText Asked(string question) => new(question, []) { IsQuestion = true };

    public override string ToString() => Text;

    /// <param name="withMarks">Each fact is a link to its entry, which the page hangs up as a small number.</param>
    public string Print(bool withMarks)
    {
        var said = Escaping.Text(TemplateChannel.Markdown, Text);
        if (IsQuestion)
            return $"**Open question:** {said}";
        return withMarks ? said + string.Concat(Facts.Distinct().Select(Mark)) : said;
    }

    private static string Mark(long fact) => string.Create(CultureInfo.InvariantCulture, $" [{fact}](#fact-{fact})");
}
