namespace Muster.Files;

/// <summary>The nearest right word, for messages about a wrong one.</summary>
public static class Nearest
{
    /// <summary>The candidate with the fewest letters to change, add or leave out; the first of equals.</summary>
    public static string Of(string word, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant())) ?? "";

    private static int Distance(string from, string to)
    {
        from = from.Length > 64 ? from[..64] : from;
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
