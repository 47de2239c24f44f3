using System.Globalization;
using Muster.Core.OnCall;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>A week of one schedule as a bar: whose shift it is, told by name and by colour, and where nobody is.
/// </summary>
internal static class OnCallDrawing
{
    private const int Height = 32;

    /// <summary>Colours; people beyond them take the first again, and are told apart by their names.</summary>
    public const int Colours = 6;

    /// <summary>What is drawn at most; of more the earliest.</summary>
    private const int MostDrawn = 400;

    /// <summary>As inline SVG.</summary>
    public static string Draw(ScheduleWeek week, OnCallView view)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var html = new Html(text);
        html.Begin("svg", ("class", "week"), ("width", "100%"), ("height", $"{Height}"), ("aria-hidden", "true"));
        foreach (var shift in week.Shifts.Take(MostDrawn))
            Part(html, view, (shift.From, shift.To), $"turn c{ColourOf(week, shift.Person)}",
                NameOf(view, shift.Person));
        foreach (var gap in week.Gaps.Take(MostDrawn))
            Part(html, view, (gap.From, gap.To), "gap", "nobody");
        for (var day = 1; day < 7; day++)
            Line(html, Place(view, view.From + Duration.FromDays(day)), "day");
        if (view.Now >= view.From && view.Now < view.To)
            Line(html, Place(view, view.Now), "now");
        html.End();
        return text.ToString();
    }

    /// <summary>From 0, by the order in which people first have a shift in the week.</summary>
    public static int ColourOf(ScheduleWeek week, string person) =>
        week.Shifts.Select(shift => shift.Person).Distinct().TakeWhile(known => known != person).Count() % Colours;

    public static string NameOf(OnCallView view, string person) =>
        view.Policy.People.TryGetValue(person, out var known) ? known.Name ?? person : person;

    private static void Part(Html html, OnCallView view, (Instant From, Instant To) span, string style, string name)
    {
        var from = Place(view, span.From);
        // a picture of its own, so that a long name ends where the shift ends
        html.Begin("svg", ("class", style), ("x", Html.Percent(from)),
            ("width", Html.Percent(Place(view, span.To) - from)), ("height", $"{Height}"));
        html.Empty("rect", ("class", "ground"), ("width", "100%"), ("height", "100%"));
        html.Empty("rect", ("class", "colour"), ("width", "100%"), ("y", $"{Height - 6}"), ("height", "6"));
        html.Leaf("text", name, ("x", "6"), ("y", "17"));
        html.End();
    }

    private static void Line(Html html, double at, string style) => html.Empty("line", ("class", style),
        ("x1", Html.Percent(at)), ("x2", Html.Percent(at)), ("y1", "0"), ("y2", $"{Height}"));

    private static double Place(OnCallView view, Instant at) => (at - view.From) / (view.To - view.From) * 100;
}
