using System.Globalization;
using System.Text;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Pages;
using NodaTime;

namespace Muster.Server.Pages;

/// <summary>
/// One clock as a bar from the opening to its due or to now, whichever is later: what counted and what did not, what
/// is still ahead, where the present stands. Told by height as well as by colour, as on the page of a replay.
/// </summary>
internal sealed class ClockDrawing
{
    private const int BarHeight = 16;
    private const int Top = 18;
    private const int Height = 42;
    private const int Finest = 150; // the bar's width over the shortest night that is drawn

    private readonly ClockAccount account;
    private readonly Instant now;
    private readonly Instant from;
    private readonly Instant to;
    private readonly List<Piece> pieces;

    private readonly record struct Piece(Instant From, Instant To, string Style, int High);

    private ClockDrawing(ClockAccount account, TicketState ticket, Instant now)
    {
        (this.account, this.now) = (account, now);
        pieces = [.. account.Intervals.SelectMany(Drawn), .. Ahead(ticket.Clock(account.Name)!)];
        from = account.Intervals.IsEmpty ? now : account.Intervals[0].From;
        var last = pieces.Select(piece => piece.To).Append(from).Max();
        to = Instant.Max(last, account.Reading.Due is { } due && due > from && IsShown(due, last) ? due : last);
        if (to < from + Duration.FromMinutes(1))
            to = from + Duration.FromMinutes(1);
    }

    /// <summary>As inline SVG.</summary>
    public static string Draw(ClockAccount account, TicketState ticket, Instant now, string describe)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        new ClockDrawing(account, ticket, now).Draw(new Html(text), describe);
        return text.ToString();
    }

    private void Draw(Html html, string describe)
    {
        html.Begin("svg", ("class", "bar"), ("width", "100%"), ("height", $"{Height}"), ("role", "img"),
            ("aria-label", describe));
        html.Begin("svg", ("x", "0"), ("y", $"{Top}"), ("width", "100%"), ("height", $"{BarHeight}"),
            ("viewBox", $"0 0 10000 {BarHeight}"), ("preserveAspectRatio", "none"));
        html.Empty("path", ("class", "track"), ("d", $"M0 {BarHeight / 2 - 1}h9800v2H0z"));
        foreach (var kind in Coarser().GroupBy(piece => (piece.Style, piece.High)))
            html.Empty("path", ("class", kind.Key.Style), ("d", PathOf(kind, kind.Key.High)));
        html.End();
        if (account.Reading.Due is { } due && due >= from && due <= to)
            Mark(html, due, "M0 -9L7 0L0 9L-7 0Z", "breach");
        if (now >= from && now <= to)
            DrawNow(html);
        html.End();
    }

    private void DrawNow(Html html)
    {
        var x = Across(now);
        html.Empty("line", ("class", "now"), ("x1", Html.Percent(x)), ("x2", Html.Percent(x)),
            ("y1", $"{Top - 3}"), ("y2", $"{Top + BarHeight + 4}"));
        html.Leaf("text", "now", ("x", Html.Percent(x)), ("y", $"{Top - 6}"), ("class", "quiet"),
            ("text-anchor", x < 5 ? "start" : x > 95 ? "end" : "middle"));
    }

    private IEnumerable<Piece> Drawn(ClockInterval interval)
    {
        switch (interval.Reason)
        {
            case IntervalReason.Counted or IntervalReason.InPart:
                var due = account.Reading.State == ClockState.Breached ? account.Reading.Due : null;
                var edge = Instant.Min(Instant.Max(due ?? interval.To, interval.From), interval.To);
                if (edge > interval.From)
                    yield return new Piece(interval.From, edge, "counted", 10);
                if (interval.To > edge)
                    yield return new Piece(edge, interval.To, "over", BarHeight);
                break;
            case IntervalReason.Paused:
                yield return new Piece(interval.From, interval.To, "paused", 6);
                break;
            case IntervalReason.OutOfHours or IntervalReason.Holiday or IntervalReason.EarlierCycle:
                yield return new Piece(interval.From, interval.To, "outside", 2);
                break;
        }
    }

    /// <summary>What will count until it is due, if nothing changes.</summary>
    private IEnumerable<Piece> Ahead(SlaClock clock)
    {
        if (!clock.IsRunning || clock.HasBreached || clock.Due is not { } due || due <= now)
            yield break;
        foreach (var ahead in clock.Calendar.Intervals(now, due).Take(ClockAccount.MostIntervals))
            yield return new Piece(ahead.From, ahead.To, ahead.Counted ? "ahead" : "outside", ahead.Counted ? 10 : 2);
    }

    private static bool IsShown(Instant due, Instant last) => due <= last || due - last < Duration.FromDays(400);

    /// <summary>Nights too short for the drawing are joined to what counted before them.</summary>
    private List<Piece> Coarser()
    {
        var joined = new List<Piece>();
        var least = (to - from) / Finest;
        foreach (var piece in pieces)
        {
            var last = joined.Count - 1;
            var isSmall = piece.Style == "outside" && piece.To - piece.From < least;
            var before = last < 0 || joined[last].To != piece.From ? null : joined[last].Style;
            if (before == piece.Style || (isSmall && before is "counted" or "over" or "ahead"))
                joined[last] = joined[last] with { To = piece.To };
            else
                joined.Add(piece);
        }
        return joined;
    }

    private string PathOf(IEnumerable<Piece> same, int high)
    {
        var path = new StringBuilder();
        foreach (var piece in same)
        {
            var (left, right) = ((int)(Across(piece.From) * 100), (int)(Across(piece.To) * 100));
            path.Append(CultureInfo.InvariantCulture,
                $"M{left} {(BarHeight - high) / 2}h{Math.Max(right - left, 40)}v{high}H{left}z");
        }
        return path.ToString();
    }

    private void Mark(Html html, Instant at, string shape, string kind)
    {
        html.Begin("svg", ("x", Html.Percent(Across(at))), ("y", $"{Top + BarHeight / 2}"), ("overflow", "visible"));
        html.Empty("path", ("class", $"mark {kind}"), ("d", shape));
        html.End();
    }

    /// <summary>In hundredths of the width; a little is left free at the end, where a mark may stand.</summary>
    private double Across(Instant at) => Math.Clamp((at - from) / (to - from) * 98, 0, 98);
}
