namespace Muster.Files.Pages;

/// <summary>A bar: what is filled and, hatched behind it, what is not as it should be.</summary>
/// <param name="Figure">As it stands at the end of the bar.</param>
internal readonly record struct BarRow(string Name, double Solid, double Hatched, string Figure);

/// <summary>
/// Bars one below the other, each with its name above and its figure at the end. Lengths are shares of the width and
/// texts keep their size, so that nothing shrinks on a narrow screen.
/// </summary>
internal sealed class BarChart(Html html)
{
    private const int RowHeight = 36;
    private const int Thickness = 12;

    /// <summary>Of the width, in hundredths: the rest is for the figure at the end of the longest bar.</summary>
    private const double Longest = 68;

    /// <param name="total">In words; stands beside the heading.</param>
    /// <param name="describe">The chart in one sentence for those who do not see it.</param>
    public void Draw(string heading, string total, string describe, IReadOnlyList<BarRow> rows)
    {
        var (title, text) = (html.NewId(), html.NewId());
        html.Begin("figure");
        html.Begin("figcaption").Leaf("strong", heading).Leaf("span", total).End();
        html.Begin("svg", ("class", "bars"), ("width", "100%"), ("height", $"{rows.Count * RowHeight}"),
            ("role", "img"), ("aria-labelledby", $"{title} {text}"));
        html.Leaf("title", heading, ("id", title)).Leaf("desc", describe, ("id", text));
        var full = Math.Max(rows.Max(row => row.Solid + row.Hatched), double.Epsilon);
        for (var index = 0; index < rows.Count; index++)
        {
            var (row, top) = (rows[index], index * RowHeight);
            html.Leaf("text", PageWords.Short(row.Name, 40), ("x", "0"), ("y", $"{top + 13}"));
            html.Begin("g");
            var solid = Bar(0, row.Solid / full, top, "met");
            var end = Bar(solid, row.Hatched / full, top, "missed");
            html.End();
            html.Leaf("text", row.Figure, ("x", Html.Percent(end)), ("dx", "6"), ("y", $"{top + 28}"),
                ("class", "quiet"));
        }
        html.End().End();
    }

    /// <returns>Where it ends.</returns>
    private double Bar(double from, double share, int top, string kind)
    {
        if (share <= 0)
            return from;
        var width = Math.Max(share * Longest, 0.5); // what is there at all stays visible beside a very long bar
        html.Empty("rect", ("x", Html.Percent(from)), ("y", $"{top + 18}"), ("width", Html.Percent(width)),
            ("height", $"{Thickness}"), ("class", kind));
        return from + width;
    }
}
