namespace Muster.Files;

/// <summary>The word that somebody probably meant.</summary>
internal static class Nearest
{
    /// <summary>
    /// The candidate with the fewest slips of the pen from <paramref name="word"/>, case aside; null when none is near:
    /// half of its letters would have to change, or more than a third and more than two.
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length > 80)
            return null;
        var (best, fewest) = ((string?)null, Math.Max(2, word.Length / 3) + 1);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= fewest)
                continue;
            var slips = Slips(word, candidate);
            if (slips < fewest && slips * 2 < Math.Max(word.Length, candidate.Length))
                (best, fewest) = (candidate, slips);
        }
        return best;
    }

    /// <summary>"; did you mean x?", or nothing when no candidate is near.</summary>
    public static string Hint(string word, IEnumerable<string> candidates) =>
        To(word, candidates) is { } near ? $"; did you mean {near}?" : "";

    // Letters put in, left out, changed, or two neighbours swapped.
    private static int Slips(string a, string b)
    {
        var rows = new int[3][];
        for (var i = 0; i < 3; i++)
            rows[i] = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            rows[0][j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var (now, before, earlier) = (rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
            now[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = Same(a[i - 1], b[j - 1]);
                now[j] = Math.Min(Math.Min(now[j - 1], before[j]) + 1, before[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                    now[j] = Math.Min(now[j], earlier[j - 2] + 1);
            }
        }
        return rows[a.Length % 3][b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
