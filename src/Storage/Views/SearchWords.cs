using System.Globalization;
using System.Text;

namespace Muster.Storage;

/// <summary>A text cut into words as search compares them: letters and digits, without case and accents.</summary>
internal static class SearchWords
{
    public const int Most = 20;

    // The program runs without the tables of cultures, which would take a letter and its accent apart. These are the
    // letters of Latin-1 and Latin Extended-A; SQLite knows more.
    private const string Accented =
        "àáâãäåāăąçćĉċčďèéêëēĕėęěĝğġģĥìíîïĩīĭįĵķĺļľñńņňòóôõöōŏőŕŗřśŝşšţťùúûüũūŭůűųŵýÿŷźżž";

    private const string Plain =
        "aaaaaaaaacccccdeeeeeeeeegggghiiiiiiiijklllnnnnoooooooorrrssssttuuuuuuuuuuwyyyzzz";

    /// <summary>The words asked for, in order; a trailing * stays on its word.</summary>
    public static List<string> Asked(string? text)
    {
        var words = new List<string>();
        foreach (var (word, isBeginning) in Cut(text))
        {
            if (words.Count == Most)
                break;
            words.Add(isBeginning ? word + "*" : word);
        }
        return words;
    }

    public static bool AllOccur(IReadOnlyList<string> asked, string text)
    {
        var found = Cut(text).Select(cut => cut.Word).ToHashSet(StringComparer.Ordinal);
        return asked.All(word => word.EndsWith('*')
            ? found.Any(candidate => candidate.StartsWith(word[..^1], StringComparison.Ordinal))
            : found.Contains(word));
    }

    private static IEnumerable<(string Word, bool IsBeginning)> Cut(string? text)
    {
        var word = new StringBuilder();
        foreach (var character in text ?? "")
        {
            if (char.IsLetterOrDigit(character))
                word.Append(WithoutAccent(char.ToLowerInvariant(character)));
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                yield return (word.ToString(), character == '*');
                word.Clear();
            }
        }
        if (word.Length > 0)
            yield return (word.ToString(), false);
    }

    private static char WithoutAccent(char letter) =>
        letter < 0xC0 || Accented.IndexOf(letter) is not (>= 0 and var index) ? letter : Plain[index];
}
