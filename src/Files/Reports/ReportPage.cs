using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Muster.Core.Reports;
using Muster.Core.Tickets;
using Muster.Files.Pages;
using Muster.Files.Templates;

namespace Muster.Files.Reports;

/// <summary>
/// The same Markdown as one page of HTML that needs nothing but itself: no script, no request. Each thing said cites
/// its facts by a small number, which leads to them at the end.
/// </summary>
internal static class ReportPage
{
    private static readonly PageStyle Style = new(ReadStyle());

    public static string ContentPolicy => Style.ContentPolicy;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml().UsePipeTables().UseTaskLists().UseSoftlineBreakAsHardlineBreak().Build();

    public static string Of(IncidentReport report, ReportTemplate template)
    {
        var markdown = template.Write(ReportValues.Of(report), withMarks: true);
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
        {
            if (link.IsImage || !IsHarmless(link.Url))
                (link.Url, link.IsImage) = ("", false);
        }
        using var writer = new StringWriter { NewLine = "\n" };
        var html = new Html(writer);
        Style.WriteHead(
            html, $"Incident report {report.Ticket.Id}: {PageWords.Short(report.Ticket.Title, 80)}");
        html.Begin("body").Begin("main");
        html.Raw(document.ToHtml(Pipeline));
        html.End();
        WriteFacts(html, report, document);
        html.End().End();
        return writer.ToString();
    }

    private static bool IsHarmless(string? url) => url is not null
        && (url.StartsWith('#') || (Uri.TryCreate(url, UriKind.Absolute, out var address)
            && address.Scheme is "https" or "http" or "mailto"));

    /// <summary>The facts that the report cites, and no others.</summary>
    private static void WriteFacts(Html html, IncidentReport report, MarkdownDocument document)
    {
        const string Mark = "#fact-";
        var cited = document.Descendants<LinkInline>().Select(link => link.Url)
            .Where(url => url?.StartsWith(Mark, StringComparison.Ordinal) == true)
            .Select(url => url![Mark.Length..]).ToHashSet(StringComparer.Ordinal);
        if (cited.Count == 0)
            return;
        html.Begin("footer", ("class", "facts"));
        html.Leaf("h2", "Facts");
        html.Begin("table").Begin("thead").Begin("tr");
        foreach (var head in (string[])["No.", "Recorded (UTC)", "Fact", "By"])
            html.Leaf("th", head, ("scope", "col"));
        html.End().End().Begin("tbody");
        foreach (var entry in report.Account.Recorded.Where(entry => cited.Contains($"{entry.Number}")))
        {
            html.Begin("tr", ("id", $"fact-{entry.Number}"));
            html.Leaf("td", $"{entry.Number}").Leaf("td", PageWords.Exactly(entry.RecordedAt));
            html.Begin("td").Said(EventWords.Of(entry.Fact)).End();
            html.Begin("td").Said(EventWords.Who(entry.Fact)).End();
            html.End();
        }
        html.End().End().End();
    }

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
