using Xunit;

namespace Muster.Core.Tests.SecondInterpreter;

public sealed class RandomLogsTests
{
    [Fact]
    public void Random_logs_are_read_to_the_end_and_their_journals_are_in_order_of_time()
    {
        var seen = new HashSet<string>();
        var codes = new HashSet<string>();
        for (var seed = 1; seed <= 800; seed++)
        {
            var (log, policy, until) = RandomLogs.Of(seed);
            (string Journal, IReadOnlyList<(int Line, string Code)> Refused) answer;
            try
            {
                answer = Interpreter.Run(log, policy, until);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}\n{policy}\n{log}", e);
            }
            var last = long.MinValue;
            foreach (var line in answer.Journal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var at = Iso.Instant(line.Split('"')[3])!.Value;
                Assert.True(at >= last, $"seed {seed}: {line}");
                last = at;
                if (line.Split("\"clock\":\"") is [_, var clock])
                    seen.Add(line.Split('"')[11] + " " + clock.Split('"')[0]);
                seen.Add(line.Split('"')[11] + (line.Contains("\"rule\"") ? line.Split('"')[15] : ""));
            }
            codes.UnionWith(answer.Refused.Select(r => r.Code));
        }
        string[] wanted =
        [
            "sla-warnedS6", "sla-breachedS6", "sla-breachedS4", "sla-metS5", "escalatedE1", "escalatedE2",
            "escalatedE3", "escalatedE4", "escalatedE6", "escalatedE7", "warnedE1", "warnedE4", "warnedL2",
            "closedL2", "heldL3", "resumedL4", "resumedL5", "reopenedL4", "openedL4", "linkedL4", "startedL10",
            "escalation-withheldE1", "escalation-withheldE2", "escalation-withheldE3", "escalation-withheldE4",
            "escalation-withheldE7", "pagedE12",
            "sla-met next-update", "sla-met network", "sla-met vendor", "sla-met authority",
            "sla-breached next-update", "sla-breached network", "sla-breached vendor", "sla-breached authority",
        ];
        Assert.Empty(wanted.Except(seen));
        string[] all =
        [
            "unreadable", "out-of-order", "exists", "unknown-ticket", "invalid", "not-allowed", "child-open",
            "key-reused",
        ];
        Assert.Empty(all.Except(codes));
    }

    [Fact]
    public void The_same_seed_gives_the_same_log() => Assert.Equal(RandomLogs.Of(7), RandomLogs.Of(7));
}
