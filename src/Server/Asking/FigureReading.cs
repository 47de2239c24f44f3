using Muster.Core.Asking;
using Muster.Core.Reports.Metrics;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files;
using Muster.Files.Logs;
using Muster.Server.Access;
using Muster.Server.Api;
using Muster.Server.Composition;
using NodaTime;

namespace Muster.Server.Asking;

/// <summary>The figures of the period that words ask for, or of the usual one (R3, section 12).</summary>
internal static class FigureReading
{
    /// <summary>Null where the period begins before figures are kept.</summary>
    public static Task<MetricReport?> Take(House house, Token caller, Slots slots)
    {
        var (now, named) = (house.Now, new Named(house.Policies.Current, caller.Speaker));
        var to = Moment(slots, "until") ?? now;
        var from = Moment(slots, "from") ?? to - (Span(slots, "period") ?? Span(slots, "within") ?? MetricQuery.Usual);
        var earliest = to - Duration.FromDays(MetricScope.MostDays);
        var scope = new MetricScope(Instant.Max(Instant.Min(from, to - Duration.FromSeconds(1)), earliest), to)
        {
            Teams = slots.Text("team") is { } team ? [named.Team(team)] : [],
            Services = slots.Text("service") is { } service ? [named.Service(service)] : [],
            Priorities = [.. slots.List("priority").Select(Enum.Parse<Priority>)],
        };
        return house.Figures.Take(scope, caller.Scope, now, CancellationToken.None);
    }

    /// <summary>For a person.</summary>
    public static IEnumerable<string> Lines(MetricReport report)
    {
        yield return $"From {Rfc3339.Format(report.Scope.From)} to {Rfc3339.Format(report.Scope.To)}:";
        foreach (var figure in report.Figures)
        {
            var target = figure.Target is { } wanted ? $", target {wanted}" : "";
            yield return figure.IsEnough
                ? $"{figure.Title}: {Words(figure.Unit, figure.Value)} of {figure.Count}{target}"
                : $"{figure.Title}: not enough data, {figure.Count}{target}";
        }
        if (report.Table("times").Rows.FirstOrDefault(row => row.By == "all") is { } times)
            yield return $"Mean time to acknowledge (MTTA): {Words(MetricUnit.Span, times.Values[1])}, "
                + $"to resolve (MTTR): {Words(MetricUnit.Span, times.Values[5])}";
    }

    private static string Words(MetricUnit unit, double? value) => (unit, value) switch
    {
        (_, null) => "none",
        (MetricUnit.Share, { } share) => Files.Pages.PageWords.Share(share),
        (MetricUnit.Span, { } seconds) => DurationWords.Spell(Duration.FromSeconds(seconds)),
        (_, { } count) => count.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
    };

    private static Instant? Moment(Slots slots, string name) =>
        slots.Text(name) is { } said && Rfc3339.TryParse(said, out var at) ? at : null;

    private static Duration? Span(Slots slots, string name) =>
        Durations.TryParse(slots.Text(name), out var span) && span > Duration.Zero ? span : null;
}
