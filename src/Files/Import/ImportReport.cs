using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace Muster.Files.Import;

/// <summary>One thing that could not be read. <paramref name="Place"/> is the file with its line where there is
/// one.</summary>
public sealed record ImportFault(string Place, string Text)
{
    public override string ToString() => $"{Place}: {Text}";
}

/// <summary>A value of the source that the mapping does not know, and how often it was met.</summary>
public sealed record UnknownValue(string Field, string Value, int Times);

/// <summary>What an import did; the command line prints it.</summary>
/// <param name="Failure">Why nothing was written; empty when the log was.</param>
/// <param name="Faults">The first <see cref="FaultsKept"/> in the order they were met.</param>
/// <param name="FaultCount">All of them.</param>
/// <param name="ColumnsLeft">Columns of the source that the mapping does not read, those under <c>never</c>
/// included.</param>
/// <param name="PolicyNeeds">Hold reasons written that a policy must list in <c>lifecycle.holdReasons</c>.</param>
public sealed record ImportReport(
    ImmutableArray<string> Failure,
    ImmutableArray<ImportFault> Faults,
    int FaultCount,
    int Rows,
    int Tickets,
    ImmutableSortedDictionary<string, int> LinesByVerb,
    Instant? First,
    Instant? Last,
    ImmutableArray<UnknownValue> UnknownValues,
    ImmutableArray<string> ColumnsLeft,
    ImmutableArray<string> PolicyNeeds,
    ImmutableArray<string> Notes)
{
    public const int FaultsKept = 200;

    public int Lines => LinesByVerb.Values.Sum();

    /// <summary>0 every row was read, 1 some were not, 2 nothing was written.</summary>
    public int ExitCode => !Failure.IsEmpty ? 2 : FaultCount > 0 ? 1 : 0;

    /// <summary>The summary in words, for standard error; faults and failure are not in it.</summary>
    public void WriteSummary(TextWriter words)
    {
        words.WriteLine($"{Rows:N0} rows, {Tickets:N0} tickets, {Lines:N0} lines");
        if (First is { } first && Last is { } last)
            words.WriteLine($"from {InstantPattern.General.Format(first)} to {InstantPattern.General.Format(last)}");
        if (!LinesByVerb.IsEmpty)
            words.WriteLine("lines: " + string.Join(", ",
                LinesByVerb.OrderByDescending(verb => verb.Value).Select(verb => $"{verb.Key} {verb.Value:N0}")));
        foreach (UnknownValue unknown in UnknownValues)
            words.WriteLine($"unknown {unknown.Field} '{unknown.Value}': {unknown.Times:N0} times");
        if (!PolicyNeeds.IsEmpty)
            words.WriteLine($"the policy needs lifecycle: {{holdReasons: [{string.Join(", ", PolicyNeeds)}]}}");
        if (!ColumnsLeft.IsEmpty)
            words.WriteLine("columns not read: " + string.Join(", ", ColumnsLeft));
        foreach (string note in Notes)
            words.WriteLine(note);
        if (FaultCount > 0)
            words.WriteLine($"{FaultCount:N0} faults");
    }
}
