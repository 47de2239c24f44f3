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
        OneOf(sql, "t.major", filter.Major?.Length ?? 0);
        if (filter.SeenBy is { } scope)
        {
            sql.Append(" AND (0");
            OneOf(sql, "t.team", scope.Teams.Length, "OR");
            OneOf(sql, "t.service", scope.Services.Length, "OR");
            sql.Append(')');
        }
        if (filter.AtRisk is { Is: true })
            sql.Append(" AND t.at_risk_from <= ?");
        else if (filter.AtRisk is { Is: false })
            sql.Append(" AND (t.at_risk_from IS NULL OR t.at_risk_from > ?)");
    }

    /// <param name="numberOf">The number of a team or service as rows have it.</param>
    public void Bind(Statement row, Func<string, long> numberOf)
    {
        foreach (var state in filter.States)
            row.With((long)state);
        foreach (var priority in filter.Priorities)
            row.With((long)priority);
        foreach (var name in filter.Teams.AddRange(filter.Services))
            row.With(numberOf(name));
        foreach (var major in filter.Major ?? [])
            row.With(major);
        foreach (var name in (filter.SeenBy?.Teams ?? []).AddRange(filter.SeenBy?.Services ?? []))
            row.With(numberOf(name));
        if (filter.AtRisk is { At: var at })
            row.With(at);
    }

    private static void OneOf(StringBuilder sql, string column, int count, string join = "AND")
    {
        if (count == 1)
            sql.Append(' ').Append(join).Append(' ').Append(column).Append(" = ?");
        else if (count > 1)
            sql.Append(' ').Append(join).Append(' ').Append(column).Append(" IN (?")
                .Insert(sql.Length, ", ?", count - 1).Append(')');
    }
}
