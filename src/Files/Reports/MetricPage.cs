using System.Globalization;
using Muster.Core.Reports.Metrics;
using Muster.Files.Pages;

namespace Muster.Files.Reports;

/// <summary>The figures of a period as one page: tables, and charts that are drawn in it. No script, no request.
/// </summary>
internal static class MetricPage
{
    private static readonly PageStyle Style = new(ReplayPage.Style + "\n@page { size: A4 landscape; margin: 15mm; }\n");

    public static string ContentPolicy => Style.ContentPolicy;

    public static string Of(MetricReport report)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var html = new Html(writer);
        Style.WriteHead(html, "Figures of the desk");
        html.Begin("body");
        WriteHead(html, report.Scope);
        html.Begin("main");
        new MetricSections(html, report).Write();
        html.End().End().End();
        return writer.ToString();
    }

    private static void WriteHead(Html html, MetricScope scope)
    {
        html.Begin("header");
        html.Leaf("h1", "Figures of the desk");
        html.Begin("p", ("class", "lead"))
            .Text($"{PageWords.At(scope.From)} to {PageWords.At(scope.To)}, all times in UTC.");
        if (!scope.Priorities.IsEmpty)
            html.Text($" {string.Join(", ", scope.Priorities)}.");
        foreach (var team in scope.Teams)
            html.Text(" Team ").Said(team);
        foreach (var service in scope.Services)
            html.Text(" Service ").Said(service);
        html.End().End();
    }
}
