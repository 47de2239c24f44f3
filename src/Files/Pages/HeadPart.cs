namespace Muster.Files.Pages;

/// <summary>What was replayed, under which policy.</summary>
internal sealed class HeadPart(Html html, ReplayReport report)
{
    public void Write()
    {
        var (figures, summary) = (report.Figures, report.Summary);
        html.Begin("header");
        html.Begin("h1").Text("Incident replay: ").Said(PageWords.Short(report.Log, 80)).End();
        html.Leaf(
            "p", "What the clocks and the escalation rules of this policy would have said to the incidents in this "
            + "log, event by event. All times are UTC.", ("class", "lead"));
        html.Begin("dl", ("class", "facts"));
        if (figures.From is { } from && figures.To is { } to)
            Fact("Period", $"{PageWords.At(from)} – {PageWords.At(to)}");
        Fact("Tickets", PageWords.Count(summary.Tickets));
        Fact("Lines read", summary.Imported == 0
            ? PageWords.Count(summary.Lines)
            : $"{PageWords.Count(summary.Lines)}, of which {PageWords.Count(summary.Imported)} imported");
        Fact("Lines refused", PageWords.Count(summary.Refused));
        if (summary.Forced > 0)
            Fact("Taken out of turn", $"{PageWords.Count(summary.Forced)} imported steps that the state forbids");
        Fact("Policy", PageWords.Short(report.Policy.Version, 120));
        if (report.Against is { } against)
            Fact("Compared with", PageWords.Short(against.Policy.Version, 120));
        Fact("Zone data", report.Policy.Zones.Version);
        html.End().End();
    }

    private void Fact(string name, string value)
    {
        html.Begin("div");
        html.Leaf("dt", name);
        html.Begin("dd").Said(value).End();
        html.End();
    }
}
