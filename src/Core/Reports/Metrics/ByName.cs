using Muster.Core.Sla;
using NodaTime;
using NodaTime.Text;

namespace Muster.Core.Reports.Metrics;

/// <summary>The order of rows: all, then by priority, team, person, service, week, and by name in each.</summary>
internal static class ByName
{
    private static readonly string[] Kinds = ["all", "priority", "team", "person", "service", "week", "rule"];

    public static IComparer<(string By, string Name)> Names { get; } =
        Comparer<(string By, string Name)>.Create(Compare);

    public static IComparer<(string By, string Name, ClockKind Clock)> Order { get; } =
        Comparer<(string By, string Name, ClockKind Clock)>.Create((one, other) =>
            Compare((one.By, one.Name), (other.By, other.Name)) is not 0 and var order ? order
                : one.Clock.CompareTo(other.Clock));

    /// <summary>A week by its first day.</summary>
    public static string Of(LocalDate day) => LocalDatePattern.Iso.Format(day);

    private static int Compare((string By, string Name) one, (string By, string Name) other) =>
        Array.IndexOf(Kinds, one.By).CompareTo(Array.IndexOf(Kinds, other.By)) is not 0 and var order ? order
            : string.CompareOrdinal(one.Name, other.Name);
}
