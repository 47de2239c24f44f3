using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>How old the open tickets are, by priority.</summary>
internal sealed class Ageing
{
    private static readonly (string Name, string Title, int Days)[] Steps =
    [
        ("under1d", "Under a day", 1), ("under3d", "1 to 3 days", 3), ("under7d", "3 to 7 days", 7),
        ("under30d", "7 to 30 days", 30), ("over30d", "30 days and more", int.MaxValue),
    ];

    private readonly SortedDictionary<Priority, (int[] Counts, Spread Ages)> counted = new(
        Enum.GetValues<Priority>().ToDictionary(
            priority => priority, _ => (new int[Steps.Length], new Spread())));
    private readonly Spread all = new();

    public void Open(StandingTicket ticket)
    {
        var (counts, ages) = counted[ticket.Priority];
        counts[Array.FindIndex(Steps, step => ticket.Age.TotalDays < step.Days)]++;
        ages.Add(ticket.Age);
        all.Add(ticket.Age);
    }

    public MetricTable Table() => new(
        "ageing", "Age of the open tickets",
        [
            new("open", "Open", MetricUnit.Count),
            .. Steps.Select(step => new MetricColumn(step.Name, step.Title, MetricUnit.Count)),
            new("half", "Half are younger than", MetricUnit.Span), new("oldest", "Oldest", MetricUnit.Span),
        ],
        [
            Row("all", "", [.. Enumerable.Range(0, Steps.Length).Select(step =>
                counted.Values.Sum(each => each.Counts[step]))], all),
            .. counted.Select(each => Row("priority", $"{each.Key}", each.Value.Counts, each.Value.Ages)),
        ]);

    private static MetricRow Row(string by, string name, int[] counts, Spread ages) => new(
        by, name,
        [ages.Count, .. counts.Select(count => (double?)count), ages.Within(50), ages.Within(100)]);
}
