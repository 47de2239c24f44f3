using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Core.Tickets;
using Muster.Files.Journals;
using Muster.Files.Pages;
using Muster.Files.Policies;
using Xunit;

namespace Muster.Edge.Tests.Pages;

public sealed class AgainstTests
{
    private static readonly Replaying Both = Replaying.Of(Replaying.Desk, other: Replaying.OfficeHours);
    private static readonly Replaying Base = Replaying.Of(Replaying.Desk);
    private static readonly Replaying Other = Replaying.Of(Replaying.Desk, Replaying.OfficeHours);

    private static JsonElement Against => Both.Json.GetProperty("against");

    [Fact]
    public void The_two_sides_are_what_two_single_runs_say()
    {
        Same(Base.Json, Against.GetProperty("base"));
        Same(Other.Json, Against.GetProperty("other"));

        static void Same(JsonElement run, JsonElement side)
        {
            foreach (var figure in side.EnumerateObject())
                Assert.Equal(run.GetProperty(figure.Name).GetRawText(), figure.Value.GetRawText());
        }
    }

    [Fact]
    public void The_rest_of_the_summary_is_as_without_the_comparison()
    {
        string[] names = [.. Both.Json.EnumerateObject().Select(figure => figure.Name)];

        Assert.Equal([.. Base.Json.EnumerateObject().Select(figure => figure.Name), "against"], names);
        foreach (var figure in Base.Json.EnumerateObject())
            Assert.Equal(figure.Value.GetRawText(), Both.Json.GetProperty(figure.Name).GetRawText());
    }

    [Fact]
    public void What_changes_by_rule_priority_and_team_equals_two_single_runs()
    {
        var (ours, other) = (Base.Report.Figures.Tally, Other.Report.Figures.Tally);
        Check("rules", rule => rule.ToString(), ours.Rules, other.Rules);
        Check("priorities", priority => priority.ToString(), ours.Priorities, other.Priorities);
        Check("teams", team => team, ours.Teams, other.Teams);

        var p3 = Against.GetProperty("priorities").GetProperty("P3").GetProperty("resolution").GetProperty("breached");
        Assert.Equal(Base.Summary.Of(ClockKind.Resolution, Priority.P3).Breached, p3.GetProperty("base").GetInt32());
        Assert.Equal(Other.Summary.Of(ClockKind.Resolution, Priority.P3).Breached, p3.GetProperty("other").GetInt32());
    }

    [Fact]
    public void The_page_shows_the_same_changes()
    {
        var (ours, other) = (Base.Summary.Escalations[Rule.E1], Other.Summary.Escalations[Rule.E1]);

        Assert.Contains("Two policies side by side", Both.Text);
        Assert.Contains($"E1 threshold {ours} → {other} (−{ours - other})", Both.Text);
        Assert.DoesNotContain("Two policies side by side", Base.Text);
    }

    [Fact]
    public void The_charts_draw_both_policies_at_one_scale()
    {
        var charts = Both.Html[Both.Html.IndexOf("Resolution in time, by priority", StringComparison.Ordinal)..];
        charts = charts[..charts.IndexOf("<table", StringComparison.Ordinal)];
        var escalations = charts[charts.IndexOf("Escalations by rule", StringComparison.Ordinal)..];

        var (ours, other) = (Base.Summary.Escalations, Other.Summary.Escalations);
        var most = ours.Values.Concat(other.Values).Max();
        foreach (var rule in ours.Keys.Union(other.Keys))
        {
            foreach (var (count, kind) in new[] { (Of(ours, rule), "met"), (Of(other, rule), "other") })
            {
                if (count > 0)
                    Assert.Contains(
                        $"width=\"{Html.Percent(Math.Max(76.0 * count / most, 0.5))}\" height=\"12\" class=\"{kind}\"",
                        escalations, StringComparison.Ordinal);
            }
        }
        var kept = Base.Summary.Of(ClockKind.Resolution, Priority.P3).Share!.Value;
        Assert.Contains($"width=\"{Html.Percent(76 * kept)}\"", charts, StringComparison.Ordinal);

        static int Of(IReadOnlyDictionary<Rule, int> counts, Rule rule) => counts.GetValueOrDefault(rule);
    }

    [Fact]
    public void Without_outcomes_and_escalations_there_is_no_empty_chart()
    {
        var page = Replaying.Of(
            """
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1"}

            """,
            other: Replaying.OfficeHours);

        Assert.Contains("Two policies side by side", page.Text);
        Assert.DoesNotContain("class=\"pairs\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_ticket_that_changes_sides_is_named_once()
    {
        var tickets = Against.GetProperty("tickets").GetProperty("breachOnlyInBase");
        var expected = Base.Report.Figures.Tally.Tickets
            .Where(ticket => ticket.Value.HasFlag(TicketMarks.Breached)
                && !Other.Report.Figures.Tally.Tickets[ticket.Key].HasFlag(TicketMarks.Breached))
            .Select(ticket => ticket.Key.Value).ToList();

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, tickets.GetProperty("count").GetInt32());
        Assert.Equal(expected, tickets.GetProperty("listed").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public void A_policy_against_itself_changes_nothing()
    {
        var same = Replaying.Of(Replaying.Desk, other: PolicyReader.Shipped);
        var comparison = same.Report.Against!.Comparison;

        Assert.All(comparison.Priorities.Values, pair => Assert.Equal(pair.Base.Escalations, pair.Other.Escalations));
        Assert.Equal(0, comparison.EscalateOnlyInBase.Count + comparison.BreachOnlyInOther.Count);
    }

    [Fact]
    public void On_a_terminal_base_other_and_difference_stand_in_columns()
    {
        using var text = new StringWriter();
        AgainstText.Write(text, Both.Report.Policy.Version, Both.Report.Against!);

        Assert.Matches(@"E1 +escalations +11 +1 +-10", text.ToString());
        Assert.DoesNotContain('\u001b', text.ToString());
        Assert.All(text.ToString().Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 150));
    }

    private static void Check<TKey>(
        string name, Func<TKey, string> nameOf, IReadOnlyDictionary<TKey, Slice> ours,
        IReadOnlyDictionary<TKey, Slice> other)
        where TKey : notnull
    {
        var changes = Against.GetProperty(name);
        Assert.Equal(ours.Keys.Union(other.Keys).Count(), changes.EnumerateObject().Count());
        foreach (var key in ours.Keys.Union(other.Keys))
        {
            var change = changes.GetProperty(nameOf(key)).GetProperty("escalations");
            var left = ours.GetValueOrDefault(key)?.Escalations ?? 0;
            var right = other.GetValueOrDefault(key)?.Escalations ?? 0;
            Assert.Equal(left, change.GetProperty("base").GetInt32());
            Assert.Equal(right, change.GetProperty("other").GetInt32());
            Assert.Equal(right - left, change.GetProperty("difference").GetInt32());
        }
    }
}
