using System.Text;
using System.Text.Encodings.Web;
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
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly int Logs = Environment.GetEnvironmentVariable("MUSTER_LONG") == "1" ? 200_000 : 3_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_write_the_same_journal_and_refuse_the_same_lines(bool crowded)
    {
        var first = int.Parse(Environment.GetEnvironmentVariable("MUSTER_SEED") ?? "1");
        var count = Environment.GetEnvironmentVariable("MUSTER_SEED") is null ? Logs : 1;
        var disagreements = new List<string>();
        for (var seed = first; seed < first + count && disagreements.Count < 5; seed++)
        {
            var (log, policy, until) = RandomLogs.Of(seed);
            if (crowded)
                ((log, policy), until) = (CrowdedLogs.Make(seed), null);
            var expected = Expected(seed, log, policy, until);
            var actual = Core(log, policy, until);
            if (expected.Journal == actual.Journal && expected.Refused.SequenceEqual(actual.Refused))
                continue;
            disagreements.Add(Describe(seed, log, policy, expected, actual));
        }
        Assert.True(disagreements.Count == 0, string.Join("\n\n", disagreements));
    }

    private static (string Journal, IReadOnlyList<(int Line, string Code)> Refused) Expected(
        int seed, string log, string policy, string? until)
    {
        try
        {
            return Interpreter.Run(log, policy, until);
        }
        catch (InvalidOperationException lost)
        {
            throw new InvalidOperationException(
                $"seed {seed}: the second interpreter does not know what to say\n{policy}\n{log}", lost);
        }
    }

    internal static (string Journal, IReadOnlyList<(int Line, string Code)> Refused) Core(
        string log, string policyJson, string? until)
    {
        using var document = JsonDocument.Parse(policyJson);
        var read = PolicyReader.Read(document.RootElement);
        Assert.True(read.Policy is not null, string.Join('\n', read.Faults) + policyJson);
        using var journal = new MemoryStream();
        using var writer = new JournalWriter(journal);
        var refused = new List<(int, string)>();
        var replay = new LogReplay(read.Policy, (at, ticket, fact) => writer.Write(at, ticket.Id, fact))
        {
            Until = until is not null && Rfc3339.TryParse(until, out var end) ? end : null,
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
            var isFree = line["auto"] is not null
                && line["event"]!.GetValue<string>() is "warned" or "escalated" or "escalation-withheld" or "paged";
            lines.Append(isFree && line.Remove("reason") ? line.ToJsonString(Plain) : text).Append('\n');
        }
        return lines.ToString();
    }

    private static string Earlier(string[] left, string[] right, int at)
    {
        var candidates = new[] { left.ElementAtOrDefault(at), right.ElementAtOrDefault(at) }
            .Where(line => !string.IsNullOrEmpty(line));
        return candidates.MinBy(line => FieldOf(line!, "at").Replace("Z", ".000Z"), StringComparer.Ordinal)!;
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
            $"\n  refused by the second alone: {string.Join(' ', expected.Refused.Except(actual.Refused))}"
            + $"\n  refused by the core alone: {string.Join(' ', actual.Refused.Except(expected.Refused))}";
        var ticket = left.Concat(right).Skip(at).Where(l => l.Length > 0)
            .Select(l => FieldOf(l, "ticket")).FirstOrDefault() ?? "";
        if (at < Math.Max(left.Length, right.Length) - 1)
        {
            ticket = FieldOf(Earlier(left, right, at), "ticket");
            var first = $"\"{ticket.Split('/')[0]}\"";
            log = string.Join(
                '\n', log.Split('\n').Where(l => l.Contains(first, StringComparison.OrdinalIgnoreCase)));
            context = string.Join("\n    ", left.Take(at).Where(l => l.Contains($"\"{ticket}\"")).TakeLast(6));
        }
        return $"seed {seed}\n  policy {policy}\n  log:\n{log}\n  both:\n    {context}\n  second: "
            + string.Join("\n          ", left.Skip(at).Take(3)) + "\n  core:   "
            + string.Join("\n          ", right.Skip(at).Take(3)) + refusals;
    }

    private static string FieldOf(string line, string name) => JsonNode.Parse(line)![name]!.GetValue<string>();
}
