using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Core.Replay;
using Muster.Files.Journals;
using Muster.Files.Logs;
using Muster.Files.Policies;
using Xunit;

namespace Muster.Core.Tests.SecondInterpreter;

/// <summary>The core and the second interpreter tell the same story of the same log, event by event.</summary>
public sealed class AgreementTests
{
    private static readonly int Logs = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 200_000 : 6_000;

    [Fact]
    public void Both_write_the_same_journal_and_refuse_the_same_lines()
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("MUSTER_SEED") ?? "1");
        var count = Environment.GetEnvironmentVariable("MUSTER_SEED") is null ? Logs : 1;
        var disagreements = new List<string>();
        for (var seed = first; seed < first + count && disagreements.Count < 5; seed++)
        {
            var (log, policy) = RandomLogs.Make(seed);
            var expected = Interpreter.Run(log, policy);
            var actual = Core(log, policy);
            if (expected.Journal == actual.Journal && expected.Refused.SequenceEqual(actual.Refused))
                continue;
            disagreements.Add(Describe(seed, log, policy, expected, actual));
        }
        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements));
    }

    internal static (string Journal, IReadOnlyList<(int Line, string Code)> Refused) Core(string log, string policyJson)
    {
        using var document = JsonDocument.Parse(policyJson);
        var read = PolicyReader.Read(document.RootElement);
        Assert.True(read.Policy is not null, string.Join('\n', read.Faults) + policyJson);
        using var journal = new MemoryStream();
        using var writer = new JournalWriter(journal);
        var refused = new List<(int, string)>();
        var replay = new LogReplay(read.Policy, (at, ticket, fact) => writer.Write(at, ticket.Id, fact))
        {
            OnRefusal = (line, refusal) => refused.Add((line, refusal.Code.Name())),
        };
        replay.Run(new MemoryStream(Encoding.UTF8.GetBytes(log)));
        writer.Flush();
        return (WithoutFreeWording(Encoding.UTF8.GetString(journal.ToArray())), refused);
    }

    /// <summary>The wording of reasons that the coordinator gives is free.</summary>
    private static string WithoutFreeWording(string journal)
    {
        var lines = new StringBuilder();
        foreach (var text in journal.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = JsonNode.Parse(text)!.AsObject();
            var isFree = line["auto"] is not null && line["event"]!.GetValue<string>() is "warned" or "escalated" or "escalation-withheld";
            lines.Append(isFree && line.Remove("reason")
                ? line.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
                : text).Append('\n');
        }
        return lines.ToString();
    }

    private static string Describe(
        int seed, string log, string policy,
        (string Journal, IReadOnlyList<(int Line, string Code)> Refused) expected,
        (string Journal, IReadOnlyList<(int Line, string Code)> Refused) actual)
    {
        var (left, right) = (expected.Journal.Split('\n'), actual.Journal.Split('\n'));
        var at = 0;
        while (at < left.Length && at < right.Length && left[at] == right[at])
            at++;
        var context = string.Join("\n    ", left.Take(at).TakeLast(6));
        var refusals = expected.Refused.SequenceEqual(actual.Refused) ? "" :
            $"\n  refused, second: {string.Join(' ', expected.Refused)}\n  refused, core:   {string.Join(' ', actual.Refused)}";
        return $"seed {seed}\n  policy {policy}\n  log:\n{log}\n  both:\n    {context}\n  second: "
            + string.Join("\n          ", left.Skip(at).Take(3)) + "\n  core:   " + string.Join("\n          ", right.Skip(at).Take(3)) + refusals;
    }
}
