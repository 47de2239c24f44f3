using System.Text;
using System.Text.RegularExpressions;

namespace Muster.Files.Templates;

/// <summary>A line of the text of others in Markdown: it is shown as it was written, in a table's cell, too.</summary>
internal static partial class MarkdownText
{
    public static string Escape(string line)
    {
        // the character that makes a block of it: the first one, or the point behind a number
        var opener = Opening().Match(line) is { Success: true } match ? match.Length - 1 : -1;
        var safe = new StringBuilder(line.Length + 8);
        for (var at = 0; at < line.Length; at++)
        {
            if (at == opener || IsMark(line, at))
                safe.Append('\\');
            safe.Append(line[at]);
        }
        return safe.ToString();
    }

    private static bool IsMark(string line, int at) => line[at] switch
    {
        '\\' or '`' or '*' or '[' or ']' or '<' or '|' or '~' or '^' => true,
        '_' => !(IsWord(line, at - 1) && IsWord(line, at + 1)), // two_words is no emphasis
        '&' => Entity().IsMatch(line.AsSpan(at)),
        _ => false,
    };

    private static bool IsWord(string line, int at) =>
        at >= 0 && at < line.Length && char.IsLetterOrDigit(line[at]);

    /// <summary>What at the beginning of a line would be a heading, a quotation, a list or a rule.</summary>
    [GeneratedRegex(@"^(?:[#>=+\-:]|\d{1,9}[.)](?=\s|$))")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^&(#\w{1,8}|\w{1,40});")]
    private static partial Regex Entity();
}
