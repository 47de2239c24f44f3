namespace Muster.Files.Import;

/// <summary>What a person probably meant.</summary>
internal static class Nearest
{
    /// <returns><c>; did you mean 'word'?</c>, or nothing when no word is near.</returns>
    public static string Hint(string typed, IEnumerable<string> words)
    {
        string plain = Headers.Plain(typed);
        (string Word, int Distance) best = words
            .Select(word => (Word: word, Distance: Distance(plain, Headers.Plain(word))))
            .DefaultIfEmpty((Word: "", Distance: int.MaxValue))
            .MinBy(pair => pair.Distance);
        return best.Distance <= Math.Max(1, plain.Length / 3) ? $"; did you mean '{best.Word}'?" : "";
    }

    /// <summary>Letters to insert, remove or replace (Levenshtein); words over 64 letters are told to be far.</summary>
    private static int Distance(string left, string right)
    {
        if (left.Length > 64 || right.Length > 64)
            return int.MaxValue;
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
