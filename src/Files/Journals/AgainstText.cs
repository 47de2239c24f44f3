using System.Globalization;
using Muster.Core.Reports;
using Muster.Core.Sla;

namespace Muster.Files.Journals;

/// <summary>Two policies side by side for people at a terminal: base, other, difference in columns of text.</summary>
public static class AgainstText
{
    private const int Teams = 10;
    private const int Names = 10;

    /// <param name="policy">The version of the base.</param>
    public static void Write(TextWriter output, string policy, OtherPolicy other)
    {
        var comparison = other.Comparison;
        output.WriteLine($"base   {policy}");
        output.WriteLine($"other  {other.Policy.Version}");
        output.WriteLine();
        output.WriteLine($"{"",-34}{"base",10}{"other",10}{"difference",12}");
        Write(output, "all", comparison.Whole, withClocks: true);
        foreach (var (priority, pair) in comparison.Priorities)
            Write(output, priority.ToString(), pair, withClocks: true);
        foreach (var (rule, pair) in comparison.Rules)
            Write(output, rule.ToString(), pair, withClocks: false);
        foreach (var (team, pair) in comparison.MostChanged.Take(Teams))
            Write(output, team.Length == 0 ? "(no team)" : Plain(team), pair, withClocks: true);
        if (comparison.Teams.Count > Teams)
            output.WriteLine($"and {comparison.Teams.Count - Teams} teams that change less");
        output.WriteLine();
        Write(output, "escalate", "escalates", "in the base only", comparison.EscalateOnlyInBase);
        Write(output, "escalate", "escalates", "in the other only", comparison.EscalateOnlyInOther);
        Write(output, "breach", "breaches", "in the base only", comparison.BreachOnlyInBase);
        Write(output, "breach", "breaches", "in the other only", comparison.BreachOnlyInOther);
    }

    private static void Write(TextWriter output, string name, Pair pair, bool withClocks)
    {
        Line("escalations", pair.Base.Escalations, pair.Other.Escalations);
        Line("warnings", pair.Base.Warnings, pair.Other.Warnings);
        Line("breaches", pair.Base.Breaches, pair.Other.Breaches);
        if (!withClocks)
            return;
        foreach (var clock in Enum.GetValues<ClockKind>())
        {
            var (ours, other) = (pair.Base.Of(clock).Compliance, pair.Other.Of(clock).Compliance);
            if (ours is not null || other is not null)
                Row($"{(clock == ClockKind.Response ? "response" : "resolution")} kept", Share(ours), Share(other),
                    other - ours is { } more ? (more * 100).ToString("+0.0;-0.0;0", CultureInfo.InvariantCulture) : "");
        }

        void Line(string what, int ours, int other)
        {
            if (ours != 0 || other != 0)
                Row(what, $"{ours}", $"{other}", (other - ours).ToString("+0;-0;0", CultureInfo.InvariantCulture));
        }

        void Row(string what, string ours, string other, string difference) =>
            output.WriteLine($"{Fit(name),-18}{what,-16}{ours,10}{other,10}{difference,12}");
    }

    private static void Write(TextWriter output, string many, string one, string where, TicketList list)
    {
        var names = string.Join(' ', list.Listed.Take(Names).Select(ticket => Plain(ticket.Value)));
        var more = list.Count > Names ? $" and {list.Count - Names} more" : "";
        var what = list.Count == 1 ? $"1 ticket {one}" : $"{list.Count} tickets {many}";
        output.WriteLine($"{what} {where}{(list.Count == 0 ? "" : ": ")}{names}{more}");
    }

    private static string Share(double? share) =>
        share is { } known ? (known * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Fit(string name) => name.Length <= 17 ? name : name[..16] + "…";

    // a name from a log moves no cursor and changes no colour
    private static string Plain(string name) =>
        string.Concat(name.Select(character => char.IsControl(character) ? '?' : character));
}
