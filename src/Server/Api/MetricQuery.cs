using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Muster.Core.Reports.Metrics;
using Muster.Core.Tickets;
using Muster.Files.Logs;
using Muster.Files.Reports;
using NodaTime;
using NodaTime.Text;

namespace Muster.Server.Api;

/// <summary>What the figures of a period are asked with, read from the query.</summary>
internal sealed class MetricQuery(IQueryCollection query, Instant now)
{
    public static readonly Duration Usual = Duration.FromDays(28);

    private static readonly string[] Known = ["from", "to", "priority", "team", "service", "format"];

    private const int LongestText = 1_000;

    private readonly List<BodyFault> faults = [];

    /// <summary>The period, and the form where the query names one.</summary>
    public (MetricScope Scope, MetricFormat? Format, Problem? Problem) Read()
    {
        foreach (var name in query.Keys.Except(Known, StringComparer.Ordinal))
            Blame(name, $"{name} is no filter of figures; they are {string.Join(' ', Known)}");
        var to = Moment("to") ?? now;
        var from = Moment("from") ?? to - Usual;
        var scope = new MetricScope(from, to)
        {
            Priorities = [.. Names("priority").SelectMany(Priority)],
            Teams = Names("team"),
            Services = Names("service"),
        };
        var format = Format();
        if (faults.Count == 0 && from >= to)
            Blame("from", "from must lie before to");
        else if (faults.Count == 0 && to - from > Duration.FromDays(MetricScope.MostDays))
            Blame("from", $"at most {MetricScope.MostDays} days are taken together; ask in parts");
        return (scope, format, faults.Count == 0 ? null : Problem.Invalid([.. faults]));
    }

    private MetricFormat? Format()
    {
        if (Text("format") is not { } said)
            return null;
        if (MetricFormats.Parse(said) is { } named)
            return named;
        Blame("format", $"format must be one of {string.Join(' ', MetricFormats.Names)}");
        return null;
    }

    /// <summary>An instant, or a date, which is its beginning in UTC.</summary>
    private Instant? Moment(string name)
    {
        if (Text(name) is not { } said)
            return null;
        if (Rfc3339.TryParse(said, out var instant))
            return instant;
        if (LocalDatePattern.Iso.Parse(said) is { Success: true, Value: var date })
            return date.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        Blame(name, $"{name} must be a date such as 2025-10-20, or an instant with its zone");
        return null;
    }

    private IEnumerable<Priority> Priority(string name)
    {
        if (Enum.GetNames<Priority>().Contains(name))
            return [Enum.Parse<Priority>(name)];
        Blame("priority", $"priority must be one of {string.Join(' ', Enum.GetNames<Priority>())}");
        return [];
    }

    private ImmutableArray<string> Names(string name) =>
        [.. (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>Null where it was not said, or said empty; several of one name are one list.</summary>
    private string? Text(string name)
    {
        var text = query[name].ToString();
        if (text.Length > LongestText)
            Blame(name, $"{name} is longer than {LongestText} characters");
        return text.Length is 0 or > LongestText ? null : text;
    }

    private void Blame(string name, string text)
    {
        if (faults.All(fault => fault.Field != name))
            faults.Add(new BodyFault(name, text));
    }
}
