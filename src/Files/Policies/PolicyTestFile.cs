using System.Collections.Immutable;
using System.Text.Json;
using Muster.Core.Calendars;

namespace Muster.Files.Policies;

/// <summary>A line of a test's log as JSON text, and where it stands in the test file.</summary>
public readonly record struct TestLogLine(string Json, int Line);

/// <summary>One thing that a test wants to see.</summary>
/// <param name="Line">Where it stands in the test file.</param>
public abstract record Expectation(int Line);

/// <summary>
/// A journal line that holds at least these fields is wanted, or with <paramref name="Absent"/> none.
/// </summary>
public sealed record ExpectedEvent(int Line, JsonElement Fields, bool Absent) : Expectation(Line);

/// <summary>A clock of a ticket as of an instant, that instant included; what is null is not compared.</summary>
/// <param name="Fields">Any of state, due, elapsed, cycle, as in an <c>eval sla</c> answer.</param>
public sealed record ExpectedClock(int Line, string Ticket, NodaTime.Instant At, string Clock, JsonElement Fields)
    : Expectation(Line);

/// <summary>One case: a policy, a log, and what is to come of them.</summary>
/// <param name="LogFile">The log's path where it is a file of its own; <paramref name="Log"/> is empty then.</param>
public sealed record PolicyTestCase(
    string Name,
    PolicyResult Policy,
    string? LogFile,
    ImmutableArray<TestLogLine> Log,
    ImmutableArray<Expectation> Expect);

/// <summary>
/// A <c>*.test.yaml</c> file: <c>policy</c> (a path, several, or a policy), <c>log</c> (lines, or a path) and
/// <c>expect</c>; or <c>cases</c>, each with its name, which take from the file what they lack.
/// </summary>
/// <param name="Faults">When there are any, there are no cases.</param>
public sealed record PolicyTestFile(ImmutableArray<PolicyTestCase> Cases, ImmutableArray<PolicyFault> Faults)
{
    /// <summary>Reads a test file; one that cannot be read is a fault.</summary>
    /// <param name="zones">The zone data that its policies are typed with; null for what is built in.</param>
    /// <param name="standardInput">What <c>-</c> is; null where it is a file of that name.</param>
    public static PolicyTestFile Read(string file, ZoneData? zones = null, Func<Stream>? standardInput = null) =>
        PolicyCheck.Load(file, out var fault, standardInput) is { } source
            ? Read(source, zones)
            : new PolicyTestFile([], [fault!]);

    /// <summary>The files that a path stands for: itself, or a directory's tests in the order of their names.</summary>
    public static IReadOnlyList<string> FilesOf(string path) => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*.test.yaml").Order(StringComparer.Ordinal)]
        : [path];

    public static PolicyTestFile Read(PolicySource source, ZoneData? zones = null) =>
        new TestFileReader(source, zones).Read();
}
