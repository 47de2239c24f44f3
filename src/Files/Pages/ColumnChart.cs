using Muster.Core.Reports;

namespace Muster.Files.Pages;

/// <summary>
/// Columns over time: one or two figures a stretch, the second hatched and standing on the first. Lengths across are
/// shares of the width and texts keep their size, so that nothing shrinks on a narrow screen.
/// </summary>
internal sealed class ColumnChart(Html html, Timescale scale)
{
    private const int Top = 18;
    private const int Floor = 90;
    private const int Height = 110;

    private readonly string[] names = [.. scale.Stretches.Select(stretch => PageWords.Name(scale.Unit, stretch))];

    /// <param name="heading">What is drawn; stands above it.</param>
    /// <param name="total">The sum in words; stands beside the heading.</param>
    /// <param name="describe">The chart in one sentence for those who do not see it.</param>
    public void Draw(
        string heading, string total, string describe, IReadOnlyList<int> solid, IReadOnlyList<int>? hatched = null)
    {
        html.Begin("figure");
        html.Begin("figcaption");
        html.Leaf("strong", heading).Leaf("span", total);
        html.End();
        var (title, text) = (html.NewId(), html.NewId());
        html.Begin("svg", ("class", "columns"), ("width", "100%"), ("height", $"{Height}"), ("role", "img"),
            ("aria-labelledby", $"{title} {text}"));
        html.Leaf("title", heading, ("id", title)).Leaf("desc", describe, ("id", text));
        var most = Enumerable.Range(0, names.Length).Max(index => solid[index] + (hatched?[index] ?? 0));
        html.Begin("g");
        DrawColumns(solid, hatched, Math.Max(most, 1));
        html.End();
        html.Leaf("text", most == 0 ? "none" : $"highest {PageWords.Count(most)}", ("x", "0"), ("y", "12"));
        html.Empty("line", ("x1", "0"), ("x2", "100%"), ("y1", $"{Floor}"), ("y2", $"{Floor}"), ("class", "axis"));
        DrawNames();
        html.End().End();
    }

    private void DrawColumns(IReadOnlyList<int> solid, IReadOnlyList<int>? hatched, int most)
    {
        var slot = 100.0 / names.Length;
        var width = Math.Min(slot * 0.8, 10);
        for (var index = 0; index < names.Length; index++)
        {
            var (low, high) = (solid[index], hatched?[index] ?? 0);
            if (low + high == 0)
                continue;
            double scaled = (Floor - Top) / (double)most;
            // what is there at all stays visible beside a very high column
            var (base_, over) = (low == 0 ? 0 : Math.Max(low * scaled, 1), high == 0 ? 0 : Math.Max(high * scaled, 2));
            var x = Html.Percent(slot * index + (slot - width) / 2);
            Rectangle(x, Html.Percent(width), Floor - base_, base_, "met");
            Rectangle(x, Html.Percent(width), Floor - base_ - over, over, "missed");
        }
    }

    private void Rectangle(string x, string width, double y, double height, string kind)
    {
        if (height > 0)
            html.Empty("rect", ("x", x), ("width", width), ("y", Html.Number(y)), ("height", Html.Number(height)),
                ("class", kind));
    }

    private void DrawNames()
    {
        var y = $"{Height - 5}";
        if (names.Length == 1)
        {
            html.Leaf("text", names[0], ("x", "50%"), ("y", y), ("text-anchor", "middle"));
            return;
        }
        html.Leaf("text", names[0], ("x", "0"), ("y", y));
        html.Leaf("text", names[^1], ("x", "100%"), ("y", y), ("text-anchor", "end"));
        if (names.Length < 5)
            return;
        var middle = names.Length / 2;
        html.Leaf("text", names[middle], ("x", Html.Percent(100.0 * (middle + 0.5) / names.Length)), ("y", y),
            ("text-anchor", "middle"));
    }
}
