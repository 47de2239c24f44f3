using System.Collections.Immutable;
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

/// <param name="By">What its name is: all, priority, team, person, service, week, rule or clock.</param>
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
/// <param name="Note">Why there is nothing, or how it was taken; null where there is nothing to add.</param>
public sealed record SelfFigure(
    string Name, string Title, MetricUnit Unit, long Count, double? Value, double? High, string? Target, bool? IsMet,
    string? Note)
{
    /// <summary>Fewer say nothing (section 12).</summary>
    public const int Enough = 10;

    public bool IsEnough => Count >= Enough;
}

/// <summary>Which facts are counted.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
/// <param name="Team">Only while it had the ticket, case counting; null for every team.</param>
public sealed record MetricScope(Instant From, Instant To, string? Team, string? Service)
{
    /// <summary>In days: longer periods are asked in parts.</summary>
    public const int MostDays = 400;

    internal bool Holds(Instant at, string? team, string? service) =>
        at >= From && at < To && Is(team, service);

    public bool Is(string? team, string? service) =>
        (Team is null || Team == team) && (Service is null || Service == service);
}

/// <summary>The reports of R3 and the numbers of section 12 over one period.</summary>
public sealed record MetricReport(
    MetricScope Scope, Instant TakenAt, ImmutableArray<SelfFigure> Figures, ImmutableArray<MetricTable> Tables)
{
    public MetricTable Table(string name) => Tables.Single(table => table.Name == name);
}
