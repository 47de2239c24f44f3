using NodaTime;
using NodaTime.Text;

namespace Muster.Core.Reports.Metrics;

/// <summary>
/// Takes what counts of tickets, one at a time, and makes the reports of R3 and the numbers of section 12 of what fell
/// into the period. What it keeps is bounded by the names and the durations of the period, not by its tickets.
/// </summary>
/// <param name="takenAt">By it the ages of the open tickets are told.</param>
public sealed class DeskMetrics(MetricScope scope, Instant takenAt)
{
    // most of what is counted one after the other stands at one place in one week
    private readonly Dictionary<(MetricPlace Place, int Week), Tally> leaves = [];
    private readonly SortedDictionary<(string By, string Name), Tally> groups = new(MetricTables.Order);
    private (MetricPlace? Place, int Week, Tally Tally) latest = (null, 0, new Tally());

    internal Spread Coordination { get; } = new();
    internal Spread Detection { get; } = new();
    internal Spread Report { get; } = new();
    internal Spread DeadlineLag { get; } = new();
    internal Spread MessageDelay { get; } = new();

    public void Ticket(TicketCounts ticket)
    {
        foreach (ref readonly var item in ticket.Items.AsSpan())
        {
            if (scope.Holds(item.At) && scope.Is(item.Place))
                Add(item);
        }
        if (ticket.Standing is { } standing && scope.Is(standing.Place))
            Open(standing);
    }

    /// <summary>A message that was delivered.</summary>
    /// <param name="delay">From when it could go.</param>
    public void Message(Instant deliveredAt, Duration delay)
    {
        if (scope.Holds(deliveredAt))
            MessageDelay.Add(Math.Max(0, delay.TotalSeconds));
    }

    /// <summary>To be asked once, when all was told.</summary>
    public MetricReport Take()
    {
        foreach (var ((place, week), tally) in leaves)
        {
            foreach (var group in GroupsOf(place))
                Group(group.By, group.Name).Add(tally);
            Group("week", LocalDatePattern.Iso.Format(WeekOf(week))).Add(tally);
        }
        return new MetricReport(
            scope, takenAt, SelfFigures.Of(this, groups.GetValueOrDefault(("all", "")) ?? new Tally()),
            MetricTables.Of(groups));
    }

    private void Add(in Counted item)
    {
        switch (item.Kind)
        {
            case CountedKind.Coordinated: Coordination.Add(item.Value); return;
            case CountedKind.Detected: Detection.Add(item.Value); return;
            case CountedKind.Reported: Report.Add(item.Value); return;
            case CountedKind.FurtherKept or CountedKind.FurtherMissed: Group("clock", item.Name!).Add(item); return;
            case CountedKind.Noticed: DeadlineLag.Add(item.Value); return;
        }
        LeafOf(item.Place, (int)((item.At - Monday) / Duration.FromDays(7))).Add(item);
        if (item.Name is { } person)
            Group("person", person).Add(item);
        if (item.Kind is CountedKind.Act or CountedKind.Escalated)
            Group("rule", $"{item.Rule}").Add(item);
    }

    private void Open(StandingTicket ticket)
    {
        var age = Math.Max(0, (takenAt - ticket.OpenedAt).TotalSeconds);
        foreach (var (by, name) in GroupsOf(ticket.Place))
            Group(by, name).Open(ticket, age);
        if (ticket.Person is { } person)
            Group("person", person).Open(ticket, age);
    }

    private Tally LeafOf(MetricPlace place, int week)
    {
        if (ReferenceEquals(latest.Place, place) && latest.Week == week)
            return latest.Tally;
        if (!leaves.TryGetValue((place, week), out var tally))
            leaves.Add((place, week), tally = new Tally());
        latest = (place, week, tally);
        return tally;
    }

    private Tally Group(string by, string name)
    {
        if (!groups.TryGetValue((by, name), out var tally))
            groups.Add((by, name), tally = new Tally());
        return tally;
    }

    private static (string By, string Name)[] GroupsOf(MetricPlace place) =>
    [
        ("all", ""), ("priority", $"{place.Priority}"), ("team", place.Team ?? ""), ("service", place.Service ?? ""),
    ];

    /// <summary>The Monday, in UTC, of the week in which the period begins.</summary>
    private Instant Monday { get; } = MondayBefore(scope.From).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();

    private LocalDate WeekOf(int week) => MondayBefore(scope.From).PlusWeeks(week);

    private static LocalDate MondayBefore(Instant at)
    {
        var day = at.InUtc().Date;
        return day.PlusDays(1 - (int)day.DayOfWeek);
    }
}
