using System.Collections.Immutable;

namespace Muster.Files.Import;

/// <summary>Finds the mapping's columns in a header: as written, else without regard to case and to anything that is
/// neither letter nor digit (<c>Assigned To</c> is <c>assigned_to</c>).</summary>
internal static class Headers
{
    /// <returns>By slot: where the column stands in the header, -1 where it has none.</returns>
    /// <exception cref="ImportFailure">A field of the mapping has none of its columns.</exception>
    public static int[] Match(ImmutableArray<string> header, Mapping mapping, string file, string mapFile)
    {
        int[] found = [.. mapping.Columns.Select(column => Find(header, column.Name))];
        var faults = new List<string>();
        foreach (ValueSource source in mapping.Sources.Where(source => !source.IsIn(slot => found[slot] >= 0)))
        {
            ColumnName missing = source.Columns.First(column => found[column.Slot] < 0);
            faults.Add($"{mapFile}:{missing.Line}:{missing.Column}: {file} has no column '{missing.Name}'"
                + Nearest.Hint(missing.Name, header));
        }

        return faults.Count == 0 ? found : throw new ImportFailure(faults);
    }

    private static int Find(ImmutableArray<string> header, string name)
    {
        int exact = header.IndexOf(name);
        if (exact >= 0)
            return exact;
        string plain = Plain(name);
        int[] alike = [.. Enumerable.Range(0, header.Length).Where(index => Plain(header[index]) == plain)];
        return alike is [int only] && plain.Length > 0 ? only : -1;
    }

    public static string Plain(string name) =>
        new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
