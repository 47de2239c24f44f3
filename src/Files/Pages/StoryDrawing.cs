using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;
using static Muster.Files.Pages.PageWords;

namespace Muster.Files.Pages;

/// <summary>
/// A ticket's clocks as bars over its life, with its escalations above, the missed dues on the bars and the
/// warnings below them. What the pieces mean is told by their height as well as by their colour.
/// </summary>
internal sealed class StoryDrawing
{
    private const int EscalationHeight = 30;
    private const int ClockHeight = 50;
    private const int BarHeight = 16;
    private const double LabelWidth = 17; // of 100, on the narrowest screen
    private const double LetterWidth = 2.8; // the same
    private const int Finest = 150; // the bar's width over the shortest night that is drawn

    private readonly Html html;
    private readonly TicketStory story;
    private readonly Instant from;
    private readonly Instant to;

    public StoryDrawing(Html html, TicketStory story, Instant end)
    {
        (this.html, this.story) = (html, story);
        Bars = [.. story.Last.Clocks.Select(clock => ClockBar.Of(clock, story, end))];
        from = story.Moments[0].At;
        // it ends with its clocks, or with its last escalation: a closing days later would only press the rest together
        to = Bars.SelectMany(bar => bar.Pieces).Select(piece => piece.To)
            .Concat(Escalations.Select(moment => moment.At))
            .Append(from + Duration.FromMinutes(1)).Max();
    }

    /// <summary>Response, resolution, and those that the agreement adds.</summary>
    public ImmutableArray<ClockBar> Bars { get; }

    private IEnumerable<StoryMoment> Escalations => story.Moments.Where(moment => moment.Fact is TicketEscalated);

    /// <param name="outcome">Of a clock, in a word or two; stands beside its name.</param>
    public void Draw(string heading, string describe, Func<ClockBar, string> outcome)
    {
        var top = Escalations.Any() ? EscalationHeight : 0;
        var height = top + Bars.Length * ClockHeight + 18;
        var (title, text) = (html.NewId(), html.NewId());
        html.Begin("svg", ("class", "story"), ("width", "100%"), ("height", $"{height}"), ("role", "img"),
            ("aria-labelledby", $"{title} {text}"));
        html.Leaf("title", heading, ("id", title)).Leaf("desc", describe, ("id", text));
        DrawEscalations();
        for (var index = 0; index < Bars.Length; index++)
            DrawBar(Bars[index], top + index * ClockHeight + 12, outcome(Bars[index]));
        html.Leaf("text", At(from), ("x", "0"), ("y", $"{height - 4}"), ("class", "quiet"));
        html.Leaf("text", At(to), ("x", "100%"), ("y", $"{height - 4}"), ("class", "quiet"), ("text-anchor", "end"));
        html.End();
    }

    private void DrawEscalations()
    {
        foreach (var moment in Escalations)
            Mark(moment.At, 21, "M0 -5L5 4L-5 4Z", "escalated");
        foreach (var (x, label) in Labels())
        {
            var atEnd = x > 100 - label.Length * LetterWidth;
            html.Leaf("text", label, ("x", atEnd ? "100%" : Html.Percent(x)), ("y", "12"), ("class", "rule"),
                ("text-anchor", atEnd ? "end" : null));
        }
    }

    // escalations too near each other for a label each share one
    private IEnumerable<(double X, string Label)> Labels()
    {
        var groups = new List<(double X, List<Rule> Rules)>();
        foreach (var moment in Escalations)
        {
            var x = Across(moment.At);
            if (groups.Count == 0 || Math.Min(x, 100 - LabelWidth) - groups[^1].X < LabelWidth)
                x = groups.Count == 0 ? x : groups[^1].X;
            if (groups.Count == 0 || groups[^1].X != x)
                groups.Add((x, []));
            groups[^1].Rules.Add(moment.Fact.Rule);
        }
        return groups.Select(group => (group.X, Label(group.Rules)));
    }

    private static string Label(List<Rule> rules) => rules switch
    {
        [var one] => $"{one}",
        [var first, ..] when rules.TrueForAll(rule => rule == first) => $"{first} ×{rules.Count}",
        [var first, var second] => $"{first}, {second}",
        _ => $"{rules[0]} +{rules.Count - 1}",
    };

    private void DrawBar(ClockBar bar, int y, string outcome)
    {
        html.Leaf("text", $"{Name(bar.Clock)}: {outcome}", ("x", "0"), ("y", $"{y}"));
        var drawn = bar.Coarser((to - from) / Finest);
        var top = y + 6;
        html.Begin("svg", ("x", "0"), ("y", $"{top}"), ("width", "100%"), ("height", $"{BarHeight}"),
            ("viewBox", $"0 0 10000 {BarHeight}"), ("preserveAspectRatio", "none"));
        foreach (var kind in Enum.GetValues<ClockStretch>())
            DrawPieces(drawn.Pieces.Where(piece => piece.Kind == kind), kind);
        html.End();
        foreach (var due in bar.Breaches.Where(due => due <= to))
            Mark(due, top + BarHeight / 2, "M0 -8L6 0L0 8L-6 0Z", "breach");
        foreach (var moment in story.Moments)
        {
            if (moment.Fact is ClockWarned warned && warned.Clock == bar.Clock)
                Mark(moment.At, top + BarHeight + 6, "M0 -4L4 3L-4 3Z", "warned");
        }
    }

    private void DrawPieces(IEnumerable<BarPiece> pieces, ClockStretch kind)
    {
        var high = HeightOf(kind);
        var path = new StringBuilder();
        foreach (var piece in pieces)
        {
            var (left, right) = ((int)(Across(piece.From) * 100), (int)(Across(piece.To) * 100));
            path.Append(CultureInfo.InvariantCulture,
                $"M{left} {(BarHeight - high) / 2}h{Math.Max(right - left, 40)}v{high}H{left}z");
        }
        if (path.Length > 0)
            html.Empty("path", ("class", ClassOf(kind)), ("d", path.ToString()));
    }

    public static int HeightOf(ClockStretch kind) => kind switch
    {
        ClockStretch.Counted => 10,
        ClockStretch.Over => BarHeight,
        ClockStretch.Paused => 6,
        _ => 2,
    };

    public static string ClassOf(ClockStretch kind) => kind switch
    {
        ClockStretch.Counted => "counted",
        ClockStretch.Over => "over",
        ClockStretch.Paused => "paused",
        _ => "outside",
    };

    private void Mark(Instant at, int y, string shape, string kind)
    {
        html.Begin("svg", ("x", Html.Percent(Across(at))), ("y", $"{y}"), ("overflow", "visible"));
        html.Empty("path", ("class", $"mark {kind}"), ("d", shape));
        html.End();
    }

    /// <summary>In hundredths of the width.</summary>
    private double Across(Instant at) => Math.Clamp((at - from) / (to - from) * 100, 0, 100);
}
