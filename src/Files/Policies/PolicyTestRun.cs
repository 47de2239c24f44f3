using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Muster.Core.Policies;
using Muster.Core.Replay;
using Muster.Core.Sla;
using Muster.Files.Eval;
using Muster.Files.Journals;
using Muster.Files.Logs;
using NodaTime;

namespace Muster.Files.Policies;

/// <summary>Something that a test wanted and did not get, or got and did not want.</summary>
/// <param name="Line">Of the expectation in the test file; of a log line in the log's file where it is one.</param>
/// <param name="Near">The journal lines that come nearest, at most two, each with what is different in it.</param>
public sealed record TestFailure(string File, int Line, string What, ImmutableArray<string> Near);

/// <param name="Expected">How many things the case wants to see.</param>
public sealed record TestCaseResult(string Name, int Expected, ImmutableArray<TestFailure> Failures)
{
    public bool Passed => Failures.IsEmpty;
}

/// <summary>
/// Runs a case of a policy test: its log through the clocks under its policy, then each expectation against the
/// journal. A refused line is a failure too, for under it an expectation that something is absent would always hold.
/// Bounded by the journal of the case, which is held in memory.
/// </summary>
public static class PolicyTestRun
{
    private const int MostNear = 2;

    /// <param name="file">The test file, as failures name it.</param>
    /// <exception cref="IOException">The log is a file of its own and cannot be read.</exception>
    public static TestCaseResult Run(PolicyTestCase test, string file)
    {
        var policy = test.Policy.Policy ?? throw new ArgumentException("the case has no readable policy", nameof(test));
        var failures = ImmutableArray.CreateBuilder<TestFailure>();
        var journal = new MemoryStream();
        using (var writer = new JournalWriter(journal))
        {
            var replay = new LogReplay(policy, (at, ticket, fact) => writer.Write(at, ticket.Id, fact))
            {
                OnRefusal = (number, refusal) => failures.Add(Refused(test, file, number, refusal)),
            };
            using var log = OpenLog(test);
            replay.Run(log);
        }
        var lines = Lines(journal);
        foreach (var wanted in test.Expect)
        {
            var failure = wanted switch
            {
                ExpectedEvent { Absent: true } none => Unwanted(none, lines, file),
                ExpectedEvent some => Missing(some, lines, file),
                ExpectedClock clock => OtherClock(clock, test, policy, file),
                _ => throw new ArgumentOutOfRangeException(nameof(test), wanted.GetType().Name, null),
            };
            if (failure is not null)
                failures.Add(failure);
        }
        return new TestCaseResult(test.Name, test.Expect.Length, failures.ToImmutable());
    }

    private static TestFailure Refused(PolicyTestCase test, string file, int number, Refusal refusal)
    {
        var text = $"a line of the log was refused: {refusal.Code.Name()} {refusal.Text}";
        return test.LogFile is { } log
            ? new TestFailure(log, number, text, [])
            : new TestFailure(file, test.Log[number - 1].Line, text, []);
    }

    private static TestFailure? Missing(ExpectedEvent wanted, List<JsonElement> journal, string file)
    {
        if (journal.Any(line => JournalMatch.Matches(line, wanted.Fields)))
            return null;
        var near = journal
            .Select(line => (Line: line, Score: Agreement(line, wanted.Fields)))
            .Where(scored => scored.Score > 0)
            .OrderByDescending(scored => scored.Score)
            .Take(MostNear)
            .Select(scored => $"{scored.Line.GetRawText()}  ({Difference(scored.Line, wanted.Fields)})");
        return new TestFailure(file, wanted.Line, $"expected {wanted.Fields.GetRawText()}", [.. near]);
    }

    private static TestFailure? Unwanted(ExpectedEvent wanted, List<JsonElement> journal, string file)
    {
        var met = journal.Where(line => JournalMatch.Matches(line, wanted.Fields)).Take(MostNear).ToList();
        return met.Count == 0
            ? null
            : new TestFailure(
                file, wanted.Line, $"expected none like {wanted.Fields.GetRawText()}",
                [.. met.Select(l => l.GetRawText())]);
    }

    private static TestFailure? OtherClock(ExpectedClock wanted, PolicyTestCase test, Policy policy, string file)
    {
        var what = $"expected the {wanted.Clock} clock of {wanted.Ticket} at {Rfc3339.Format(wanted.At)} "
            + $"to be {wanted.Fields.GetRawText()}";
        var replay = new LogReplay(policy) { Until = wanted.At };
        using (var log = OpenLog(test))
            replay.Run(log);
        if (replay.Time.Find(wanted.Ticket) is not { } ticket)
            return new TestFailure(file, wanted.Line, what, [$"there is no ticket {wanted.Ticket} by then"]);
        var known = ticket.Clocks.Where(name => $"{name}" == wanted.Clock).Select(ticket.Clock).FirstOrDefault();
        if (known is not { } clock)
            return new TestFailure(
                file, wanted.Line, what, [$"by then it has the clocks {string.Join(", ", ticket.Clocks)}"]);
        var actual = Element(ClockReading.Of(clock, wanted.At));
        return JournalMatch.Matches(actual, wanted.Fields)
            ? null
            : new TestFailure(
                file, wanted.Line, what, [$"{actual.GetRawText()}  ({Difference(actual, wanted.Fields)})"]);
    }

    private static JsonElement Element(ClockReading clock)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            SlaCase.WriteReading(json, clock, alwaysCycle: true);
        return JsonDocument.Parse(buffer.ToArray()).RootElement;
    }

    /// <summary>How many of the wanted fields a line has; ticket and event weigh more than the rest together.</summary>
    private static int Agreement(JsonElement line, JsonElement wanted)
    {
        var score = 0;
        foreach (var field in wanted.EnumerateObject())
        {
            if (!line.TryGetProperty(field.Name, out var value))
                continue;
            using var one = JsonDocument.Parse($"{{\"{field.Name}\":{field.Value.GetRawText()}}}");
            using var other = JsonDocument.Parse($"{{\"{field.Name}\":{value.GetRawText()}}}");
            if (JournalMatch.Matches(other.RootElement, one.RootElement))
                score += field.Name is "ticket" or "event" ? 40 : 1;
        }
        return score;
    }

    private static string Difference(JsonElement line, JsonElement wanted)
    {
        var field = JournalMatch.Differs(line, wanted) ?? "";
        return line.TryGetProperty(field, out var value)
            ? $"{field} is {value.GetRawText()}"
            : $"it has no {field}";
    }

    private static Stream OpenLog(PolicyTestCase test)
    {
        if (test.LogFile is { } file)
            return File.OpenRead(file);
        return new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', test.Log.Select(line => line.Json))));
    }

    private static List<JsonElement> Lines(MemoryStream journal)
    {
        var lines = new List<JsonElement>();
        foreach (var line in Encoding.UTF8.GetString(journal.ToArray()).Split('\n'))
        {
            if (line.Length > 0)
                lines.Add(JsonDocument.Parse(line).RootElement);
        }
        return lines;
    }
}
