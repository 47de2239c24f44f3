using System.Collections.Immutable;
using Muster.Core.Calendars;
using Muster.Core.Policies;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports;

/// <summary>Why a stretch of time counted on a clock or not.</summary>
public enum IntervalReason
{
    Counted,
    OutOfHours,
    Holiday,

    /// <summary>Pending for a reason that pauses; the detail names it.</summary>
    Paused,

    /// <summary>The clock had been met.</summary>
    Met,
    Resolved,
    Closed,

    /// <summary>It lies before the present cycle.</summary>
    EarlierCycle,

    /// <summary>No such clock was asked of the ticket.</summary>
    NotAsked,

    /// <summary>So many intervals that the rest is told as one, counted in part.</summary>
    InPart,
}

/// <summary>One stretch of a clock's time, half-open.</summary>
/// <param name="Calendar">In which it counted or was out of hours.</param>
/// <param name="Detail">The hold reason of a pause, the number of an earlier cycle; else null.</param>
/// <param name="Counted">What it adds.</param>
/// <param name="Total">What the present cycle has counted by its end.</param>
public readonly record struct ClockInterval(
    Instant From, Instant To, IntervalReason Reason, string Calendar, string? Detail, Duration Counted, Duration Total);

/// <summary>A clock as it stands, and every interval from the opening to that instant.</summary>
/// <param name="Calendar">The name of its calendar in the policy.</param>
/// <param name="Agreement">The name of the policy's entry that matched.</param>
public sealed record ClockAccount(
    ClockName Name,
    ClockReading Reading,
    Duration Target,
    string Calendar,
    string Agreement,
    ImmutableArray<ClockInterval> Intervals)
{
    /// <summary>Bound of the intervals told one by one; the rest is one more.</summary>
    public const int MostIntervals = 10_000;

    /// <param name="policies">
    /// Those that the stations stand under: a clock keeps the calendar it began with (S9).
    /// </param>
    internal static ClockAccount Of(ClockName which, List<Station> stations, Instant at, Policy[] policies)
    {
        var ticket = stations[^1].Ticket;
        var clock = ticket.Clock(which)!;
        var names = new Dictionary<BusinessCalendar, string>(ReferenceEqualityComparer.Instance);
        foreach (var (name, calendar) in policies.SelectMany(policy => policy.Calendars))
            names[calendar] = name;
        var intervals = new IntervalList();
        for (var index = 0; index < stations.Count; index++)
        {
            var to = index + 1 < stations.Count ? stations[index + 1].At : at;
            var calendar = stations[index].Ticket.Clock(which)?.Calendar ?? clock.Calendar;
            foreach (var piece in Pieces(stations[index], to, which, clock.Cycle, intervals.IsFull))
                intervals.Add(piece with { Calendar = NameOf(calendar, names) });
        }
        return new ClockAccount(
            which, ClockReading.Of(clock, at), clock.Target, NameOf(clock.Calendar, names),
            ticket.Agreement.Name, intervals.Found);
    }

    private static IEnumerable<ClockInterval> Pieces(
        Station station, Instant to, ClockName which, int cycle, bool isFull)
    {
        var (from, ticket) = station;
        if (to <= from)
            yield break;
        if (ticket.Clock(which) is not { } clock)
            yield return Piece(from, to, IntervalReason.NotAsked, null);
        else if (clock.Cycle < cycle)
            yield return Piece(from, to, IntervalReason.EarlierCycle, $"{clock.Cycle}");
        else if (clock.HasEnded)
            yield return Piece(from, to, EndOf(ticket, clock, which), null);
        else if (!clock.IsRunning)
            yield return Piece(from, to, IntervalReason.Paused, ticket.HoldReason);
        else if (isFull)
            yield return Rest(clock.Calendar, from, to);
        else
        {
            var told = 0;
            foreach (var piece in clock.Calendar.Intervals(from, to))
            {
                if (++told > MostIntervals)
                {
                    yield return Rest(clock.Calendar, piece.From, to);
                    yield break;
                }
                yield return Piece(piece.From, piece.To, Reason(piece.Reason), null) with
                {
                    Counted = piece.Counted ? piece.To - piece.From : Duration.Zero,
                };
            }
        }
    }

    private static ClockInterval Rest(BusinessCalendar calendar, Instant from, Instant to) =>
        Piece(from, to, IntervalReason.InPart, null) with { Counted = calendar.Elapsed(from, to) };

    private static ClockInterval Piece(Instant from, Instant to, IntervalReason reason, string? detail) =>
        new(from, to, reason, "", detail, Duration.Zero, Duration.Zero);

    private static IntervalReason EndOf(TicketState ticket, SlaClock clock, ClockName which) => clock.End switch
    {
        ClockEnd.Met when which != ClockKind.Resolution => IntervalReason.Met,
        _ when ticket.IsOpen => IntervalReason.NotAsked,
        _ when ticket.Status == TicketStatus.Closed => IntervalReason.Closed,
        _ => IntervalReason.Resolved,
    };

    private static IntervalReason Reason(CalendarReason reason) => reason switch
    {
        CalendarReason.Counted => IntervalReason.Counted,
        CalendarReason.Holiday => IntervalReason.Holiday,
        _ => IntervalReason.OutOfHours,
    };

    private static string NameOf(BusinessCalendar calendar, Dictionary<BusinessCalendar, string> names) =>
        names.GetValueOrDefault(calendar, "?");

    /// <summary>Joins neighbours that say the same, and keeps the running total.</summary>
    private sealed class IntervalList
    {
        private readonly ImmutableArray<ClockInterval>.Builder found = ImmutableArray.CreateBuilder<ClockInterval>();

        public bool IsFull => found.Count >= MostIntervals;

        public ImmutableArray<ClockInterval> Found => found.ToImmutable();

        public void Add(ClockInterval next)
        {
            var before = found.Count > 0 ? found[^1] : (ClockInterval?)null;
            var total = (before?.Total ?? Duration.Zero) + next.Counted;
            if (before is { } last && last.To == next.From && last.Reason == next.Reason
                && last.Detail == next.Detail && last.Calendar == next.Calendar)
                found[^1] = last with { To = next.To, Counted = last.Counted + next.Counted, Total = total };
            else
                found.Add(next with { Total = total });
        }
    }
}
