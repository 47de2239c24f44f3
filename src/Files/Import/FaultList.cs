using System.Collections.Immutable;

namespace Muster.Files.Import;

/// <summary>Ends an import with nothing written; its lines are meant for a person.</summary>
internal sealed class ImportFailure(params IEnumerable<string> lines) : Exception(string.Join('\n', lines))
{
    public ImmutableArray<string> Lines { get; } = [.. lines];
}

/// <summary>Collects what could not be read: all counted, the first kept.</summary>
internal sealed class FaultList(string file, bool strict)
{
    /// <summary>Distinct values remembered per import; a mapping on the wrong column meets a new one on every
    /// row.</summary>
    private const int DistinctKept = 1000;

    private readonly List<ImportFault> kept = [];
    private readonly Dictionary<(string Field, string Value), int> unknown = [];
    private readonly List<string> notes = [];
    private readonly HashSet<string> noted = [];

    public string File => file;
    public int Count { get; private set; }
    public ImmutableArray<ImportFault> Kept => [.. kept];
    public ImmutableArray<string> Notes => [.. notes];

    public ImmutableArray<UnknownValue> UnknownValues =>
        [.. unknown.Select(entry => new UnknownValue(entry.Key.Field, entry.Key.Value, entry.Value))
            .OrderByDescending(value => value.Times).ThenBy(value => value.Value, StringComparer.Ordinal)];

    /// <param name="line">From 1; 0 where the fault has no line.</param>
    public void Add(int line, string text)
    {
        var fault = new ImportFault(line > 0 ? $"{file}:{line}" : file, text);
        Count++;
        if (strict)
            throw new ImportFailure($"{fault}", "stopped at the first fault (--strict), nothing written");
        if (kept.Count < ImportReport.FaultsKept)
            kept.Add(fault);
    }

    /// <summary>A value that the mapping does not know: one fault for all its rows, told at the end.</summary>
    public void Unknown(int line, string field, string value)
    {
        (string, string) key = (field, value);
        if (unknown.TryGetValue(key, out int times))
            unknown[key] = times + 1;
        else if (strict)
            Add(line, $"{field} '{value}' is not in the mapping");
        else
            unknown[unknown.Count < DistinctKept ? key : (field, "… and further ones")] =
                unknown.Count < DistinctKept ? 1 : unknown.GetValueOrDefault((field, "… and further ones")) + 1;
    }

    /// <summary>Turns the unknown values into faults, once everything was read.</summary>
    public void TellUnknown()
    {
        foreach (UnknownValue value in UnknownValues)
            Add(0, $"{value.Field} '{value.Value}' is not in the mapping; met {value.Times} times");
    }

    /// <summary>Something worth saying once that is no fault.</summary>
    public void Note(string text)
    {
        if (noted.Add(text))
            notes.Add(text);
    }
}
