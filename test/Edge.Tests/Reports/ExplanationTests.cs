using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Reports;
using Muster.Core.Sla;
using Muster.Edge.Tests.Policies;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Muster.Files.Reports;
using NodaTime;
using Xunit;

namespace Muster.Edge.Tests.Reports;

/// <summary>S10: every interval, every rule, and what would be otherwise.</summary>
public sealed class ExplanationTests
{
    private const string Vpn = """
        {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2","service":"vpn"}
        {"at":"2025-10-20T09:20:00Z","do":"start","ticket":"A1","by":"bo"}
        {"at":"2025-10-20T09:30:00Z","do":"hold","ticket":"A1","reason":"user","by":"bo"}
        {"at":"2025-10-20T10:00:00Z","do":"reply","ticket":"A1","text":"here you go"}
        {"at":"2025-10-20T15:00:00Z","do":"resolve","ticket":"A1","code":"fixed","by":"bo"}
        {"at":"2025-10-21T15:00:00Z","do":"reopen","ticket":"A1","by":"bo"}
        """;

    private static readonly Policy Office =
        PolicyCheck.Check([Path.Combine(Reading.Root, "policies/office-hours.yaml")], together: true)[0].Result.Policy!;

    private static Explanation Explain(string log, string ticket, string? at = null, Policy? policy = null)
    {
        var facts = new List<DatedFact>();
        var replay = new LogReplay(policy ?? PolicyReader.Shipped, (when, told, fact) =>
        {
            if (told.Id.Value == ticket)
                facts.Add(new DatedFact(when, fact));
        })
        {
            Until = at is null ? null : Moment(at),
        };
        replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(log)));
        var end = at is null ? replay.Time.Now!.Value : Moment(at);
        return Explanation.Of(
            replay.Time.Find(ticket)!.Id, facts, end, replay.Policy, replay.Time.Neighbours);
    }

    private static Instant Moment(string text) =>
        Rfc3339.TryParse(text, out var at) ? at : throw new FormatException(text);

    private static RuleAccount Rule(Explanation explained, string number) =>
        explained.Rules.Last(rule => rule.Number == number);

    [Fact]
    public void A_pause_is_an_interval_of_its_own_with_its_reason()
    {
        var clock = Explain(Vpn, "A1", "2025-10-20T11:00:00Z").Clocks[1];

        Assert.Equal(
            [
                (IntervalReason.Counted, null, Duration.FromMinutes(30)),
                (IntervalReason.Paused, "user", Duration.FromMinutes(30)),
                (IntervalReason.Counted, null, Duration.FromMinutes(90)),
            ],
            clock.Intervals.Select(interval => (interval.Reason, interval.Detail, interval.Total)));
    }

    [Fact]
    public void What_lies_before_the_present_cycle_is_told_as_that()
    {
        var clock = Explain(Vpn, "A1").Clocks[1];

        Assert.Equal(2, clock.Reading.Cycle);
        Assert.Equal(IntervalReason.EarlierCycle, Assert.Single(clock.Intervals).Reason);
    }

    [Fact]
    public void Nights_and_holidays_are_told_apart()
    {
        var clock = Explain(
            """{"at":"2025-12-24T15:00:00Z","do":"open","ticket":"A1","priority":"P2"}""",
            "A1", "2025-12-29T09:00:00Z", Office).Clocks[1];

        Assert.Equal(
            [
                IntervalReason.Counted, IntervalReason.OutOfHours, IntervalReason.Holiday, IntervalReason.OutOfHours,
                IntervalReason.Counted,
            ],
            clock.Intervals.Select(interval => interval.Reason));
        Assert.Equal(Duration.FromHours(2), clock.Intervals[^1].Total);
    }

    [Fact]
    public void A_rule_that_waits_says_for_what_and_when_it_comes_true()
    {
        var stagnation = Rule(Explain(Vpn, "A1", "2025-10-20T13:00:00Z"), "E2");

        Assert.Empty(stagnation.Fired);
        Assert.Equal("last activity 2025-10-20T10:00:00Z, limit 4 h, 3 h counted", stagnation.Why);
        Assert.Equal(Moment("2025-10-20T14:00:00Z"), stagnation.ComesTrueAt);
    }

    [Fact]
    public void A_rule_that_was_held_back_or_counted_shows_it()
    {
        var explained = Explain(
            """
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2"}
            {"at":"2025-10-20T09:20:00Z","do":"start","ticket":"A1","by":"bo"}
            {"at":"2025-10-20T09:30:00Z","do":"snooze","ticket":"A1","until":"2025-10-20T18:00:00Z","by":"bo"}
            """,
            "A1", "2025-10-20T19:00:00Z");

        Assert.Single(Rule(explained, "E1").Withheld);
        Assert.Single(Rule(explained, "E1").Counted);
        Assert.Single(Rule(explained, "E7").Withheld);
        Assert.Single(Rule(explained, "E7").Fired);
    }

    [Fact]
    public void One_reassignment_is_no_plural()
    {
        const string Log =
            """
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P4"}
            {"at":"2025-10-20T09:01:00Z","do":"assign","ticket":"A1","team":"one"}
            {"at":"2025-10-20T09:02:00Z","do":"assign","ticket":"A1","team":"two"}
            {"at":"2025-10-20T09:03:00Z","do":"assign","ticket":"A1","team":"one"}
            """;

        var before = Explain(Log, "A1", "2025-10-20T09:02:00Z");
        Assert.Equal("1 reassignment counted, comes true at 4", Rule(before, "E3").Why);
        Assert.Equal("2 reassignments counted, comes true at 4", Rule(Explain(Log, "A1"), "E3").Why);
    }

    [Fact]
    public void What_no_journal_line_tells_has_no_name_in_an_explanation_either()
    {
        const string Silent =
            """
            {"at":"2025-10-20T09:00:00Z","do":"open","ticket":"A1","priority":"P2"}
            {"at":"2025-10-20T09:01:00Z","do":"assign","ticket":"A1","team":"management"}
            {"at":"2025-10-20T09:02:00Z","do":"ask","ticket":"A1"}
            {"at":"2025-10-20T09:03:00Z","do":"snooze","ticket":"A1","until":"2025-10-20T18:00:00Z"}
            {"at":"2025-10-20T09:04:00Z","do":"prioritise","ticket":"A1","priority":"P1"}
            """;
        var explained = Explain(Silent, "A1", "2025-10-22T19:00:00Z");
        Assert.Equal(
            ["RetargetJudged", "RuleCounted", "RuleDeferred", "SnoozeEnded", "WaitLapsed"],
            explained.Past.Where(told => told.Fact.IsSilent)
                .Select(told => told.Fact.GetType().Name).Distinct().Order());
        Assert.All(explained.Rules.SelectMany(rule => rule.Fired), told => Assert.False(told.Fact.IsSilent));

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            ExplanationJson.Write(writer, explained);
        using var json = JsonDocument.Parse(buffer.ToArray());
        Assert.Equal(
            explained.Past.Count(told => !told.Fact.IsSilent),
            json.RootElement.GetProperty("timeline").GetArrayLength());
        var text = json.RootElement.GetRawText();
        Assert.All(
            ["silent", "retarget", "Retarget", "snooze-ended", "wait-lapsed", "counts-as", "RuleDeferred"],
            name => Assert.DoesNotContain(name, text, StringComparison.Ordinal));
        Assert.Contains("is judged when the ticket is held back no more", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_said_to_lie_ahead_is_what_a_longer_replay_brings()
    {
        var explained = Explain(Vpn, "A1", "2025-10-20T13:00:00Z");
        var open = string.Join('\n', Vpn.Split('\n').Take(4));

        var later = Explain(open, "A1", "2025-12-20T13:00:00Z");

        Assert.NotEmpty(explained.Ahead);
        Assert.Equal(
            later.Past.Where(told => !told.Fact.IsSilent && told.At > explained.At), explained.Ahead);
    }

    [Fact]
    public void On_every_ticket_of_a_desk_the_intervals_have_no_hole_and_sum_up_to_what_the_clock_shows()
    {
        var log = File.ReadAllText(Path.Combine(Reading.Root, "samples/desk.jsonl"));
        foreach (var policy in new[] { PolicyReader.Shipped, Office })
        {
            var facts = new Dictionary<string, List<DatedFact>>();
            var replay = new LogReplay(policy, (at, ticket, fact) =>
            {
                if (!facts.TryGetValue(ticket.Id.Value, out var known))
                    facts.Add(ticket.Id.Value, known = []);
                known.Add(new DatedFact(at, fact));
            });
            replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(log)));
            foreach (var ticket in replay.Time.All)
            {
                var explained = Explanation.Of(
                    ticket.Id, facts[ticket.Id.Value], replay.Time.Now!.Value, policy, replay.Time.Neighbours);
                Assert.Equal(ticket.Status, explained.Ticket.Status);
                Assert.Equal(ticket.Tier, explained.Ticket.Tier);
                foreach (var clock in explained.Clocks)
                    IsWhole(clock, explained);
            }
        }
    }

    private static void IsWhole(ClockAccount clock, Explanation explained)
    {
        var edge = explained.Ticket.OpenedAt;
        foreach (var interval in clock.Intervals)
        {
            Assert.Equal(edge, interval.From);
            edge = interval.To;
        }
        Assert.Equal(explained.At, edge);
        var total = clock.Intervals.IsEmpty ? Duration.Zero : clock.Intervals[^1].Total;
        Assert.Equal(explained.Ticket.Clock(clock.Name)!.Elapsed(explained.At), total);
        Assert.Equal(clock.Reading.Elapsed, total);
    }

    [Theory]
    [InlineData(
        "priority=P1@2025-10-20T13:00:00Z",
        """{"at":"2025-10-20T13:00:00Z","do":"prioritise","ticket":"A1","priority":"P1"}""")]
    [InlineData(
        "resume=@2025-10-20T09:40:00Z",
        """{"at":"2025-10-20T09:40:00Z","do":"resume","ticket":"A1"}""")]
    [InlineData(
        "escalate=vendor@2025-10-20T10:00:00Z",
        """{"at":"2025-10-20T10:00:00Z","do":"escalate","ticket":"A1","to":"vendor"}""")]
    [InlineData(
        "hold=vendor@2025-10-20T10:30:00Z",
        """{"at":"2025-10-20T10:30:00Z","do":"hold","ticket":"A1","reason":"vendor"}""")]
    [InlineData(
        "tags.customer=acme@2025-10-20T10:30:00Z",
        """{"at":"2025-10-20T10:30:00Z","do":"tag","ticket":"A1","tags":{"customer":"acme"}}""")]
    [InlineData(
        "to=cy@2025-10-20T09:00:00Z",
        """{"at":"2025-10-20T09:00:00Z","do":"assign","ticket":"A1","to":"cy"}""")]
    [InlineData(
        "reopen=@2025-10-22T09:00:00Z",
        """{"at":"2025-10-22T09:00:00Z","do":"reopen","ticket":"A1"}""")]
    public void What_if_equals_a_replay_of_the_log_with_that_line(string text, string line)
    {
        var assumption = Assumption.Parse(text, out _)!;
        Assert.Equal(line, assumption.Json("A1", default));

        var assumed = new StringBuilder();
        var replay = new LogReplay(PolicyReader.Shipped, (at, ticket, fact) =>
            assumed.AppendLine(ExplanationJson.Line(ticket.Id, new DatedFact(at, fact))))
        {
            Assumed = [assumption.Line("A1", default, PolicyReader.Shipped)],
        };
        replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(Vpn)));

        var at = line[7..27];
        var changed = Vpn.Split('\n').TakeWhile(known => string.CompareOrdinal(known[7..27], at) <= 0).ToList();
        var explained = Explain(
            string.Join('\n', [.. changed, line, .. Vpn.Split('\n').Skip(changed.Count)]), "A1");
        Assert.Equal(
            string.Concat(explained.Past.Select(told => ExplanationJson.Line(explained.Ticket.Id, told) + "\n")),
            assumed.ToString());
    }

    [Fact]
    public void An_assumed_holiday_equals_a_policy_that_has_it()
    {
        const string log = """{"at":"2025-10-20T08:00:00Z","do":"open","ticket":"A1","priority":"P2"}""";
        var assumed = Assumption.Parse("holiday.office=2025-10-21", out _)!.Over(Office)!;
        var text = File.ReadAllText(Path.Combine(Reading.Root, "policies/office-hours.yaml"));
        var written = Reading.Policy(text.Replace(
            "- 2025-12-25", "- 2025-10-21\n      - 2025-12-25", StringComparison.Ordinal));

        var one = Explain(log, "A1", "2025-10-22T12:00:00Z", assumed);
        var other = Explain(log, "A1", "2025-10-22T12:00:00Z", written);

        Assert.Equal(other.Past, one.Past);
        Assert.Equal(other.Clocks[1].Intervals.AsEnumerable(), one.Clocks[1].Intervals);
        Assert.NotEqual(Explain(log, "A1", "2025-10-22T12:00:00Z", Office).Past, one.Past);
    }
}
