using System.Collections.Immutable;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>What a clock did in a stretch of time.</summary>
public enum ClockStretch
{
    Counted,

    /// <summary>Counted, and past the due of its cycle.</summary>
    Over,

    /// <summary>The ticket waited for a reason that stops the clock (S3).</summary>
    Paused,

    /// <summary>Nights, weekends and holidays of the clock's calendar (S2).</summary>
    OutOfHours,
}

/// <param name="To">Exclusive, after <paramref name="From"/>.</param>
public readonly record struct BarPiece(Instant From, Instant To, ClockStretch Kind);

/// <summary>One clock of a ticket over its whole life, piece by piece.</summary>
public sealed record ClockBar(ClockName Clock, ImmutableArray<BarPiece> Pieces, ImmutableArray<Instant> Breaches)
{
    public Duration Sum(ClockStretch kind) =>
        Pieces.Where(piece => piece.Kind == kind)
            .Aggregate(Duration.Zero, (sum, piece) => sum + (piece.To - piece.From));

    /// <summary>From the first fact of the story to <paramref name="end"/>; an ended clock leaves a hole.</summary>
    public static ClockBar Of(ClockName name, TicketStory story, Instant end)
    {
        var dues = story.Moments.Select(moment => moment.Fact).OfType<ClockBreached>().Where(fact => fact.Clock == name)
            .GroupBy(fact => fact.Cycle).ToDictionary(cycle => cycle.Key, cycle => cycle.First().Due);
        var pieces = new List<BarPiece>();
        var moments = story.Moments;
        for (var index = 0; index < moments.Count; index++)
        {
            var (from, to) = (moments[index].At, index + 1 < moments.Count ? moments[index + 1].At : end);
            if (to <= from || moments[index].Ticket.Clock(name) is not { HasEnded: false } clock)
                continue;
            if (!clock.IsRunning)
                Add(pieces, new BarPiece(from, to, ClockStretch.Paused));
            else
                AddRun(pieces, clock, from, to, dues.TryGetValue(clock.Cycle, out var due) ? due : Instant.MaxValue);
        }
        return new ClockBar(name, [.. pieces], [.. dues.Values.Order()]);
    }

    /// <summary>
    /// The same bar for a drawing that cannot show stretches shorter than <paramref name="least"/>: a shorter night is
    /// joined to the counting around it.
    /// </summary>
    public ClockBar Coarser(Duration least)
    {
        var pieces = new List<BarPiece>();
        foreach (var piece in Pieces)
        {
            var (last, joined) = (pieces.Count - 1, piece);
            if (piece.Kind == ClockStretch.OutOfHours && piece.To - piece.From < least && last >= 0
                && pieces[last].To == piece.From && pieces[last].Kind is ClockStretch.Counted or ClockStretch.Over)
                joined = piece with { Kind = pieces[last].Kind };
            Add(pieces, joined);
        }
        return this with { Pieces = [.. pieces] };
    }

    private static void AddRun(List<BarPiece> pieces, SlaClock clock, Instant from, Instant to, Instant due)
    {
        foreach (var interval in clock.Calendar.Intervals(from, to))
        {
            if (!interval.Counted)
            {
                Add(pieces, new BarPiece(interval.From, interval.To, ClockStretch.OutOfHours));
                continue;
            }
            var edge = Instant.Min(Instant.Max(due, interval.From), interval.To);
            Add(pieces, new BarPiece(interval.From, edge, ClockStretch.Counted));
            Add(pieces, new BarPiece(edge, interval.To, ClockStretch.Over));
        }
    }

    private static void Add(List<BarPiece> pieces, BarPiece piece)
    {
        if (piece.To <= piece.From)
            return;
        if (pieces.Count > 0 && pieces[^1].Kind == piece.Kind && pieces[^1].To == piece.From)
            pieces[^1] = pieces[^1] with { To = piece.To };
        else
            pieces.Add(piece);
    }
}
