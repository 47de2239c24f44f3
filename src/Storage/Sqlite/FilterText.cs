using System.Text;

namespace Muster.Storage.Sqlite;

/// <summary>
/// A filter as conditions of SQL, each value a parameter; the shapes differ by how many values are asked for.
/// </summary>
internal sealed class FilterText(TicketFilter filter)
{
    public void Write(StringBuilder sql)
    {
        OneOf(sql, "t.state", filter.States.Length);
        OneOf(sql, "t.priority", filter.Priorities.Length);
        OneOf(sql, "t.team", filter.Teams.Length);
        OneOf(sql, "t.service", filter.Services.Length);
        if (filter.AtRisk is { Is: true })
            sql.Append(" AND t.at_risk_from <= ?");
        else if (filter.AtRisk is { Is: false })
            sql.Append(" AND (t.at_risk_from IS NULL OR t.at_risk_from > ?)");
    }

    public void Bind(Statement row, IReadOnlyList<long> teams, IReadOnlyList<long> services)
    {
        foreach (var state in filter.States)
            row.With((long)state);
        foreach (var priority in filter.Priorities)
            row.With((long)priority);
        foreach (var team in teams)
            row.With(team);
        foreach (var service in services)
            row.With(service);
        if (filter.AtRisk is { At: var at })
            row.With(at);
    }

    private static void OneOf(StringBuilder sql, string column, int count)
    {
        if (count == 1)
            sql.Append(" AND ").Append(column).Append(" = ?");
        else if (count > 1)
            sql.Append(" AND ").Append(column).Append(" IN (?").Insert(sql.Length, ", ?", count - 1).Append(')');
    }
}
