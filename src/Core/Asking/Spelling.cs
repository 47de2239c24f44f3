namespace Muster.Core.Asking;

/// <summary>Slips of the pen, mended on the words of a language and never on names or ids.</summary>
internal static class Spelling
{
    private const int Shortest = 4;

    // Two letters in the wrong order are the likeliest slip, and weigh a little less than another.
    private const int Weight = 8;
    private const int Swap = 7;

    /// <summary>
    /// The one word that differs by a letter put in, left out, changed or swapped with its neighbour, by two of these
    /// from eight letters on; the first letter is taken as right. Null where none or several are that near.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length < Shortest || word.Length > 30)
            return null;
        var (best, fewest, several) = ((string?)null, (word.Length >= 8 ? 2 : 1) * Weight + 1, false);
        foreach (var candidate in known)
        {
            if (candidate.Length < Shortest || candidate[0] != word[0]
                || Math.Abs(candidate.Length - word.Length) >= 3)
                continue;
            var slips = Slips(word, candidate);
            several = slips >= fewest
                && (several || (slips == fewest && best is not null && !AreOne(candidate, best)));
            if (slips < fewest)
                (best, fewest) = (candidate, slips);
        }
        return several ? null : best;
    }

    // "pruefen" and "prufen" are the two ways in which the tables spell "prüfen".
    private static bool AreOne(string a, string b) => Plain(a) == Plain(b);

    private static string Plain(string word) => word.Replace("ae", "a").Replace("oe", "o").Replace("ue", "u");

    private static int Slips(string a, string b)
    {
        var rows = new int[3, b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j * Weight;
        for (var i = 1; i <= a.Length; i++)
        {
            var (now, before, earlier) = (i % 3, (i + 2) % 3, (i + 1) % 3);
            rows[now, 0] = i * Weight;
            for (var j = 1; j <= b.Length; j++)
            {
                rows[now, j] = Math.Min(
                    Math.Min(rows[now, j - 1], rows[before, j]) + Weight,
                    rows[before, j - 1] + (a[i - 1] == b[j - 1] ? 0 : Weight));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[now, j] = Math.Min(rows[now, j], rows[earlier, j - 2] + Swap);
            }
        }
        return rows[a.Length % 3, b.Length];
    }
}
