using System.Text;
using Muster.Core.Reports;

namespace Muster.Files.Pages;

/// <summary>
/// <c>muster replay --html</c>: one page that needs nothing but itself, no script and no request. The same report gives
/// the same bytes on every machine.
/// </summary>
public static class ReplayPage
{
    internal static readonly string Style = ReadStyle();

    public static void Write(Stream output, ReplayReport report)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        var html = new Html(writer);
        html.Raw("<!doctype html>\n");
        html.Begin("html", ("lang", "en"));
        html.Begin("head");
        html.Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Leaf("title", $"Incident replay: {PageWords.Short(report.Log, 80)}");
        html.Raw($"<style>\n{Style}</style>\n");
        html.End();
        html.Begin("body");
        html.Raw(Hatch);
        new HeadPart(html, report).Write();
        html.Begin("main");
        WriteParts(html, report);
        html.End();
        new FootPart(html, report).Write();
        html.End().End();
    }

    private static void WriteParts(Html html, ReplayReport report)
    {
        if (report.Figures.Scale is not { } scale)
        {
            html.Leaf(
                "p", "No ticket was opened in this log, so there is nothing to show: no promise was kept or missed, "
                + "and no rule would have escalated anybody.", ("class", "lead"));
            return;
        }
        new FindingsPart(html, report, scale).Write();
        if (report.Against is { } against)
            new AgainstPart(html, report, against).Write();
        new CompliancePart(html, report, scale).Write();
        new StandstillPart(html, report).Write();
        new EscalationPart(html, report, scale).Write();
        new WorstPart(html, report.Stories, report.Figures.To!.Value).Write();
    }

    // one hatching for all charts; it must be drawn to be referred to, so it takes no room instead of being hidden
    private const string Hatch =
        """
        <svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="5" height="5" class="hatch-ground"/><rect width="2" height="5" class="hatch-line"/></pattern>
        </defs></svg>

        """;

    private static string ReadStyle()
    {
        using var stream = typeof(ReplayPage).Assembly.GetManifestResourceStream("page.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
