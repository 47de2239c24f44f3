namespace Muster.Files.Pages;

/// <summary>One row of two bars; null where that policy has no such figure.</summary>
/// <param name="BaseText">The figure as it stands at the end of its bar.</param>
internal readonly record struct PairRow(string Name, double? Base, double? Other, string BaseText, string OtherText);

/// <summary>
/// Bars in pairs, the base filled and the other hollow, each with its figure at the end. Lengths are shares of the
/// width and texts keep their size, so that nothing shrinks on a narrow screen; names stand above their bars.
/// </summary>
internal sealed class PairChart(Html html)
{
    private const int RowHeight = 54;
    private const int Thickness = 12;

    /// <summary>Of the width, in hundredths: the rest is for the figure at the end of the longest bar.</summary>
    private const double Longest = 76;

    /// <summary>Which bar is whose.</summary>
    public void Legend()
    {
        html.Begin("p", ("class", "legend")).Begin("span").Raw(Key("met")).Text("base").End()
            .Begin("span").Raw(Key("other")).Text("other").End().End();
    }

    /// <param name="full">What a bar of the whole length stands for; above 0.</param>
    /// <param name="describe">The chart in one sentence for those who do not see it.</param>
    public void Draw(string heading, string describe, double full, IReadOnlyList<PairRow> rows)
    {
        var (title, text) = (html.NewId(), html.NewId());
        html.Begin("figure");
        html.Begin("figcaption").Leaf("strong", heading).End();
        html.Begin("svg", ("class", "pairs"), ("width", "100%"), ("height", $"{rows.Count * RowHeight}"),
            ("role", "img"), ("aria-labelledby", $"{title} {text}"));
        html.Leaf("title", heading, ("id", title)).Leaf("desc", describe, ("id", text));
        for (var index = 0; index < rows.Count; index++)
        {
            var (row, top) = (rows[index], index * RowHeight);
            html.Leaf("text", row.Name, ("x", "0"), ("y", $"{top + 13}"));
            html.Empty("line", ("x1", "0"), ("x2", "0"), ("y1", $"{top + 17}"), ("y2", $"{top + 47}"),
                ("class", "axis"));
            Bar(top + 18, row.Base / full, row.BaseText, "met");
            Bar(top + 34, row.Other / full, row.OtherText, "other");
        }
        html.End().End();
    }

    private void Bar(int y, double? share, string figure, string kind)
    {
        var width = (share ?? 0) * Longest;
        if (width > 0) // what is there at all stays visible beside a very long bar
            html.Empty("rect", ("x", "1"), ("y", $"{y}"), ("width", Html.Percent(Math.Max(width, 0.5))),
                ("height", $"{Thickness}"), ("class", kind));
        html.Leaf("text", figure, ("x", Html.Percent(width)), ("dx", "8"), ("y", $"{y + 10}"), ("class", "quiet"));
    }

    private static string Key(string kind) => "<svg width=\"14\" height=\"14\" aria-hidden=\"true\">"
        + $"<rect x=\"1\" y=\"1\" width=\"12\" height=\"12\" class=\"{kind}\"/></svg>";
}
