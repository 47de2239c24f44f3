using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Muster.Core.Asking;

internal enum TokenKind
{
    Word,
    Number,
    Id,
    Priority,
    Severity,
    Tag,
    Date,
    Clock,
    Zone,
    Duration,
    Quote,
    Colon,
    Comma,
    Stop,
}

/// <summary>A piece of a text: as said, and folded to lower case without accents.</summary>
/// <param name="Start">Where it begins in the text.</param>
internal readonly record struct Token(TokenKind Kind, string Text, string Word, int Start)
{
    public int End => Start + Text.Length;

    public bool Parts => Kind is TokenKind.Colon or TokenKind.Comma or TokenKind.Stop;
}

internal static partial class Tokens
{
    public static ImmutableArray<Token> Of(string text) =>
        [.. Pieces().Matches(text)
            .Select(match => new Token(KindOf(match), match.Value, Fold(match.Value), match.Index))];

    /// <summary>Lower case, no accents, straight apostrophes: so that <c>Schließe</c> is <c>schliesse</c>.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark)
                continue;
            _ = character switch
            {
                'ß' => folded.Append("ss"),
                '’' or '`' or '´' => folded.Append('\''),
                _ => folded.Append(Plain(char.ToLowerInvariant(character))),
            };
        }
        return folded.ToString();
    }

    // Without the tables of a culture nothing is decomposed: the letters of the three languages are named here.
    private static char Plain(char letter) => Accented.IndexOf(letter) is >= 0 and var at ? Unaccented[at] : letter;

    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ";
    private const string Unaccented = "aaaaaaceeeeiiiinoooooouuuuyy";

    private static TokenKind KindOf(Match match)
    {
        foreach (var kind in Enum.GetValues<TokenKind>())
        {
            if (match.Groups[kind.ToString()].Success)
                return kind;
        }
        return TokenKind.Word;
    }

    // Bounded: no part can match in two ways, so it is read once from left to right.
    [GeneratedRegex("""
        (?<Tag>[\p{L}\p{N}_.]+=(?:"[^"]*"|[^\s,;"]+))
        |(?<Quote>"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»)
        |(?<Date>\b\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?![\d-])
            |\b\d{1,2}\.\d{1,2}\.(?:\d{4})?(?!\d))
        |(?<Severity>\bsev(?:erity)?[-\s]?\d\b)
        |(?<Id>\b(?:INC|PRB|CHG|KB)[-\s]?\d[\d-]*(?:/\d+)?\b
            |\b(?!tier|stufe|nivel|level|prio|p\d|utc-|gmt-)[a-z]{2,10}-\d+(?:-\d+)*\b|\#\d+\b)
        |(?<Priority>\bP[1-4](?:s|'s)?\b)
        |(?<Clock>\b\d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?|(?=Z\b)|\b)|\b\d{1,2}\s?[ap]\.?m\b\.?)
        |(?<Zone>\b(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?\b|\b(?:CES?T|MES?Z|EES?T)\b
            |\b(?-i:[ECMP][SD]T|BST|IST|JST)\b|(?<=:\d\d)Z\b|(?<=:\d\d\s?)\+\d\d:?\d\d\b|(?<=:\d\d\s)-\d\d:?\d\d\b
            |\b(?:Europe|America|Asia|Africa|Australia|Atlantic|Pacific)/[a-z_]+(?:/[a-z_]+)?\b)
        |(?<Duration>\b(?:\d+(?:[.,]\d+)?(?:h|min|m|d|w|s))+\b|\bP(?:\d+[WD])?T(?:\d+[HMS])+\b|\bP\d+[DW]\b)
        |(?<Word>\bv?\d+(?:\.\d+)+\b|\b\d+[\p{L}_]+\b)
        |(?<Number>\b\d+(?:,\d{3})*(?:\s?%)?)
        |(?<Colon>:(?=\s|$)|\s[-–—]\s(?!(?<=(?:\d|[ap]\.?m\.?)\s[-–—]\s)\d\d?(?::\d\d|\s?[ap]\.?m)))
        |(?<Comma>,)
        |(?<Stop>[.!?;¿¡\n]+)
        |(?<Word>[\p{L}\p{M}_@&][\p{L}\p{M}\p{N}_@&]*(?:['’][\p{L}\p{M}]+)*)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Pieces();
}
