using System.Collections.Immutable;
using Muster.Core.Tickets;
using NodaTime;

namespace Muster.Core.Reports.Metrics;

/// <summary>What a figure counts in.</summary>
public enum MetricUnit
{
    Count,

    /// <summary>From 0 to 1.</summary>
    Share,

    /// <summary>In seconds.</summary>
    Span,

    /// <summary>In US dollars.</summary>
    Money,
}

/// <param name="Name">For programs, in camelCase.</param>
/// <param name="Title">For people.</param>
public sealed record MetricColumn(string Name, string Title, MetricUnit Unit);

/// <param name="By">What its name is: all, priority, team, service, person, week or rule.</param>
/// <param name="Name">Empty for what has none, such as tickets without a team.</param>
/// <param name="Values">One for each column; null where nothing was found to say it.</param>
public sealed record MetricRow(string By, string Name, ImmutableArray<double?> Values);

public sealed record MetricTable(
    string Name, string Title, ImmutableArray<MetricColumn> Columns, ImmutableArray<MetricRow> Rows);

/// <summary>A number that Muster keeps about itself (BEHAVIOUR section 12).</summary>
/// <param name="Count">How many it was taken from.</param>
/// <param name="Value">Of a share that share, of spans their mean; null where nothing was found.</param>
/// <param name="High">Of spans, what 95 of a hundred stay within; null for others.</param>
/// <param name="Target">The original's, in words; null where it has none.</param>
/// <param name="IsMet">Null where there is no target, or not enough data.</param>
/// <param name="Note">How it was taken.</param>
public sealed record SelfFigure(
    string Name, string Title, MetricUnit Unit, long Count, double? Value, double? High, string? Target, bool? IsMet,
    string Note)
{
    /// <summary>Fewer say nothing (section 12).</summary>
    public const int Enough = 10;

    public bool IsEnough => Count >= Enough;
}

/// <summary>What is counted.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record MetricScope(Instant From, Instant To)
{
    /// <summary>In days: longer periods are asked in parts.</summary>
    public const int MostDays = 400;

    /// <summary>Only while one of them had the ticket, case counting; empty for every team.</summary>
    public ImmutableArray<string> Teams { get; init; } = [];

    /// <summary>Only of tickets of one of them, case counting; empty for every service.</summary>
    public ImmutableArray<string> Services { get; init; } = [];

    /// <summary>Only while the ticket had one of them; empty for all four.</summary>
    public ImmutableArray<Priority> Priorities { get; init; } = [];

    /// <summary>Nothing is left out.</summary>
    public bool IsWhole => Teams.IsEmpty && Services.IsEmpty && Priorities.IsEmpty;

    public bool Holds(Instant at) => at >= From && at < To;

    public bool Is(MetricPlace place) =>
        (Teams.IsEmpty || (place.Team is { } team && Teams.Contains(team)))
        && (Services.IsEmpty || (place.Service is { } service && Services.Contains(service)))
        && (Priorities.IsEmpty || Priorities.Contains(place.Priority));
}

/// <summary>The reports of R3 and the numbers of section 12 over one period.</summary>
public sealed record MetricReport(
    MetricScope Scope, Instant TakenAt, ImmutableArray<SelfFigure> Figures, ImmutableArray<MetricTable> Tables)
{
    public MetricTable Table(string name) => Tables.Single(table => table.Name == name);
}
